package io.braid.topology.process;

import io.braid.model.data.Categories;
import io.braid.model.data.Example;
import io.braid.model.data.Prediction;
import io.braid.model.data.Row;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A small stream of three tasks, as records and, for the reference, as rows. */
final class LateStream {
  static final List<String> TASKS = List.of("open", "much", "which");

  private static final List<String> CLASSES = List.of("x", "y", "z");
  private static final List<String> COLOURS = List.of("red", "green", "blue");

  /** One event with the labels it will have in the end. */
  record Sample(double a, double b, String colour, boolean open, double much, String which) {
    Map<String, Object> features() {
      return Map.of("a", a, "b", b, "colour", colour);
    }

    Map<String, Object> labels(String... tasks) {
      Map<String, Object> all = Map.of("open", open, "much", much, "which", which);
      Map<String, Object> some = new HashMap<>(all);
      some.keySet().retainAll(Arrays.asList(tasks));
      return some;
    }

    Map<String, Object> labels() {
      return labels(TASKS.toArray(String[]::new));
    }

    /** The event with some of its labels. */
    Row row(String... tasks) {
      Row row = new Row(3, 3);
      row.numbers[0] = a;
      row.numbers[1] = b;
      row.codes[2] = Categories.of(colour);
      row.member(1, Categories.of(colour), colour);
      System.arraycopy(values(tasks), 0, row.labels, 0, 3);
      return row;
    }

    /** Some of its labels, the others absent. */
    double[] values(String... tasks) {
      List<String> given = Arrays.asList(tasks);
      double[] values = {open ? 1 : 0, much, CLASSES.indexOf(which)};
      for (int k = 0; k < values.length; k++) {
        values[k] = given.contains(TASKS.get(k)) ? values[k] : Double.NaN;
      }
      return values;
    }
  }

  /** What was known of an event when it came. */
  record Kept(Example example, Prediction prediction) {}

  private LateStream() {}

  /** The pipeline; {@code labels} are the settings of labels that come later. */
  static Pipeline pipeline(String labels) {
    return PipelineFile.parse(
        """
        name: late
        input: {topic: events}
        labels: {topic: labels, LABELS}
        features:
          - {name: a, type: numeric}
          - {name: b, type: numeric}
          - {name: colour, type: categorical, buckets: 16}
        trunk: {kind: mlp, hidden: [8]}
        tasks:
          - {name: open, kind: binary}
          - {name: much, kind: regression, by: {field: colour, max: 2}}
          - {name: which, kind: multiclass, classes: [x, y, z]}
        evaluation: {every: 10}
        """
            .replace("LABELS", labels),
        "late.yaml");
  }

  static Sample sample(Random random) {
    double a = random.nextGaussian();
    double b = 10 + 3 * random.nextGaussian();
    int colour = random.nextInt(3);
    double signal = a + 0.3 * (b - 10) + colour;
    return new Sample(
        a,
        b,
        COLOURS.get(colour),
        signal > 1,
        100 + 20 * signal + random.nextGaussian(),
        CLASSES.get(signal > 1.5 ? 2 : signal > 0.5 ? 1 : 0));
  }

  /** Predicts, and learns the labels on the row; keeps what later labels will need. */
  static Kept predict(Prequential reference, Row row) {
    Prediction said = reference.predict(row);
    Example example = reference.learner().newExample();
    Prediction prediction = reference.learner().newPrediction();
    copy(reference.example(), example);
    copy(said, prediction);
    reference.learn(reference.example(), said);
    return new Kept(example, prediction);
  }

  /** Tests and learns labels that came later. */
  static void label(Prequential reference, Kept kept, double[] labels) {
    System.arraycopy(labels, 0, kept.example().labels, 0, labels.length);
    reference.learn(kept.example(), kept.prediction());
  }

  private static void copy(State from, State to) {
    SnapshotWriter out = new SnapshotWriter();
    from.save(out);
    to.restore(new SnapshotReader(out.toByteArray()));
  }
}
