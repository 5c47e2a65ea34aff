package io.braid.model.learner;

/**
 * One drift that was detected.
 *
 * @param task index of the task
 * @param at how many of the task's labels had been tested, this one included
 * @param detector catalogue name of the detector
 * @param before mean of the watched loss, in [0, 1], since the last drift up to this one
 * @param after the watched loss as it is now: its mean over about the last 32 labels
 */
public record Drift(int task, long at, String detector, double before, double after) {}
