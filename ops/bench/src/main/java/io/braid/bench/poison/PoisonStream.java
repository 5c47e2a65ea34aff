package io.braid.bench.poison;

import io.braid.model.data.Rng;
import io.braid.model.data.Row;

/**
 * Rows for {@code poison.yaml}: a number, a flag and a class that hang on the same two hidden
 * quantities, and the ratio of two normal variables, of which nothing can be learned. Each label is
 * missing in one row of ten. The same seed gives the same rows, bit for bit.
 */
final class PoisonStream {
  static final int FEATURES = 8;
  static final int TASKS = 4;

  private final Rng rng;

  PoisonStream(long seed) {
    rng = new Rng(seed);
  }

  /** Fills the next row. */
  void next(Row row) {
    for (int j = 0; j < FEATURES; j++) {
      row.numbers[j] = rng.nextGaussian();
    }
    double bend = StrictMath.tanh(1.5 * row.numbers[0] - row.numbers[1] + 0.5 * row.numbers[2]);
    double fold = Math.abs(row.numbers[3] + row.numbers[4]) - 1.0;
    row.labels[0] = 20 + 5 * bend + 2 * fold + 0.5 * rng.nextGaussian();
    row.labels[1] = bend * fold + 0.1 * rng.nextGaussian() > 0 ? 1 : 0;
    row.labels[2] = bend > 0.4 ? 2 : fold > 0 ? 1 : 0;
    row.labels[3] = rng.nextGaussian() / Math.max(0.05, Math.abs(rng.nextGaussian()));
    for (int k = 0; k < TASKS; k++) {
      if (rng.nextInt(10) == 0) {
        row.labels[k] = Double.NaN;
      }
    }
  }
}
