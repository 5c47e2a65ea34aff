package io.braid.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Features;
import io.braid.model.data.Segment;
import io.braid.model.layer.Network.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Representations against their definitions, written out in doubles. */
class TrunkFormulaTest {
  private static final int DENSE = 4;
  private static final int TASKS = 3;

  private Network net;
  private double[] x;

  private void make(String trunk) {
    net = new Network(new Shape(trunk, "tanh", DENSE, 0, 0)).scatter(3);
    Features features = net.features(1, 5);
    net.forward(features, false);
    x = new double[DENSE];
    for (int j = 0; j < DENSE; j++) {
      x[j] = features.dense[j];
    }
  }

  private void assertRepresentation(int task, double[] expected) {
    float[] h = net.trunk.representation(task);
    for (int o = 0; o < expected.length; o++) {
      assertThat((double) h[o]).isCloseTo(expected[o], within(2e-5));
    }
  }

  private double[] parameters(String name) {
    Segment segment =
        net.parameters.segments().stream()
            .filter(s -> s.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no segment " + name));
    double[] p = new double[segment.length()];
    for (int i = 0; i < p.length; i++) {
      p[i] = segment.values()[segment.from() + i];
    }
    return p;
  }

  private double[] affine(String name, double[] in) {
    double[] p = parameters(name);
    int out = p.length / (in.length + 1);
    double[] z = Arrays.copyOfRange(p, in.length * out, p.length);
    for (int i = 0; i < in.length; i++) {
      for (int o = 0; o < out; o++) {
        z[o] += in[i] * p[i * out + o];
      }
    }
    return z;
  }

  private static double[] tanh(double[] z) {
    return Arrays.stream(z).map(Math::tanh).toArray();
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < a.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  private static double[] times(double factor, double[] a) {
    return Arrays.stream(a).map(v -> factor * v).toArray();
  }

  private double[] stack(String name, double[] in) {
    return tanh(affine(name + ".1", tanh(affine(name + ".0", in))));
  }

  private static double[] softmax(double[] z) {
    double[] p = Arrays.stream(z).map(Math::exp).toArray();
    double sum = Arrays.stream(p).sum();
    return Arrays.stream(p).map(v -> v / sum).toArray();
  }

  private static double[] mix(double[] shares, List<double[]> experts) {
    double[] sum = new double[experts.get(0).length];
    for (int e = 0; e < shares.length; e++) {
      for (int o = 0; o < sum.length; o++) {
        sum[o] += shares[e] * experts.get(e)[o];
      }
    }
    return sum;
  }

  @Test
  void soft_adds_a_tasks_deviation_to_the_common_parameters_of_every_layer() {
    make("soft");
    for (int k = 0; k < TASKS; k++) {
      String own = "trunk.task" + k;
      double[] h = tanh(plus(affine("trunk.0", x), affine(own + ".0.0", x)));
      assertRepresentation(k, tanh(plus(affine("trunk.1", h), affine(own + ".1.0", h))));
    }
  }

  @Test
  void low_rank_deviates_through_a_common_projection() {
    make("low_rank");
    for (int k = 0; k < TASKS; k++) {
      double[] h = x;
      for (int l = 0; l < 2; l++) {
        double[] u = affine("trunk." + l + ".projection", h);
        double[] own = affine("trunk.task" + k + "." + l + ".0", u);
        h = tanh(plus(affine("trunk." + l, h), own));
      }
      assertRepresentation(k, h);
    }
  }

  @Test
  void cross_stitch_mixes_all_columns_after_each_layer() {
    make("cross_stitch");
    List<double[]> h = new ArrayList<>(List.of(x, x, x));
    for (int l = 0; l < 2; l++) {
      List<double[]> y = new ArrayList<>();
      for (int k = 0; k < TASKS; k++) {
        y.add(tanh(affine("trunk.column" + k + ".layer" + l + ".0", h.get(k))));
      }
      for (int k = 0; k < TASKS; k++) {
        h.set(k, mix(parameters("trunk." + (l == 1 ? "task" : "column") + k + ".stitch" + l), y));
      }
    }
    for (int k = 0; k < TASKS; k++) {
      assertRepresentation(k, h.get(k));
    }
  }

  @Test
  void mmoe_mixes_shared_experts_by_a_gate_per_task() {
    make("mmoe");
    List<double[]> experts = new ArrayList<>();
    for (int e = 0; e < 4; e++) {
      experts.add(stack("trunk.expert" + e, x));
    }
    for (int k = 0; k < TASKS; k++) {
      double[] shares = softmax(affine("trunk.task" + k + ".gate.0", x));
      assertRepresentation(k, mix(shares, experts));
    }
  }

  @Test
  void cgc_mixes_shared_and_own_experts() {
    make("cgc");
    for (int k = 0; k < TASKS; k++) {
      String own = "trunk.task" + k + ".level0.";
      List<double[]> experts =
          List.of(
              stack("trunk.shared.level0.expert0", x),
              stack("trunk.shared.level0.expert1", x),
              stack(own + "expert0", x));
      assertRepresentation(k, mix(softmax(affine(own + "gate.0", x)), experts));
    }
  }

  @Test
  void ple_feeds_each_level_with_what_the_gates_below_have_mixed() {
    make("ple");
    List<double[]> shared = new ArrayList<>();
    List<double[]> all = new ArrayList<>();
    for (int e = 0; e < 2; e++) {
      shared.add(tanh(affine("trunk.shared.level0.expert" + e + ".0", x)));
    }
    all.addAll(shared);
    List<double[]> mixed = new ArrayList<>();
    for (int k = 0; k < TASKS; k++) {
      double[] own = tanh(affine("trunk.column" + k + ".level0.expert0.0", x));
      all.add(own);
      double[] shares = softmax(affine("trunk.task" + k + ".level0.gate.0", x));
      mixed.add(mix(shares, List.of(shared.get(0), shared.get(1), own)));
    }
    double[] common = mix(softmax(affine("trunk.shared.level0.gate.0", x)), all);
    for (int k = 0; k < TASKS; k++) {
      String level = "trunk.task" + k + ".level1.";
      List<double[]> experts =
          List.of(
              tanh(affine("trunk.shared.level1.expert0.0", common)),
              tanh(affine("trunk.shared.level1.expert1.0", common)),
              tanh(affine(level + "expert0.0", mixed.get(k))));
      double[] shares = softmax(affine(level + "gate.0", mixed.get(k)));
      assertRepresentation(k, mix(shares, experts));
    }
  }

  @Test
  void clustered_mixes_trunks_by_assignments_that_do_not_depend_on_the_event() {
    make("clustered");
    List<double[]> clusters = new ArrayList<>();
    for (int c = 0; c < 3; c++) {
      clusters.add(stack("trunk.cluster" + c, x));
    }
    for (int k = 0; k < TASKS; k++) {
      double[] shares = softmax(times(5, parameters("trunk.task" + k + ".assignment")));
      float[] assignment = ((Clustering) net.trunk).assignment(k);
      for (int c = 0; c < 3; c++) {
        assertThat((double) assignment[c]).isCloseTo(shares[c], within(1e-6));
      }
      assertRepresentation(k, mix(shares, clusters));
    }
  }

  @Test
  void crossStitchesStartAtNineTenthsOfTheirOwn() {
    net = new Network(new Shape("cross_stitch", "tanh", DENSE, 0, 0));
    for (int k = 0; k < TASKS; k++) {
      double[] stitch = parameters("trunk.task" + k + ".stitch1");
      assertThat(stitch[k]).isCloseTo(0.9, within(1e-6));
      assertThat(Arrays.stream(stitch).sum()).isCloseTo(1, within(1e-6));
    }
    assertThat(parameters("trunk.column0.stitch0")).hasSize(TASKS);
  }
}
