package io.braid.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Features;
import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.data.Segment;
import io.braid.model.kernel.LoopKernels;
import io.braid.model.spec.Component;
import io.braid.model.spec.SpecException;
import io.braid.model.spec.Task.Kind;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dense head of a family of tasks: a shared part and a row of parameters per member. */
class MemberHeadTest {
  private static final int MEMBERS = 5;
  private static final int OUTPUTS = 2;

  private final Parameters parameters = new Parameters();
  private Head head;

  private void make(int width, int dense, int sparse, Object... settings) {
    HeadContext.Aim aim = new HeadContext.Aim(0, Kind.REGRESSION, "squared_error", 1.0, MEMBERS);
    head =
        Heads.CATALOG.create(
            Component.of("dense", settings),
            new HeadContext(
                "t",
                OUTPUTS,
                width,
                dense,
                sparse,
                parameters,
                new LoopKernels(),
                aim,
                new Precisions()));
    parameters.allocate();
    head.initialize(new Rng(1));
    Rng rng = new Rng(2);
    for (int i = 0; i < parameters.count(); i++) {
      parameters.values()[i] = (float) (0.5 * rng.nextGaussian());
    }
  }

  private static Features rows(int dense, int sparse, int... members) {
    Rng rng = new Rng(3);
    Features x = new Features(dense, sparse, 1, 1);
    x.clear();
    for (int member : members) {
      int at = x.openRow();
      x.members[x.rows - 1] = member;
      for (int j = 0; j < dense; j++) {
        x.dense[at + j] = (float) rng.nextGaussian();
      }
      for (int k = 0; k < 2 && sparse > 0; k++) {
        x.add(rng.nextInt(sparse), 0.5f + rng.nextFloat());
      }
    }
    return x;
  }

  private static float[] representation(int rows, int width) {
    Rng rng = new Rng(4);
    float[] h = new float[rows * width];
    for (int i = 0; i < h.length; i++) {
      h[i] = (float) rng.nextGaussian();
    }
    return width == 0 ? null : h;
  }

  /** Half the sum of squares of all outputs. */
  private double loss(Features x, float[] h) {
    float[] y = head.forward(x, h, false);
    double sum = 0;
    for (int i = 0; i < x.rows * OUTPUTS; i++) {
      sum += 0.5 * y[i] * y[i];
    }
    return sum;
  }

  private Segment own() {
    return parameters.segments().stream()
        .filter(s -> s.name().equals("head.t.members"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6})
  void gradientsAreThoseOfFiniteDifferences(int width) {
    make(width, 4, 3, "pull", 0.7, "hidden", java.util.List.of(3), "activation", "tanh");
    Features x = rows(4, 3, 2, -1, 0, 2);
    float[] h = representation(x.rows, width);
    loss(x, h);
    float[] dh = width == 0 ? null : new float[x.rows * width];
    float[] y = Arrays.copyOf(head.forward(x, h, true), x.rows * OUTPUTS);
    head.backward(x, h, y, dh);
    double[] gradient = new double[parameters.count()];
    for (Segment segment : parameters.segments()) {
      for (int i = segment.from(); i < segment.to(); i++) {
        boolean row =
            !segment.table()
                || touched(segment).contains((i - segment.from()) / segment.rowWidth());
        gradient[i] = row ? segment.gradient()[i] : 0;
      }
    }
    Segment own = own();
    float[] values = parameters.values();
    for (int i = 0; i < gradient.length; i++) {
      float kept = values[i];
      values[i] = kept + 0x1p-8f;
      double up = loss(x, h);
      values[i] = kept - 0x1p-8f;
      double down = loss(x, h);
      values[i] = kept;
      double expected = (up - down) * 0x1p7;
      boolean mine = i >= own.from() && i < own.to();
      int member = mine ? (i - own.from()) / own.rowWidth() : -1;
      expected += member == 0 || member == 2 ? 0.7 * kept : 0;
      assertThat(gradient[i]).as("parameter %d", i).isCloseTo(expected, within(2e-3 * 20));
    }
    for (int i = 0; dh != null && i < h.length; i++) {
      float kept = h[i];
      h[i] = kept + 0x1p-8f;
      double up = loss(x, h);
      h[i] = kept - 0x1p-8f;
      double down = loss(x, h);
      h[i] = kept;
      assertThat(dh[i]).isCloseTo((float) ((up - down) * 0x1p7), within(0.02f));
    }
  }

  private static Set<Integer> touched(Segment segment) {
    Set<Integer> touched = new TreeSet<>();
    for (int i = 0; i < segment.touchedCount(); i++) {
      touched.add(segment.touchedRow(i));
    }
    return touched;
  }

  @Test
  void onlyMembersWithALabelHaveAGradient() {
    make(0, 3, 0);
    Features x = rows(3, 0, 1, 4, -1, 3);
    head.forward(x, null, true);
    float[] dy = {1, 0, 0, 0, 1, 1, 0, -2};
    head.backward(x, null, dy, null);
    assertThat(touched(own())).containsExactly(1, 3);
  }

  @Test
  void aRowWithoutAMemberHasTheSharedPartAlone() {
    make(0, 3, 2);
    Features with = rows(3, 2, 1);
    Features without = rows(3, 2, -1);
    float[] own = Arrays.copyOf(head.forward(with, null, false), OUTPUTS);
    float[] shared = Arrays.copyOf(head.forward(without, null, false), OUTPUTS);
    assertThat(own).isNotEqualTo(shared);
    Arrays.fill(parameters.values(), own().from(), own().to(), 0f);
    assertThat(Arrays.copyOf(head.forward(with, null, false), OUTPUTS)).isEqualTo(shared);
  }

  @Test
  void withoutShareMembersLearnAlone() {
    make(0, 3, 0, "share", false);
    assertThat(parameters.segments()).containsExactly(own());
    Features without = rows(3, 0, -1);
    assertThat(Arrays.copyOf(head.forward(without, null, false), OUTPUTS)).containsOnly(0f);
  }

  @Test
  void whatDoesNotFitIsRefusedWithTheReason() {
    assertThatThrownBy(() -> make(0, 3, 0, "share", false, "hidden", 4))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("hidden: not allowed without share");
    for (String kind : new String[] {"dense", "rls"}) {
      HeadContext.Aim aim = new HeadContext.Aim(0, Kind.REGRESSION, "squared_error", 1, 10_000);
      HeadContext context =
          new HeadContext(
              "exam", 2, 0, 900, 0, new Parameters(), new LoopKernels(), aim, new Precisions());
      assertThatThrownBy(() -> Heads.CATALOG.create(new Component(kind, Map.of(), "head"), context))
          .isInstanceOf(SpecException.class)
          .hasMessageMatching(
              "head: 10000 members of 'exam' with .* each are not allowed, must be at most"
                  + " [1-9][0-9]*: lower max, or put a trunk before the head");
    }
    HeadContext.Aim aim = new HeadContext.Aim(0, Kind.REGRESSION, "squared_error", 1, 3);
    HeadContext context =
        new HeadContext(
            "exam", 1, 0, 3, 0, new Parameters(), new LoopKernels(), aim, new Precisions());
    assertThatThrownBy(
            () ->
                Heads.CATALOG.create(
                    new Component("passive_aggressive", Map.of(), "tasks[0].head"), context))
        .isInstanceOf(SpecException.class)
        .hasMessage(
            "tasks[0].head: does not fit the family of tasks 'exam', allowed: [dense, rls]");
  }
}
