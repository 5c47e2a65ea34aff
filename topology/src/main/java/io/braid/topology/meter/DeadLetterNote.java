package io.braid.topology.meter;

import io.braid.model.data.RejectedException.Reason;

/**
 * A record that could not be used.
 *
 * @param time when it was refused, epoch milliseconds
 * @param message one line that names field, value and what is allowed
 * @param topic where it came from, with partition and offset
 */
public record DeadLetterNote(
    long time, Reason reason, String message, String topic, int partition, long offset) {}
