package io.braid.model.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Rng;
import io.braid.model.spec.Component;
import io.braid.model.spec.SpecException;
import io.braid.model.spec.Task;
import io.braid.model.spec.Task.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every loss of the catalogue, with its defaults and with other parameters. */
class LossContractTest {
  private static final int POSITIONS = 3;

  record Case(Component component, Kind kind, Loss loss) {
    double[] label(Rng rng) {
      double[] values = new double[kind == Kind.BOX ? 4 : kind == Kind.TAGGING ? POSITIONS : 1];
      for (int v = 0; v < values.length; v++) {
        values[v] =
            switch (kind) {
              case BINARY -> rng.nextInt(2);
              case MULTICLASS -> rng.nextInt(4);
              // The first position has a tag, others may.
              case TAGGING -> v > 0 && rng.nextInt(2) == 0 ? Double.NaN : rng.nextInt(4);
              case REGRESSION, BOX -> 2 * rng.nextGaussian();
              case COUNT -> rng.nextInt(6) / 2.0;
            };
      }
      return values;
    }

    @Override
    public String toString() {
      return kind.key() + " " + component.kind() + component.parameters();
    }
  }

  static Task task(Kind kind, Component loss) {
    boolean classed = kind == Kind.MULTICLASS || kind == Kind.TAGGING;
    List<String> classes = classed ? List.of("a", "b", "c", "d") : List.of();
    int positions = kind == Kind.TAGGING ? POSITIONS : 1;
    Task.Label label = new Task.Label("t", null, null, null, positions, List.of("t"));
    return new Task("t", kind, label, classes, loss, 1.0, false, List.of(), null);
  }

