package io.braid.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.braid.model.data.Features;
import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.layer.Network.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What trunks add to the losses: penalties, balance, pulls between tasks. */
class TrunkPenaltyTest {
  private static final double STRENGTH = 0.7;

  private static final float[] USAGE = {0.1f, 0.2f, 0.5f, 0.2f};

  /** A trunk's penalty as the definition has it, of a network, its input and the labelled tasks. */
  private interface Definition {
    double of(Network net, Features x, boolean[] active);
  }

  private static final Map<String, Definition> PENALTIES =
      Map.of(
          "soft", (net, x, active) -> own(net, active),
          "low_rank", (net, x, active) -> projections(net) + own(net, active),
          "mmoe", TrunkPenaltyTest::balance);

  static Stream<Arguments> penalized() {
    return PENALTIES.keySet().stream()
        .sorted()
        .flatMap(trunk -> Stream.of(arguments(trunk, true), arguments(trunk, false)));
  }

  @ParameterizedTest
  @MethodSource("penalized")
  void gradientsIncludeThePenaltyOfTasksWithALabel(String trunk, boolean all) {
    boolean[] active = {true, all, true};
    Definition penalty = PENALTIES.get(trunk);
    Network net = used(new Network(new Shape(trunk, "tanh", 4, 0, 0).penalized(STRENGTH)));
    Network plain = new Network(new Shape(trunk, "tanh", 4, 0, 0)).scatter(3);
    Features x = net.features(2, 5);
    for (Network each : List.of(net, plain)) {
      each.forward(x, false);
      each.backward(x, active);
    }
    double[] with = net.gradient();
    double[] without = plain.gradient();
    float[] values = net.parameters.values();
    for (int i = 0; i < values.length; i++) {
      float kept = values[i];
      float h = 0x1p-9f;
      values[i] = kept + h;
      double up = penalty.of(net, x, active);
      values[i] = kept - h;
      double down = penalty.of(net, x, active);
      values[i] = kept;
      assertThat(with[i] - without[i])
          .as("parameter %d", i)
          .isCloseTo((up - down) / (2 * h), within(2e-4));
    }
    assertThat(with).isNotEqualTo(without);
  }

  /** Scattered, and its experts, if it has any, used unevenly. */
  private static Network used(Network net) {
    if (net.trunk instanceof MmoeTrunk) {
      byte[] usage = new SnapshotWriter().tag("usage").putFloats(USAGE).toByteArray();
      net.trunk.restore(new SnapshotReader(usage));
    }
    return net.scatter(3);
  }

  private static double own(Network net, boolean[] active) {
    double sum = 0;
    for (int k = 0; k < active.length; k++) {
      sum += active[k] ? squares(net, "trunk\\.task" + k + "\\..*") : 0;
    }
    return STRENGTH / 2 * sum;
  }

  private static double projections(Network net) {
    return STRENGTH / 2 * squares(net, "trunk\\..*projection.*");
  }

  private static double squares(Network net, String names) {
    double sum = 0;
    for (Segment segment : net.parameters.segments()) {
      for (int i = segment.from(); segment.name().matches(names) && i < segment.to(); i++) {
        sum += (double) segment.values()[i] * segment.values()[i];
      }
    }
    return sum;
  }

  private static double balance(Network net, Features x, boolean[] active) {
    double sum = 0;
    for (Segment gate : net.parameters.segments()) {
      for (int r = 0; gate.name().endsWith("gate.0") && r < x.rows; r++) {
        double[] p = new double[USAGE.length];
        for (int e = 0; e < p.length; e++) {
          p[e] = gate.values()[gate.to() - p.length + e];
          for (int j = 0; j < x.denseWidth; j++) {
            p[e] +=
                (double) x.dense[r * x.denseWidth + j]
                    * gate.values()[gate.from() + j * p.length + e];
          }
          p[e] = Math.exp(p[e]);
        }
        int task = gate.name().charAt("trunk.task".length()) - '0';
        for (int e = 0; active[task] && e < p.length; e++) {
          sum += p.length * USAGE[e] * p[e] / Arrays.stream(p).sum() / x.rows;
        }
      }
    }
    return STRENGTH * sum;
  }

