package io.braid.model.learner;

import io.braid.model.data.Categories;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;

/** A small mixed problem for the learner's tests: four kinds of task over four kinds of feature. */
final class Streams {
  private static final String[] COLOURS = {"red", "green", "blue", "grey", "black"};

  private Streams() {}

  /**
   * The mixed problem's pipeline; {@code more} is appended to the YAML. Heads that need a bounded
   * second derivative get one for the counts.
   */
  static Pipeline pipeline(String more) {
    String counted = more.contains("head: ") ? ", loss: squared_error" : "";
    return PipelineFile.parse(
        """
        name: mixed
        input: {topic: events}
        features:
          - {name: a, type: numeric}
          - {name: b, type: numeric}
          - {name: colour, type: categorical}
          - {name: city, type: categorical, buckets: 64}
          - {name: open, type: boolean}
          - {name: at, type: time, cycles: [day]}
        tasks:
          - {name: yes, kind: binary, label: yes}
          - {name: which, kind: multiclass, label: which, classes: [x, y, z]}
          - {name: much, kind: regression, label: much}
          - {name: many, kind: count, label: many, auxiliary: true%s}
        """
                .formatted(counted)
            + more,
        "mixed.yaml");
  }

  /** Row {@code n} of the problem: a function of {@code n} and the generator alone. */
  static Row row(Rng rng, double absent) {
    Row row = new Row(6, 4);
    double a = rng.nextGaussian();
    double b = 10 + 3 * rng.nextGaussian();
    int colour = rng.nextInt(COLOURS.length);
    row.numbers[0] = rng.nextDouble() < 0.1 ? Double.NaN : a;
    row.numbers[1] = b;
    row.codes[2] = Categories.hash(COLOURS[colour]);
    row.codes[3] = Categories.hash("city" + rng.nextInt(200));
    row.numbers[4] = rng.nextInt(2);
    row.numbers[5] = 1.7e12 + rng.nextInt(86_400_000);
    double signal = a + 0.4 * (b - 10) + (colour == 1 ? 1.5 : 0);
    label(row, 0, signal + 0.3 * rng.nextGaussian() > 0 ? 1 : 0, rng, absent);
    label(row, 1, signal > 1 ? 2 : signal > -0.5 ? 1 : 0, rng, absent);
    label(row, 2, 1000 + 50 * signal + rng.nextGaussian(), rng, absent);
    label(row, 3, Math.floor(Math.exp(Math.min(3, 0.5 * signal)) + rng.nextDouble()), rng, absent);
    return row;
  }

  private static void label(Row row, int task, double value, Rng rng, double absent) {
    row.labels[task] = rng.nextDouble() < absent ? Double.NaN : value;
  }
}
