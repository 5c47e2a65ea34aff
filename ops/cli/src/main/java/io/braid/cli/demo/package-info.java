/** The built-in demonstration: a marketplace's deliveries, with drifts at known places. */
package io.braid.cli.demo;
