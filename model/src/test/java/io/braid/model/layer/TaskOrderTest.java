package io.braid.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Features;
import io.braid.model.data.Segment;
import io.braid.model.layer.Network.Shape;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which number a task has makes no difference to what a trunk does for it. */
class TaskOrderTest {
  private static final int[] ORDER = {2, 0, 1};
  private static final Pattern TASK = Pattern.compile("(task|column)([012])");

  static List<String> trunks() {
    return List.copyOf(Trunks.CATALOG.names());
  }

  @ParameterizedTest
  @MethodSource("trunks")
  void renumberingTheTasksRenumbersRepresentationsAndGradients(String trunk) {
    Shape shape = new Shape(trunk, "tanh", 4, 6, 0).penalized(0.3);
    Network one = new Network(shape).scatter(3);
    Network other = new Network(shape);
    int end = one.parameters.count();
    int[] to = new int[end];
    for (Segment segment : one.parameters.segments()) {
      for (int i = segment.from(); segment.name().startsWith("trunk") && i < segment.to(); i++) {
        to[i] = counterpart(segment, i - segment.from(), other);
        other.parameters.values()[to[i]] = one.parameters.values()[i];
      }
    }
    Features x = one.features(2, 5);
    boolean[] active = {true, false, true};
    boolean[] renumbered = new boolean[3];
    for (int k = 0; k < 3; k++) {
      renumbered[ORDER[k]] = active[k];
    }
    one.trunk.forward(x, false);
    other.trunk.forward(x, false);
    one.trunk.clearGradients(active);
    other.trunk.clearGradients(renumbered);
    for (int k = 0; k < 3; k++) {
      for (int i = 0; i < 2 * one.trunk.width(k); i++) {
        assertThat(other.trunk.representation(ORDER[k])[i])
            .isCloseTo(one.trunk.representation(k)[i], within(1e-5f));
        if (active[k]) {
          one.trunk.representationGradient(k)[i] += 0.1f * (i + k);
          other.trunk.representationGradient(ORDER[k])[i] += 0.1f * (i + k);
        }
      }
    }
    one.trunk.backward(x);
    other.trunk.backward(x);
    double[] expected = one.gradient();
    double[] got = other.gradient();
    for (Segment segment : one.parameters.segments()) {
      for (int i = segment.from(); segment.name().startsWith("trunk") && i < segment.to(); i++) {
        assertThat(got[to[i]])
            .as("%s at %d", segment.name(), i - segment.from())
            .isCloseTo(expected[i], within(1e-4 * (1 + Math.abs(expected[i]))));
      }
    }
  }

  /** Where the renumbered network has what stands at {@code i} of a segment. */
  private static int counterpart(Segment segment, int i, Network other) {
    Matcher matcher = TASK.matcher(segment.name());
    String name = matcher.replaceAll(m -> m.group(1) + ORDER[Integer.parseInt(m.group(2))]);
    Segment target =
        other.parameters.segments().stream()
            .filter(s -> s.name().equals(name))
            .findFirst()
            .orElseThrow();
    return target.from() + renumbered(segment.name(), i);
  }

  /** Mixtures over all tasks hold one number, or one output, per task. */
  private static int renumbered(String name, int i) {
    if (name.contains(".stitch")) {
      return ORDER[i];
    }
    if (name.startsWith("trunk.shared") && name.contains(".gate.")) {
      int output = i % 5; // two shared experts, then one per task
      return i - output + (output < 2 ? output : 2 + ORDER[output - 2]);
    }
    return i;
  }
}
