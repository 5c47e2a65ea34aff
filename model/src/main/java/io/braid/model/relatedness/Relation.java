package io.braid.model.relatedness;

/**
 * How one task stands to another by one measure.
 *
 * @param measure its catalogue name
 * @param task number of the other task
 * @param value as in {@link Measure#value}, of the first task upon the other
 * @param standardError as in {@link Measure#standardError}
 */
public record Relation(String measure, int task, double value, double standardError) {}
