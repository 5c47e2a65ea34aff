package io.braid.model.data;

/**
 * A part of the sparse index space whose entries have places in a sequence: index {@code from + t *
 * tokens + v} is token v at position t.
 *
 * @param from first index
 * @param length positions
 * @param tokens different tokens at each position
 */
public record Sequence(int from, int length, int tokens) {
  /** One past the last index. */
  public int to() {
    return from + length * tokens;
  }
}
