package io.braid.topology.meter;

/**
 * A drift that was detected.
 *
 * @param time when it was noticed, epoch milliseconds
 * @param eventTime of the event whose label showed it, epoch milliseconds
 * @param step the model's
 * @param task name
 * @param detector catalogue name
 * @param before mean of the watched loss, in [0, 1], since the last drift
 * @param after its mean over about the last 32 labels
 * @param reaction what was done about it
 */
public record DriftNote(
    long time,
    long eventTime,
    long step,
    String task,
    String detector,
    double before,
    double after,
    String reaction) {}