  static Loss loss(Kind kind, Component component) {
    return Losses.CATALOG.create(component, task(kind, component));
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (String name : Losses.fitting(kind)) {
        cases.add(new Case(Component.of(name), kind, loss(kind, Component.of(name))));
      }
    }
    for (Component component :
        List.of(
            Component.of("log_loss", "label_smoothing", 0.1, "positive_weight", 5.0),
            Component.of(
                "softmax_cross_entropy",
                "label_smoothing",
                0.2,
                "class_weights",
                List.of(1.0, 2.0, 0.5, 4.0)),
            Component.of("huber", "delta", 0.25),
            Component.of("quantile", "quantiles", List.of(0.1, 0.4, 0.9)))) {
      for (Kind kind : Kind.values()) {
        if (Losses.fitting(kind).contains(component.kind())) {
          cases.add(new Case(component, kind, loss(kind, component)));
        }
      }
    }
    return cases.stream();
  }

  @Test
  void everyKindOfTaskHasALossAndEveryLossAKind() {
    for (Kind kind : Kind.values()) {
      assertThat(Losses.fitting(kind)).isNotEmpty();
    }
    assertThat(Losses.CATALOG.names())
        .allMatch(name -> Stream.of(Kind.values()).anyMatch(k -> Losses.fitting(k).contains(name)));
  }

  @Test
  void aLossRefusesAKindItDoesNotFitAndListsThoseThatDo() {
    for (Kind kind : Kind.values()) {
      for (String name : Losses.CATALOG.names()) {
        if (!Losses.fitting(kind).contains(name)) {
          assertThatThrownBy(() -> loss(kind, Component.of(name)))
              .isInstanceOf(SpecException.class)
              .hasMessageContaining("loss '%s' does not fit a %s task", name, kind.key())
              .hasMessageContaining(Losses.fitting(kind).toString());
        }
      }
    }
  }

  /** All losses are convex in z, so a subgradient lies between the slopes on both sides. */
  @ParameterizedTest
  @MethodSource("cases")
  void gradientIsTheSlopeOfTheLoss(Case c) {
    Rng rng = new Rng(7);
    int n = c.loss().outputs();
    float h = 0x1p-10f;
    for (int round = 0; round < 500; round++) {
      double[] label = c.label(rng);
      float[] z = new float[n + 2];
      float[] dz = new float[n + 3];
      for (int i = 0; i < z.length; i++) {
        z[i] = Math.round(2048 * rng.nextGaussian()) / 1024f;
      }
      double loss = c.loss().gradient(z, 1, label, dz, 2);
      for (int i = 0; i < n; i++) {
        float old = z[1 + i];
        z[1 + i] = old + h;
        double right = (c.loss().loss(z, 1, label) - loss) / h;
        z[1 + i] = old - h;
        double left = (loss - c.loss().loss(z, 1, label)) / h;
        z[1 + i] = old;
        double slack = 1e-6 * (1 + Math.abs(left) + Math.abs(right));
        assertThat((double) dz[2 + i]).isBetween(left - slack, right + slack);
      }
      assertThat(dz[0]).as("before the gradient's place").isZero();
      assertThat(dz[1]).as("before the gradient's place").isZero();
      assertThat(dz[2 + n]).as("after the gradient's place").isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientReturnsTheLossItself(Case c) {
    Rng rng = new Rng(8);
    float[] z = new float[c.loss().outputs()];
    float[] dz = new float[z.length];
    for (int round = 0; round < 500; round++) {
      double[] label = c.label(rng);
      for (int i = 0; i < z.length; i++) {
        z[i] = (float) (5 * rng.nextGaussian());
      }
      assertThat(c.loss().gradient(z, 0, label, dz, 0)).isEqualTo(c.loss().loss(z, 0, label));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossGradientAndLinkAreFiniteForEveryFiniteOutput(Case c) {
    Rng rng = new Rng(9);
    float[] extremes = {-1e6f, -1e3f, -90f, -1e-30f, -0f, 0f, 1e-38f, 15f, 90f, 1e3f, 1e6f};
    int n = c.loss().outputs();
    float[] z = new float[n];
    float[] dz = new float[n];
    float[] prediction = new float[c.loss().predictions()];
    for (int round = 0; round < 3000; round++) {
      double[] label = c.label(rng);
      if (c.kind() == Kind.COUNT && round % 7 == 0) {
        label[0] = 1e9;
      }
      for (int i = 0; i < n; i++) {
        z[i] = extremes[rng.nextInt(extremes.length)];
      }
      assertThat(c.loss().gradient(z, 0, label, dz, 0)).isFinite().isGreaterThanOrEqualTo(0.0);
      c.loss().link(z, 0, prediction);
      for (float d : dz) {
        assertThat(d).isFinite();
      }
      for (float p : prediction) {
        assertThat(p).isFinite();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void linkStaysInTheRangeOfTheKind(Case c) {
    Rng rng = new Rng(10);
    float[] z = new float[c.loss().outputs() + 3];
    float[] prediction = new float[c.loss().predictions()];
    for (int round = 0; round < 1000; round++) {
      for (int i = 0; i < z.length; i++) {
        z[i] = (float) (Math.exp(6 * rng.nextDouble()) * rng.nextGaussian());
      }
      c.loss().link(z, 3, prediction);
      double sum = 0;
      for (float p : prediction) {
        sum += p;
        if (c.kind() == Kind.BINARY || c.kind() == Kind.MULTICLASS || c.kind() == Kind.TAGGING) {
          assertThat(p).isBetween(0f, 1f);
        }
      }
      if (c.kind() == Kind.TAGGING) {
        assertThat(sum).isCloseTo(POSITIONS, within(1e-5));
      }
      if (c.kind() == Kind.MULTICLASS) {
        assertThat(sum).isCloseTo(1.0, within(1e-6));
      }
      if (c.loss().scaling() == Loss.Scaling.RELATIVE) {
        assertThat(prediction[0]).isPositive();
      }
      assertThat(prediction).hasSizeGreaterThan(c.loss().point());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void descendingTheGradientLowersTheLoss(Case c) {
    Rng rng = new Rng(11);
    int n = c.loss().outputs();
    float[] z = new float[n];
    float[] dz = new float[n];
    for (int round = 0; round < 20; round++) {
      double[] label = c.label(rng);
      for (int i = 0; i < n; i++) {
        z[i] = (float) rng.nextGaussian();
      }
      double before = c.loss().loss(z, 0, label);
      for (int step = 0; step < 200; step++) {
        c.loss().gradient(z, 0, label, dz, 0);
        for (int i = 0; i < n; i++) {
          z[i] -= 0.02f * dz[i];
        }
      }
      assertThat(c.loss().loss(z, 0, label)).isLessThan(before);
    }
  }
}
