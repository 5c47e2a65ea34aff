package io.braid.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Component;
import io.braid.model.spec.SpecException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every optimizer of the catalogue. */
class OptimizerContractTest {

  /** A dense segment with biases, a table, and another dense segment. */
  private static final class Model {
    final Parameters parameters = new Parameters();
    final Segment first = parameters.dense("first", 37, 5);
    final Segment table = parameters.table("table", 6, 4);
    final Segment last = parameters.dense("last", 8, 0);
    final Optimizer optimizer;

    Model(Component component, long seed) {
      parameters.allocate();
      fill(parameters.values(), new Rng(seed));
      optimizer = Optimizers.CATALOG.create(component, OptimizerContext.of(parameters)).optimizer();
    }

    void step(Segment segment, double rate, double scale) {
      optimizer.begin(segment);
      optimizer.step(segment, segment.from(), segment.to(), (float) rate, (float) scale);
    }

    /** Everything a snapshot of the learner holds of parameters and optimizer. */
    byte[] saved() {
      SnapshotWriter out = new SnapshotWriter().putFloats(parameters.values());
      for (float[] slot : optimizer.slots()) {
        out.putFloats(slot);
      }
      optimizer.save(out);
      return out.toByteArray();
    }

    void restore(byte[] bytes) {
      SnapshotReader in = new SnapshotReader(bytes);
      in.getFloats(parameters.values());
      for (float[] slot : optimizer.slots()) {
        in.getFloats(slot);
      }
      optimizer.restore(in);
      in.end();
    }
  }

  static Stream<String> names() {
    return Optimizers.CATALOG.names().stream();
  }

  /**
   * Those whose every parameter moves by itself; of the others see {@link SegmentOptimizersTest}.
   */
  static Stream<String> separable() {
    return names().filter(name -> !SegmentOptimizersTest.NAMES.contains(name));
  }

