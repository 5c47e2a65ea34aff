package io.braid.model.data;

/**
 * Dense feature columns that are an image: {@code height} rows of {@code width} pixels of {@code
 * channels} numbers, one after the other.
 *
 * @param at first of its columns
 * @param height in pixels, positive
 * @param width in pixels, positive
 * @param channels numbers per pixel, positive
 */
public record Grid(int at, int height, int width, int channels) {
  /** How many columns it has. */
  public int size() {
    return Math.multiplyExact(Math.multiplyExact(height, width), channels);
  }
}
