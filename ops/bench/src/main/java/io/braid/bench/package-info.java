/** Measurements of the learner, the application and its peers: one command, one report. */
package io.braid.bench;
