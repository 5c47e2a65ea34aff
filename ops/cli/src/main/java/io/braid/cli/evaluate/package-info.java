/** Prequential evaluation of a file, without Kafka. */
package io.braid.cli.evaluate;