  @Test
  void usageFollowsTheSharesGivenInAppliedSteps() {
    Network net = new Network(new Shape("mmoe", "tanh", 4, 0, 0).penalized(STRENGTH)).scatter(3);
    MmoeTrunk trunk = (MmoeTrunk) net.trunk;
    Features x = net.features(1, 5);
    net.forward(x, false);
    net.backward(x, true, false, false);
    assertThat(trunk.usage()).containsOnly(0.25f);
    for (int i = 0; i < 12_000; i++) {
      trunk.accepted();
    }
    net.forward(x, false);
    double[] usage = new double[4];
    for (int e = 0; e < 4; e++) {
      usage[e] = trunk.usage()[e];
    }
    assertThat(Arrays.stream(usage).sum()).isCloseTo(1, within(1e-3));
    assertThat(Arrays.stream(usage).max().orElseThrow()).isGreaterThan(0.3);
    SnapshotWriter out = new SnapshotWriter();
    trunk.save(out);
    Network other = new Network(net.shape);
    other.trunk.restore(new SnapshotReader(out.toByteArray()));
    assertThat(((MmoeTrunk) other.trunk).usage()).isEqualTo(trunk.usage());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6})
  void aTaskWithALabelIsPulledToItsPartnersWhichStay(int sparse) {
    Shape shape = new Shape("soft_pairs", "tanh", 4, sparse, 0);
    Network plain = new Network(shape).scatter(3);
    Network net = new Network(shape).scatter(3);
    Relatable trunk = (Relatable) net.trunk;
    trunk.relate(0, 1, 0.5f);
    trunk.relate(2, 0, 0.25f);
    assertThat(trunk.strength(1, 0)).isEqualTo(0.5f);
    Features x = net.features(1, 5);
    for (Network each : List.of(plain, net)) {
      each.forward(x, false);
      each.backward(x, true, false, false);
    }
    float[] values = net.parameters.values();
    double[] with = net.gradient();
    double[] without = plain.gradient();
    List<Segment> segments = net.parameters.segments();
    int perTask = sparse == 0 ? 2 : 3;
    int pulled = 0;
    for (int s = 0; s < segments.size(); s++) {
      for (int i = segments.get(s).from(); i < segments.get(s).to(); i++) {
        double pull = 0;
        if (s < perTask && (!segments.get(s).table() || without[i] != 0)) {
          int first = segments.get(s + perTask).from() - segments.get(s).from();
          int second = segments.get(s + 2 * perTask).from() - segments.get(s).from();
          pull = 0.5 * (values[i] - values[i + first]) + 0.25 * (values[i] - values[i + second]);
          pulled++;
        }
        assertThat(with[i] - without[i]).isCloseTo(pull, within(1e-5));
      }
    }
    assertThat(pulled).isPositive();
  }

  @Test
  void strengthsAreStateAndRefusedIfWrong() {
    Network net = new Network(new Shape("soft_pairs", "tanh", 4, 0, 0.2));
    Relatable trunk = (Relatable) net.trunk;
    trunk.relate(0, 2, 3f);
    SnapshotWriter out = new SnapshotWriter();
    net.trunk.save(out);
    Network other = new Network(new Shape("soft_pairs", "tanh", 4, 0, 0.2));
    SnapshotReader in = new SnapshotReader(out.toByteArray());
    other.trunk.restore(in);
    in.end();
    assertThat(((Relatable) other.trunk).strength(2, 0)).isEqualTo(3f);
    assertThat(((Relatable) other.trunk).strength(1, 0)).isZero();
    assertThatThrownBy(() -> trunk.relate(1, 1, 1f)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> trunk.relate(0, 1, -1f)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> trunk.relate(0, 1, Float.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
