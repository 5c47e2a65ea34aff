package io.braid.bench.digits;

import io.braid.cli.evaluate.RowSource;
import io.braid.model.data.RejectedException;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.feature.RowBinder;
import io.braid.model.spec.LabelSlots;
import io.braid.model.spec.Pipeline;
import java.util.Arrays;

/**
 * Digits, each on a larger black canvas of its own: stretched by 0.6 to 1.5, and at a place, all
 * drawn at random, the same for the same seed. Known of a scene are the digit and the box around
 * its ink, in pixels of the canvas. Not thread-safe.
 */
final class Scenes implements RowSource {
  static final int SIDE = 40;

  private static final double LEAST = 0.6;
  private static final double MOST = 1.5;

  private final Digits digits;
  private final Rng rng;
  private final RowBinder binder;
  private final LabelSlots slots;
  private final Row row;
  private final byte[] canvas = new byte[SIDE * SIDE];
  private int next;
  private int x;
  private int y;
  private int width;
  private int height;

  /**
   * @param pipeline bound, with the one feature {@code scene} and labels among digit, x, y, w, h
   */
  Scenes(Digits digits, Pipeline pipeline, long seed) {
    this.digits = digits;
    rng = new Rng(seed);
    binder = new RowBinder(pipeline);
    slots = LabelSlots.of(pipeline.tasks());
    row = binder.newRow();
  }

  @Override
  public Row next() throws RejectedException {
    if (next == digits.count()) {
      return null;
    }
    Digits.Digit digit = digits.get(next++);
    draw(digit);
    binder.begin(row);
    binder.bytes(0, canvas, 0, canvas.length);
    for (int i = 0; i < slots.fields().size(); i++) {
      binder.labelNumber(
          i,
          switch (slots.fields().get(i)) {
            case "digit" -> digit.label();
            case "x" -> x;
            case "y" -> y;
            case "w" -> width;
            default -> height;
          });
    }
    return row;
  }

  /** Places a digit, its pixels interpolated between the four nearest. */
  private void draw(Digits.Digit digit) {
    double stretch = LEAST + (MOST - LEAST) * rng.nextDouble();
    width = size(digit.width(), stretch);
    height = size(digit.height(), stretch);
    x = rng.nextInt(SIDE - width + 1);
    y = rng.nextInt(SIDE - height + 1);
    Arrays.fill(canvas, (byte) 0);
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        double value =
            between(
                digit,
                (j + 0.5) * digit.width() / width - 0.5,
                (i + 0.5) * digit.height() / height - 0.5);
        canvas[(y + i) * SIDE + x + j] = (byte) Math.round(value);
      }
    }
  }

  private static int size(int pixels, double stretch) {
    return Math.max(1, Math.min(SIDE, (int) Math.round(pixels * stretch)));
  }

  private static double between(Digits.Digit digit, double atX, double atY) {
    double cutX = Math.max(0, Math.min(digit.width() - 1, atX));
    double cutY = Math.max(0, Math.min(digit.height() - 1, atY));
    int left = (int) cutX;
    int top = (int) cutY;
    double right = cutX - left;
    double down = cutY - top;
    int nextX = Math.min(digit.width() - 1, left + 1);
    int nextY = Math.min(digit.height() - 1, top + 1);
    double above = mix(digit, left, nextX, top, right);
    double below = mix(digit, left, nextX, nextY, right);
    return above + down * (below - above);
  }

  private static double mix(Digits.Digit digit, int left, int right, int y, double share) {
    int a = digit.pixels()[y * digit.width() + left];
    int b = digit.pixels()[y * digit.width() + right];
    return a + share * (b - a);
  }

  @Override
  public long row() {
    return next - 1L;
  }

  @Override
  public long line() {
    return next + 1L;
  }

  @Override
  public double progress() {
    return (double) next / digits.count();
  }

  @Override
  public void close() {}
}
