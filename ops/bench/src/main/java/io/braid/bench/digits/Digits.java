package io.braid.bench.digits;

import io.braid.cli.csv.CsvRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Handwritten digits of 28 x 28 pixels, read from a file with a column per pixel. Immutable. */
final class Digits {
  static final int SIDE = 28;

  /** From here on a pixel belongs to the digit. */
  private static final int INK = 64;

  /**
   * One digit, cut out along its ink.
   *
   * @param label which digit it is
   * @param pixels from 0 to 255, row by row
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Digit(int label, int width, int height, int[] pixels) {}

  private final List<Digit> digits;

  private Digits(List<Digit> digits) {
    this.digits = List.copyOf(digits);
  }

  /**
   * Reads a file.
   *
   * @param most digits at most
   */
  static Digits read(Path file, long most) throws IOException {
    List<Digit> digits = new ArrayList<>();
    try (CsvRows rows = CsvRows.open(file)) {
      int label = rows.position("digit");
      int first = rows.position("p0");
      while (digits.size() < most && rows.next()) {
        int[] pixels = new int[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = Integer.parseInt(rows.text(first + i));
        }
        digits.add(cut(Integer.parseInt(rows.text(label)), pixels));
      }
    }
    return new Digits(digits);
  }

  /** Cuts a picture of 28 x 28 pixels along its ink; one without any is left whole. */
  static Digit cut(int label, int[] pixels) {
    int left = SIDE;
    int right = -1;
    int top = SIDE;
    int bottom = -1;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        if (pixels[y * SIDE + x] >= INK) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    if (right < 0) {
      return new Digit(label, SIDE, SIDE, pixels);
    }
    int width = right - left + 1;
    int height = bottom - top + 1;
    int[] cut = new int[width * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(pixels, (top + y) * SIDE + left, cut, y * width, width);
    }
    return new Digit(label, width, height, cut);
  }

  int count() {
    return digits.size();
  }

  Digit get(int i) {
    return digits.get(i);
  }
}
