package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Example;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.Update;
import io.braid.model.spec.Component;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.SpecException;
import io.braid.model.weighting.LossWeighting;
import io.braid.model.weighting.Weighting;
import io.braid.model.weighting.WeightingContext;
import io.braid.model.weighting.Weightings;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a weighting's coefficients do to trunk and heads. */
class BalanceTest {
  private static final int TASKS = 4;

  /** Parameters of the heads: 1 + 2 + 1 + 1 outputs over 6 units and a bias. */
  private static final int[] HEADS = {7, 14, 7, 7};

  static Set<String> names() {
    return Weightings.CATALOG.names();
  }

  private static Pipeline pipeline(String weighting, String more) {
    return PipelineFile.parse(
        """
        name: four
        features:
          - {name: a, type: numeric}
          - {name: b, type: numeric}
          - {name: c, type: numeric}
        trunk: {kind: mlp, hidden: [8, 6], activation: tanh}
        optimizer: {kind: sgd, learning_rate: 0.05}
        weighting: {kind: %s}
        tasks:
          - {name: yes, kind: binary, label: yes, weight: 2.5}
          - {name: which, kind: multiclass, label: which, classes: [x, y]}
          - {name: much, kind: regression, label: much, loss: squared_error, weight: 0.5}
          - {name: help, kind: regression, label: help, auxiliary: true}
        %s
        """
            .formatted(weighting, more),
        "four.yaml");
  }

