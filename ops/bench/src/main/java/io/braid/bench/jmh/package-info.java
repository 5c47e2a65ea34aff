/** The learner by itself, measured by JMH. */
package io.braid.bench.jmh;