  private static void fill(float[] values, Rng rng) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rng.nextGaussian();
    }
  }

  private static void checkAgainst(
      References.Reference reference, Component component, boolean everyStepAnew) {
    Model model = new Model(component, 1);
    float[] values = model.parameters.values();
    float[] gradient = model.parameters.gradient();
    int count = values.length;
    double[] expected = new double[count];
    double[][] memory = new double[count][6];
    for (int i = 0; i < count; i++) {
      expected[i] = values[i];
    }
    Rng rng = new Rng(2);
    for (int t = 1; t <= 200; t++) {
      fill(gradient, rng);
      double rate = 0.01 * (1 + Math.sin(0.1 * t) / 2);
      double scale = t % 3 == 0 ? 0.5 : 1.0;
      for (int i = 0; i < count; i++) {
        boolean bias = i >= model.first.to() - model.first.biases() && i < model.first.to();
        expected[i] =
            reference.move(expected[i], scale * gradient[i], memory[i], t, (float) rate, bias);
      }
      for (Segment segment : model.parameters.segments()) {
        model.step(segment, rate, scale);
      }
      for (int i = 0; i < count; i++) {
        assertThat((double) values[i])
            .as("parameter %d after step %d", i, t)
            .isCloseTo(expected[i], within(2e-5 * (1 + Math.abs(expected[i]))));
        if (everyStepAnew) {
          expected[i] = values[i];
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("separable")
  void movesAsItsPaperSays(String name) {
    assertThat(References.BY_NAME).as("references of this test").containsKey(name);
    checkAgainst(References.BY_NAME.get(name), Component.of(name), false);
  }

  @ParameterizedTest
  @MethodSource("separable")
  void regularisesAllButTheBiases(String name) {
    References.Reference reference =
        name.equals("ftrl")
            ? References.ftrl(0.3, 0.5)
            : References.regularized(References.BY_NAME.get(name), 0.3, 0.5);
    // L1 turns on the sign of a parameter: rounding may put the two on different sides of zero.
    checkAgainst(reference, Component.of(name, "l1", 0.3, "l2", 0.5), true);
  }

  @Test
  void nesterovLooksAhead() {
    checkAgainst(References::nesterov, Component.of("momentum", "nesterov", true), false);
  }

  @ParameterizedTest
  @MethodSource("names")
  void rangesLeftOutKeepTheirBits(String name) {
    Model model = new Model(Component.of(name, "l1", 0.01, "l2", 0.01), 3);
    Rng rng = new Rng(4);
    for (int t = 0; t < 50; t++) {
      fill(model.parameters.gradient(), rng);
      for (Segment segment : model.parameters.segments()) {
        model.step(segment, 0.01, 1);
      }
    }
    float[][] before = bits(model);
    Segment table = model.table;
    int from = table.from() + 2 * table.rowWidth();
    int to = from + table.rowWidth();
    model.optimizer.begin(table);
    model.optimizer.step(table, from, to, 0.01f, 1f);
    float[][] after = bits(model);
    for (int slot = 0; slot < before.length; slot++) {
      for (int i = 0; i < before[slot].length; i++) {
        if (i < from || i >= to) {
          assertThat(Float.floatToRawIntBits(after[slot][i]))
              .isEqualTo(Float.floatToRawIntBits(before[slot][i]));
        }
      }
    }
    assertThat(Arrays.copyOfRange(after[0], from, to))
        .isNotEqualTo(Arrays.copyOfRange(before[0], from, to));
  }

  private static float[][] bits(Model model) {
    float[][] slots = model.optimizer.slots();
    float[][] copy = new float[slots.length + 1][];
    copy[0] = model.parameters.values().clone();
    for (int i = 0; i < slots.length; i++) {
      copy[i + 1] = slots[i].clone();
    }
    return copy;
  }

  @ParameterizedTest
  @MethodSource("names")
  void aSegmentThatWaitsDoesNotAge(String name) {
    Model waiting = new Model(Component.of(name), 5);
    Model fresh = new Model(Component.of(name), 5);
    Rng rng = new Rng(6);
    for (int t = 0; t < 100; t++) {
      fill(waiting.parameters.gradient(), rng);
      waiting.step(waiting.first, 0.01, 1);
    }
    fill(waiting.parameters.gradient(), new Rng(7));
    fill(fresh.parameters.gradient(), new Rng(7));
    waiting.step(waiting.last, 0.01, 1);
    fresh.step(fresh.last, 0.01, 1);
    int from = fresh.last.from();
    int to = fresh.last.to();
    assertThat(Arrays.copyOfRange(waiting.parameters.values(), from, to))
        .containsExactly(Arrays.copyOfRange(fresh.parameters.values(), from, to));
  }

  @ParameterizedTest
  @MethodSource("names")
  void continuesBitForBitAfterARestore(String name) {
    Component component = Component.of(name, "l1", 0.001, "l2", 0.01);
    Model model = new Model(component, 8);
    Rng rng = new Rng(9);
    for (int t = 0; t < 120; t++) {
      if (t == 60) {
        Model restored = new Model(component, 99);
        restored.restore(model.saved());
        model = restored;
      }
      fill(model.parameters.gradient(), rng);
      for (Segment segment : model.parameters.segments()) {
        if (rng.nextInt(3) > 0) {
          model.step(segment, 0.01, 1);
        }
      }
    }
    Model undisturbed = new Model(component, 8);
    rng = new Rng(9);
    for (int t = 0; t < 120; t++) {
      fill(undisturbed.parameters.gradient(), rng);
      for (Segment segment : undisturbed.parameters.segments()) {
        if (rng.nextInt(3) > 0) {
          undisturbed.step(segment, 0.01, 1);
        }
      }
    }
    assertThat(model.saved()).containsExactly(undisturbed.saved());
  }

  @ParameterizedTest
  @MethodSource("names")
  void findsTheMinimumOfAQuadratic(String name) {
    Model model = new Model(Component.of(name), 10);
    float[] values = model.parameters.values();
    float[] gradient = model.parameters.gradient();
    double rate =
        Optimizers.CATALOG.create(Component.of(name), new OptimizerContext(1, 1)).learningRate();
    for (int t = 0; t < 20_000; t++) {
      for (int i = model.last.from(); i < model.last.to(); i++) {
        gradient[i] = values[i] - 0.25f * (i % 4);
      }
      model.step(model.last, rate, 1);
    }
    for (int i = model.last.from(); i < model.last.to(); i++) {
      assertThat(values[i]).isCloseTo(0.25f * (i % 4), within(0.01f));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void l1TakesUselessParametersToExactlyZeroAndTheOthersToTheirRegularisedOptimum(String name) {
    boolean ftrl = name.equals("ftrl"); // its l1 stands against the sum of all gradients
    Model model = new Model(Component.of(name, "l1", ftrl ? 100.0 : 0.2), 11);
    float[] values = model.parameters.values();
    float[] gradient = model.parameters.gradient();
    Rng rng = new Rng(12);
    int end = model.first.to() - model.first.biases();
    for (int t = 0; t < 5000; t++) {
      for (int i = 0; i < model.first.to(); i++) {
        // Parameter 0 and the biases have an optimum at 2, the others at 0, all seen with noise.
        double optimum = i == 0 || i >= end ? 2 : 0;
        gradient[i] = (float) (values[i] - optimum + 0.2 * (rng.nextDouble() - 0.5));
      }
      model.step(model.first, 0.05, 1);
    }
    for (int i = 1; i < end; i++) {
      assertThat(values[i]).as("parameter %d", i).isZero();
    }
    for (int i = end; i < model.first.to(); i++) {
      assertThat(values[i]).as("bias %d", i).isCloseTo(2f, within(0.1f));
    }
    assertThat(values[0]).isCloseTo(ftrl ? 2f : 1.8f, within(0.1f));
  }

  @ParameterizedTest
  @MethodSource("names")
  void scaleIsAFactorOnTheGradient(String name) {
    Model scaled = new Model(Component.of(name, "l2", 0.1), 13);
    Model plain = new Model(Component.of(name, "l2", 0.1), 13);
    Rng rng = new Rng(14);
    for (int t = 0; t < 50; t++) {
      fill(scaled.parameters.gradient(), rng);
      for (int i = 0; i < plain.parameters.count(); i++) {
        plain.parameters.gradient()[i] = 0.25f * scaled.parameters.gradient()[i];
      }
      scaled.step(scaled.first, 0.01, 0.25);
      plain.step(plain.first, 0.01, 1);
    }
    assertThat(scaled.parameters.values())
        .containsExactly(plain.parameters.values(), within(1e-5f));
  }

  @ParameterizedTest
  @MethodSource("names")
  void anAbsentGradientMovesNothingAtFirst(String name) {
    Model model =
        new Model(Component.of(name, name.equals("adamw") ? "weight_decay" : "l2", 0), 15);
    float[] before = model.parameters.values().clone();
    model.step(model.first, 0.1, 1);
    assertThat(model.parameters.values()).containsExactly(before, within(1e-6f));
    if (name.equals("sgd") || name.equals("adagrad")) {
      fill(model.parameters.gradient(), new Rng(16));
      model.step(model.first, 0.1, 1);
      before = model.parameters.values().clone();
      Arrays.fill(model.parameters.gradient(), 0f);
      model.step(model.first, 0.1, 1);
      assertThat(model.parameters.values()).containsExactly(before);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void aLongPauseLeavesNoSubnormalNumbersBehind(String name) {
    Model model = new Model(Component.of(name), 17);
    fill(model.parameters.gradient(), new Rng(18));
    model.step(model.last, 0.01, 1);
    Arrays.fill(model.parameters.gradient(), 0f);
    for (int t = 0; t < 100_000; t++) {
      model.step(model.last, 0.01, 1);
    }
    for (float[] slot : model.optimizer.slots()) {
      for (float value : slot) {
        assertThat(value == 0 || Math.abs(value) >= Float.MIN_NORMAL).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void stepsDoNotAllocate(String name) {
    Model model = new Model(Component.of(name, "l1", 0.001, "l2", 0.001), 19);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long bytes = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 3; attempt++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int t = 0; t < 10_000; t++) {
        model.step(model.first, 0.001, 1);
      }
      bytes = Math.min(bytes, threads.getThreadAllocatedBytes(thread) - before);
    }
    assertThat(bytes).as("bytes in 10000 steps").isLessThan(10_000);
  }

  @Test
  void sharedSettingsAreReadBesideTheAlgorithmsOwn() {
    Optimization made =
        Optimizers.CATALOG.create(
            Component.of(
                "adam",
                "learning_rate",
                0.5,
                "beta1",
                0.8,
                "clip_norm",
                2,
                "schedule",
                "inverse_square_root"),
            new OptimizerContext(3, 1));
    assertThat(made.rate(0)).isEqualTo(0.5);
    assertThat(made.rate(30_000)).isEqualTo(0.25);
    assertThat(made.clipScale(8)).isEqualTo(0.25);
    assertThat(made.clipScale(1)).isEqualTo(1.0);
    assertThat(
            Optimizers.CATALOG
                .create(Component.of("sgd", "clip_norm", 0), new OptimizerContext(3, 1))
                .clipScale(1e9))
        .isEqualTo(1.0);
  }

  @Test
  void unknownSettingsAreRefusedWithTheKnownOnesListed() {
    assertThatThrownBy(
            () ->
                Optimizers.CATALOG.create(
                    Component.of("sgd", "momentum", 0.9), new OptimizerContext(1, 1)))
        .isInstanceOf(SpecException.class)
        .hasMessage(
            "sgd.momentum: no such setting 'momentum',"
                + " known: [learning_rate, schedule, clip_norm, l1, l2]");
    assertThatThrownBy(
            () ->
                Optimizers.CATALOG.create(
                    Component.of("sgd", "schedule", "cosin"), new OptimizerContext(1, 1)))
        .isInstanceOf(SpecException.class)
        .hasMessage(
            "sgd.schedule: no schedule named 'cosin',"
                + " known: [constant, inverse_square_root, exponential, cosine]");
  }
}
