package io.braid.cli.demo;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a demonstration is to do.
 *
 * @param length how long the built-in stream runs; zero until it is stopped
 * @param data file whose rows are sent in the place of the built-in stream, or null
 * @param pipeline pipeline file for the data; null with the built-in stream
 * @param limit most rows of the data
 * @param rate events per second; infinite for as fast as the learner is
 * @param seed of the built-in stream
 * @param guarantee Kafka Streams' processing guarantee
 * @param directory where the broker and the learner keep their data; must be empty or missing
 * @param predictions file for the bits of every prediction, or null
 */
public record DemoOptions(
    Duration length,
    Path data,
    Path pipeline,
    long limit,
    double rate,
    long seed,
    String guarantee,
    Path directory,
    Path predictions) {}