  private static Row row(Rng rng) {
    Row row = new Row(3, TASKS);
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      row.numbers[i] = rng.nextGaussian();
      sum += (i - 1.5) * row.numbers[i];
    }
    row.labels[0] = sum + rng.nextGaussian() > 0 ? 1 : 0;
    row.labels[1] = sum * row.numbers[0] > 0 ? 1 : 0;
    row.labels[2] = 3 * sum + rng.nextGaussian();
    row.labels[3] = row.numbers[1] * row.numbers[2] + rng.nextGaussian();
    return row;
  }

  private static Example example(Learner learner, Row row) {
    Example example = learner.newExample();
    learner.encode(row, example);
    return example;
  }

  private static Learner trained(Pipeline pipeline, int events) {
    Learner learner = new Learner(pipeline);
    Rng rng = new Rng(3);
    for (int i = 0; i < events; i++) {
      Row row = row(rng);
      learner.observe(row);
      if (i % 3 == 0) {
        row.labels[i % TASKS] = Double.NaN;
      }
      learner.learn(example(learner, row));
    }
    return learner;
  }

  private static float[] parameters(Learner learner) {
    for (Section section : learner.sections()) {
      if (section.name().equals("parameters.0")) {
        SnapshotWriter out = new SnapshotWriter();
        section.state().save(out);
        float[] values = new float[learner.parameterCount()];
        new SnapshotReader(out.toByteArray()).getFloats(values, 0, values.length);
        return values;
      }
    }
    throw new AssertionError("no parameters");
  }

  /** How far one step from a snapshot moves every parameter. */
  private static double[] moved(byte[] snapshot, Pipeline pipeline, Row[] rows, float[] weights) {
    Learner learner = new Learner(pipeline);
    SnapshotFile.restore(snapshot, learner);
    float[] before = parameters(learner);
    Update update = new Update(TASKS);
    for (Row row : rows) {
      update = learner.learn(example(learner, row));
    }
    assertThat(update.status).isEqualTo(Update.Status.APPLIED);
    System.arraycopy(update.weights, 0, weights, 0, TASKS);
    float[] after = parameters(learner);
    double[] by = new double[after.length];
    for (int i = 0; i < by.length; i++) {
      by[i] = (double) after[i] - before[i];
    }
    return by;
  }

  static List<Arguments> namesAndBatches() {
    return names().stream()
        .flatMap(name -> Stream.of(Arguments.of(name, 1), Arguments.of(name, 4)))
        .toList();
  }

  /**
   * One step of several tasks against one step of each of them alone: with sgd these say what each
   * task's own gradient is.
   */
  @ParameterizedTest
  @MethodSource("namesAndBatches")
  void theTrunkFollowsTheWeightedSumAndHeadsTheirOwnTask(String name, int batch) {
    Pipeline pipeline = pipeline(name, "batch: " + batch);
    byte[] snapshot = SnapshotFile.save(trained(pipeline, 400));
    Weighting weighting =
        Weightings.CATALOG.create(Component.of(name), WeightingContext.of(pipeline, 6));
    boolean byLosses = weighting instanceof LossWeighting;
    Rng rng = new Rng(8);
    for (int trial = 0; trial < 20; trial++) {
      Row[] rows = new Row[batch];
      int absent = trial % (TASKS + 1);
      for (int r = 0; r < batch; r++) {
        rows[r] = row(rng);
        if (absent < TASKS) {
          rows[r].labels[absent] = Double.NaN;
        }
      }
      float[] weights = new float[TASKS];
      double[] together = moved(snapshot, pipeline, rows, weights);
      double[] expected = new double[together.length];
      int trunk = together.length - Arrays.stream(HEADS).sum();
      int head = trunk;
      double amplified = 1;
      for (int k = 0; k < TASKS; k++) {
        if (k == absent) {
          assertThat(weights[k]).isZero();
        } else {
          float[] alone = new float[TASKS];
          double[] own = moved(snapshot, pipeline, only(rows, k), alone);
          double ratio = weights[k] / alone[k];
          amplified += Math.abs(ratio);
          for (int i = 0; i < trunk; i++) {
            expected[i] += own[i] * ratio;
          }
          for (int i = head; i < head + HEADS[k]; i++) {
            expected[i] = byLosses ? own[i] * ratio : own[i];
          }
        }
        head += HEADS[k];
      }
      for (int i = 0; i < expected.length; i++) {
        assertThat(together[i]).isCloseTo(expected[i], within(3e-7 * amplified));
      }
    }
  }

  /** The same rows with the label of one task alone. */
  private static Row[] only(Row[] rows, int task) {
    Row[] only = new Row[rows.length];
    for (int r = 0; r < rows.length; r++) {
      only[r] = new Row(3, TASKS);
      System.arraycopy(rows[r].numbers, 0, only[r].numbers, 0, 3);
      Arrays.fill(only[r].labels, Double.NaN);
      only[r].labels[task] = rows[r].labels[task];
    }
    return only;
  }

  @ParameterizedTest
  @MethodSource("names")
  void aStepThatWouldNotBeFiniteChangesNothingUnderAnyWeighting(String name) {
    Learner learner = trained(pipeline(name, ""), 100);
    Example example = example(learner, row(new Rng(1)));
    Arrays.fill(example.features.dense, 3e38f);
    example.weight = 1e300;
    byte[] before = SnapshotFile.save(learner);
    assertThat(learner.learn(example).status).isEqualTo(Update.Status.REFUSED_NON_FINITE);
    assertThat(SnapshotFile.save(learner)).isEqualTo(before);
  }

  /** With the loops: the vectors allocate until they are compiled, which a busy machine delays. */
  @ParameterizedTest
  @MethodSource("names")
  void aStepAllocatesNothingUnderAnyWeighting(String name) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Learner learner = trained(pipeline(name, "kernels: loops"), 50);
    Rng rng = new Rng(2);
    Example[] examples = new Example[64];
    for (int i = 0; i < examples.length; i++) {
      examples[i] = example(learner, row(rng));
    }
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 8; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 2000; i++) {
        learner.learn(examples[i % examples.length]);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as("bytes in 2,000 steps").isLessThan(200);
  }

  @Test
  void gradientsAreNotComparedWhereNothingIsShared() {
    for (String name : List.of("pcgrad", "gradnorm", "auto_lambda")) {
      Pipeline pipeline =
          PipelineFile.parse(
              """
              name: linear
              features: [{name: a, type: numeric}]
              trunk: {kind: linear}
              weighting: {kind: %s}
              tasks:
                - {name: y, kind: regression, label: y}
                - {name: z, kind: regression, label: z, auxiliary: true}
              """
                  .formatted(name),
              "linear.yaml");
      assertThatThrownBy(() -> new Learner(pipeline))
          .isInstanceOf(SpecException.class)
          .hasMessageStartingWith("weighting: '" + name + "' compares the tasks' gradients")
          .hasMessageContaining("ema_norm");
    }
  }
}
