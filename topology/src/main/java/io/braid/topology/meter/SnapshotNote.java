package io.braid.topology.meter;

/**
 * A snapshot that was written.
 *
 * @param bytes of all sections
 * @param changedBytes of the sections that had to be written
 * @param sections how many there are
 * @param nanos how long it took
 * @param time when it was written, epoch milliseconds
 */
public record SnapshotNote(long bytes, long changedBytes, int sections, long nanos, long time) {}
