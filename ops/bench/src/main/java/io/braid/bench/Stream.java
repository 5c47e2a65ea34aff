package io.braid.bench;

import io.braid.model.data.Categories;
import io.braid.model.data.Row;
import java.util.Random;

/**
 * A synthetic stream for a {@link Shape}: standard normal features, hashed categories drawn evenly,
 * and labels that follow a fixed random linear score per task, a binary one by chance according to
 * the score, a regression with noise. The same seed gives the same rows.
 */
public final class Stream {
  private static final int CATEGORIES = 5000;

  private final Shape shape;
  private final Random random;
  private final double[][] truth;

  public Stream(Shape shape, long seed) {
    this.shape = shape;
    random = new Random(seed);
    truth = new double[shape.tasks()][shape.features()];
    for (double[] weights : truth) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] = random.nextGaussian() * 2 / Math.sqrt(weights.length);
      }
    }
  }

  /** The next {@code n} rows. */
  public Row[] rows(int n) {
    Row[] rows = new Row[n];
    for (int r = 0; r < n; r++) {
      rows[r] = next();
    }
    return rows;
  }

  /** The next row, labelled for every task. */
  public Row next() {
    Row row = new Row(shape.features() + shape.sparse(), shape.tasks());
    for (int i = 0; i < shape.features(); i++) {
      row.numbers[i] = random.nextGaussian();
    }
    for (int i = 0; i < shape.sparse(); i++) {
      row.codes[shape.features() + i] = Categories.of((long) random.nextInt(CATEGORIES));
    }
    for (int k = 0; k < shape.tasks(); k++) {
      double score = 0;
      for (int i = 0; i < shape.features(); i++) {
        score += truth[k][i] * row.numbers[i];
      }
      row.labels[k] =
          Shape.binary(k)
              ? random.nextDouble() < 1 / (1 + Math.exp(-score)) ? 1 : 0
              : score + 0.1 * random.nextGaussian();
    }
    return row;
  }
}
