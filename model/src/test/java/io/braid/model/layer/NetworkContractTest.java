package io.braid.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Features;
import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.kernel.AutoKernels;
import io.braid.model.layer.Network.Shape;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every trunk and head must hold, over every shape of features. */
class NetworkContractTest {
  private static final Set<String> MIXTURES =
      Set.of("cross_stitch", "mmoe", "cgc", "ple", "clustered");

  static List<Shape> shapes() {
    List<Shape> shapes = new ArrayList<>();
    for (String trunk : Trunks.CATALOG.names()) {
      for (String activation : Activations.names()) {
        shapes.add(new Shape(trunk, activation, 10, 0, 0));
        shapes.add(new Shape(trunk, activation, 0, 12, 0));
        shapes.add(new Shape(trunk, activation, 5, 7, 0));
        if (activation.equals("tanh")) {
          shapes.add(new Shape(trunk, activation, 5, 7, 0).deep());
        }
      }
    }
    return shapes;
  }

  static List<Shape> shapesWithDropout() {
    List<Shape> shapes = new ArrayList<>();
    for (Shape s : shapes()) {
      Shape dropping = new Shape(s.trunk(), s.activation(), s.dense(), s.sparse(), 0.3);
      if (new Network(dropping).trunk.stochastic()) {
        shapes.add(dropping);
      }
    }
    return shapes;
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void gradientsAreThoseOfFiniteDifferences(Shape shape) {
    Network net = new Network(shape).scatter(3);
    for (int rows : new int[] {1, 3}) {
      Features x = net.features(rows, 5 + rows);
      double middle = net.loss(x);
      net.backward(x);
      double[] gradient = net.gradient();
      double size = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
      float[] values = net.parameters.values();
      int kinks = 0;
      for (int i = 0; i < values.length; i++) {
        float kept = values[i];
        float h = 0x1p-10f;
        values[i] = kept + h;
        double up = net.loss(x);
        values[i] = kept - h;
        double down = net.loss(x);
        values[i] = kept;
        double right = (up - middle) / h;
        double left = (middle - down) / h;
        // Where the two sides differ there is a kink (relu) between them.
        if (Math.abs(right - left) > 0.01 * size) {
          kinks++;
        } else {
          assertThat((right + left) / 2)
              .as("%s, rows %d, parameter %d", shape, rows, i)
              .isCloseTo(gradient[i], within(0.006 * size));
        }
      }
      assertThat(kinks).as("parameters near a kink").isLessThan(values.length / 10);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void severalRowsAreTheSumOfSingleRows(Shape shape) {
    Network net = new Network(shape).scatter(4);
    Features x = net.features(5, 9);
    net.forward(x, false);
    net.backward(x);
    float[][] outputs = net.copyOfOutputs(5);
    double[] together = net.gradient();
    double[] sum = new double[together.length];
    for (int r = 0; r < 5; r++) {
      Features one = Network.row(x, r);
      net.forward(one, false);
      for (int k = 0; k < outputs.length; k++) {
        int width = Network.OUTPUTS[k];
        assertThat(Arrays.copyOf(net.outputs[k], width))
            .isEqualTo(Arrays.copyOfRange(outputs[k], r * width, (r + 1) * width));
      }
      net.backward(one);
      double[] single = net.gradient();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += single[i];
      }
    }
    double size = Arrays.stream(together).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < sum.length; i++) {
      assertThat(together[i]).isCloseTo(sum[i], within(1e-5 * size));
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theSameSeedGivesTheSameParametersAndTheSameOutputs(Shape shape) {
    Network one = new Network(shape);
    Network other = new Network(shape);
    assertThat(other.parameters.values()).isEqualTo(one.parameters.values());
    one.scatter(1);
    other.scatter(1);
    Features x = one.features(3, 2);
    one.forward(x, false);
    one.forward(one.features(9, 3), false);
    one.forward(x, false);
    other.forward(x, false);
    assertThat(other.copyOfOutputs(3)).isDeepEqualTo(one.copyOfOutputs(3));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void kernelsMakeNoDifference(Shape shape) {
    Network loops = new Network(shape).scatter(1);
    Network auto = new Network(shape, new AutoKernels()).scatter(1);
    Features x = loops.features(700, 2);
    loops.forward(x, false);
    auto.forward(x, false);
    loops.backward(x);
    auto.backward(x);
    for (int k = 0; k < loops.outputs.length; k++) {
      assertThat(auto.copyOfOutputs(700)[k])
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(loops.copyOfOutputs(700)[k]);
    }
    double[] expected = loops.gradient();
    double[] got = auto.gradient();
    double size = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < expected.length; i++) {
      assertThat(got[i]).isCloseTo(expected[i], within(1e-5 * size));
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theFirstPredictionIsZeroAndTheRepresentationIsNot(Shape shape) {
    Network net = new Network(shape);
    net.forward(net.features(1, 2), false);
    for (int k = 0; k < net.outputs.length; k++) {
      assertThat(Arrays.copyOf(net.outputs[k], Network.OUTPUTS[k])).containsOnly(0f);
      if (net.trunk.width(k) > 0) {
        float[] h = Arrays.copyOf(net.trunk.representation(k), net.trunk.width(k));
        assertThat(Buffers.squaredNorm(h.length, h, 0)).isBetween(1e-3, 1e3);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aStepMayReuseThePredictionUnlessTheTrunkIsStochastic(Shape shape) {
    Network net = new Network(shape).scatter(1);
    Features x = net.features(1, 2);
    net.forward(x, true);
    net.backward(x);
    double[] trained = net.gradient();
    net.forward(x, false);
    net.backward(x);
    assertThat(net.gradient()).isEqualTo(trained);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void onlyTableRowsOfSetEntriesHaveAGradient(Shape shape) {
    Network net = new Network(shape).scatter(1);
    Features x = net.features(2, 2);
    TreeSet<Integer> set = new TreeSet<>();
    for (int k = 0; k < x.start[2]; k++) {
      set.add(x.index[k]);
    }
    net.forward(x, true);
    net.backward(x);
    for (Segment segment : net.parameters.segments()) {
      if (segment.table()) {
        TreeSet<Integer> touched = new TreeSet<>();
        for (int i = 0; i < segment.touchedCount(); i++) {
          touched.add(segment.touchedRow(i));
        }
        assertThat(touched).as(segment.name()).isEqualTo(set);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void anAbsentTaskLeavesItsHeadWithoutGradientAndChangesNothingElse(Shape shape) {
    Network net = new Network(shape).scatter(1);
    Features x = net.features(1, 2);
    net.forward(x, true);
    net.backward(x, true, false, false);
    double[] alone = net.gradient();
    for (Segment segment : net.parameters.segments()) {
      assertThat(segment.hasGradient())
          .as(segment.name())
          .isEqualTo(!segment.name().matches("((head|trunk)\\.task[12]\\.|skip\\.task1).*"));
    }
    Arrays.fill(net.outputs[1], 0f);
    Arrays.fill(net.outputs[2], 0f);
    net.backward(x);
    assertThat(net.gradient()).isEqualTo(alone);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theReportedNormIsTheNormOfTheGradient(Shape shape) {
    Network net = new Network(shape).scatter(1);
    for (int rows : new int[] {1, 4}) {
      Features x = net.features(rows, 2);
      net.forward(x, true);
      net.backward(x);
      double[] gradient = net.gradient();
      for (Segment segment : net.parameters.segments()) {
        double sum = 0;
        for (int i = segment.from(); i < segment.to(); i++) {
          sum += gradient[i] * gradient[i];
        }
        assertThat(segment.squaredNorm()).as(segment.name()).isCloseTo(sum, within(1e-5 * sum));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapesWithDropout")
  void dropoutIsOffInPrediction(Shape shape) {
    Network net = new Network(shape).scatter(1);
    Network plain =
        new Network(new Shape(shape.trunk(), shape.activation(), shape.dense(), shape.sparse(), 0))
            .scatter(1);
    Features x = net.features(1, 2);
    net.forward(x, false);
    plain.forward(x, false);
    assertThat(net.copyOfOutputs(1)).isDeepEqualTo(plain.copyOfOutputs(1));
  }

  @ParameterizedTest
  @MethodSource("shapesWithDropout")
  void dropoutDropsTheStatedShare(Shape shape) {
    Network net = new Network(shape).scatter(1);
    Network plain =
        new Network(new Shape(shape.trunk(), shape.activation(), shape.dense(), shape.sparse(), 0))
            .scatter(1);
    Features x = net.features(1, 2);
    plain.forward(x, false);
    int zeros = 0;
    int width = net.trunk.width(0);
    for (int i = 0; i < 2000; i++) {
      net.forward(x, true);
      for (int j = 0; j < width; j++) {
        zeros += net.trunk.representation(0)[j] == 0f ? 1 : 0;
      }
    }
    int always = 0;
    for (int j = 0; j < width; j++) {
      always += plain.trunk.representation(0)[j] == 0f ? 1 : 0;
    }
    // Units that relu silences in every pass count for nothing, those it silences in some for more.
    // What mixes several units is zero only where all of them are.
    boolean mixes = MIXTURES.contains(shape.trunk());
    assertThat(zeros / (2000.0 * width))
        .isBetween(mixes ? 0.0 : 0.25, 0.35 + 0.7 * (always + 2) / width);
  }

  @ParameterizedTest
  @MethodSource("shapesWithDropout")
  void dropoutGradientsAreThoseOfThePassJustMade(Shape shape) {
    Network net = new Network(shape).scatter(1);
    Features x = net.features(1, 2);
    SnapshotWriter before = new SnapshotWriter();
    net.trunk.save(before);
    byte[] state = before.toByteArray();
    net.forward(x, true);
    net.backward(x);
    double[] gradient = net.gradient();
    double size = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
    float[] values = net.parameters.values();
    Segment first = net.parameters.segments().get(0);
    for (int i = first.from(); i < first.to(); i++) {
      float kept = values[i];
      double[] sides = new double[2];
      for (int side = 0; side < 2; side++) {
        values[i] = kept + (side == 0 ? -1 : 1) * 0x1p-10f;
        net.trunk.restore(new SnapshotReader(state));
        net.forward(x, true);
        for (int k = 0; k < net.outputs.length; k++) {
          for (int j = 0; j < Network.OUTPUTS[k]; j++) {
            sides[side] += 0.5 * net.outputs[k][j] * net.outputs[k][j];
          }
        }
      }
      values[i] = kept;
      assertThat((sides[1] - sides[0]) * 0x1p9).isCloseTo(gradient[i], within(0.02 * size));
    }
  }

  @ParameterizedTest
  @MethodSource("shapesWithDropout")
  void aRestoredTrunkDropsWhatTheSavedOneWouldHave(Shape shape) {
    Network saved = new Network(shape).scatter(1);
    Features x = saved.features(3, 2);
    for (int i = 0; i < 10; i++) {
      saved.forward(x, true);
    }
    SnapshotWriter out = new SnapshotWriter();
    saved.trunk.save(out);
    Network restored = new Network(shape).scatter(1);
    SnapshotReader in = new SnapshotReader(out.toByteArray());
    restored.trunk.restore(in);
    in.end();
    for (int i = 0; i < 10; i++) {
      saved.forward(x, true);
      restored.forward(x, true);
      assertThat(restored.copyOfOutputs(3)).isDeepEqualTo(saved.copyOfOutputs(3));
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aStepAllocatesNothing(Shape shape) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Network net =
        new Network(
                new Shape(shape.trunk(), shape.activation(), shape.dense(), shape.sparse(), 0.2))
            .scatter(1);
    Features x = net.features(1, 2);
    Features many = net.features(4, 2);
    steps(net, x, many, 1_000);
    long before = threads.getCurrentThreadAllocatedBytes();
    steps(net, x, many, 1_000);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated / 1_000).as("bytes per step").isZero();
  }

  private static void steps(Network net, Features x, Features many, int count) {
    for (int i = 0; i < count; i++) {
      net.forward(x, true);
      net.backward(x);
      net.forward(many, false);
      net.backward(many);
    }
  }
}
