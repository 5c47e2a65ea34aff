package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Grid;
import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.kernel.Kernels;
import io.braid.model.kernel.LoopKernels;
import io.braid.model.spec.Component;
import io.braid.model.spec.Skip;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trunk with a few heads, one of them with a linear path beside it, as a learner would put them
 * together, for tests.
 */
final class Network {
  /** One shape of network the contract is checked on. */
  record Shape(
      String trunk,
      String activation,
      int dense,
      int sparse,
      double dropout,
      double penalty,
      int depth) {
    Shape(String trunk, String activation, int dense, int sparse, double dropout) {
      this(trunk, activation, dense, sparse, dropout, 0, 2);
    }

    Shape penalized(double strength) {
      return new Shape(trunk, activation, dense, sparse, dropout, strength, depth);
    }

    Shape deep() {
      return new Shape(trunk, activation, dense, sparse, dropout, penalty, 3);
    }

    @Override
    public String toString() {
      return "%s %s dense %d sparse %d dropout %s penalty %s depth %d"
          .formatted(trunk, activation, dense, sparse, dropout, penalty, depth);
    }
  }

  static final int[] OUTPUTS = {1, 3, 2};
  static final List<List<Integer>> HIDDEN = List.of(List.of(), List.of(6), List.of(5, 9));

  private static final boolean[] ALL = {true, true, true};

  final Shape shape;
  final Parameters parameters = new Parameters();
  final Trunk trunk;
  final Head[] heads = new Head[OUTPUTS.length];
  final float[][] outputs = new float[OUTPUTS.length][];

  Network(Shape shape) {
    this(shape, new LoopKernels());
  }

  Network(Shape shape, Kernels kernels) {
    this.shape = shape;
    TrunkContext context =
        new TrunkContext(
            shape.dense, shape.sparse, OUTPUTS.length, parameters, kernels, image(shape));
    Map<String, Object> settings = new LinkedHashMap<>();
    Map<String, Object> wanted =
        Map.of(
            "hidden",
            shape.depth == 2 ? List.of(11, 8) : List.of(9, 10, 8),
            "activation",
            shape.activation,
            "dropout",
            shape.dropout,
            "strength",
            shape.penalty,
            "balance",
            shape.penalty);
    Trunks.CATALOG
        .parameters(shape.trunk, new TrunkContext(1, 1, OUTPUTS.length, new Parameters(), kernels))
        .forEach(
            known -> {
              if (wanted.containsKey(known.key())) {
                settings.put(known.key(), wanted.get(known.key()));
              }
            });
    trunk = Trunks.CATALOG.create(new Component(shape.trunk, settings, "trunk"), context);
    for (int k = 0; k < heads.length; k++) {
      heads[k] =
          Heads.create(
              Component.of("dense", "hidden", HIDDEN.get(k), "activation", shape.activation),
              new HeadContext(
                  "task" + k,
                  OUTPUTS[k],
                  trunk.width(k),
                  shape.dense,
                  shape.sparse,
                  parameters,
                  kernels),
              k == 1 ? new Skip(0.5) : null);
    }
    parameters.allocate();
    initialize(7);
  }

  /** Of ten columns those from the second on are an image of 3 x 3, for trunks that want one. */
  private static Grid image(Shape shape) {
    return shape.dense == 10 ? new Grid(1, 3, 3, 1) : null;
  }

  private void initialize(long seed) {
    Rng rng = new Rng(seed);
    trunk.initialize(rng);
    for (Head head : heads) {
      head.initialize(rng);
    }
  }

  /** Moves every parameter away from its initial value, zeros included. */
  Network scatter(long seed) {
    Rng rng = new Rng(seed);
    float[] values = parameters.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.5 * rng.nextGaussian());
    }
    return this;
  }

  Features features(int rows, long seed) {
    Rng rng = new Rng(seed);
    Features x = new Features(shape.dense, shape.sparse, 1);
    x.clear();
    for (int r = 0; r < rows; r++) {
      int at = x.openRow();
      for (int j = 0; j < shape.dense; j++) {
        x.dense[at + j] = (float) rng.nextGaussian();
      }
      // Entries may repeat, as hashed ones do.
      for (int k = 0; k < 3 && shape.sparse > 0; k++) {
        x.add(rng.nextInt(shape.sparse), 0.5f + rng.nextFloat());
      }
    }
    return x;
  }

  static Features row(Features x, int r) {
    Features one = new Features(x.denseWidth, x.sparseWidth, 1);
    one.clear();
    one.append(x, r);
    return one;
  }

  void forward(Features x, boolean training) {
    trunk.forward(x, training);
    for (int k = 0; k < heads.length; k++) {
      outputs[k] = heads[k].forward(x, trunk.representation(k), training);
    }
  }

  /** Backward of half the sum of squares of all outputs, whose gradient is the outputs. */
  void backward(Features x) {
    backward(x, ALL);
  }

  /** The same of some tasks. */
  void backward(Features x, boolean... active) {
    parameters.clearGradients();
    trunk.clearGradients(active);
    for (int k = 0; k < heads.length; k++) {
      if (active[k]) {
        backwardHead(x, k);
      }
    }
    trunk.backward(x);
  }

  void backwardHead(Features x, int k) {
    heads[k].backward(x, trunk.representation(k), outputs[k], trunk.representationGradient(k));
  }

  /** Half the sum of squares of all outputs, by a forward pass. */
  double loss(Features x) {
    forward(x, false);
    double sum = 0;
    for (int k = 0; k < heads.length; k++) {
      for (int i = 0; i < x.rows * OUTPUTS[k]; i++) {
        sum += 0.5 * outputs[k][i] * outputs[k][i];
      }
    }
    return sum;
  }

  /** The gradient by parameter: 0 where no segment says it has one, and no negative zeros. */
  double[] gradient() {
    double[] all = new double[parameters.count()];
    parameters
        .segments()
        .forEach(
            segment -> {
              if (segment.table()) {
                for (int i = 0; i < segment.touchedCount(); i++) {
                  int at = segment.from() + segment.touchedRow(i) * segment.rowWidth();
                  for (int j = at; j < at + segment.rowWidth(); j++) {
                    all[j] = segment.gradient()[j] + 0.0;
                  }
                }
              } else if (segment.hasGradient()) {
                for (int j = segment.from(); j < segment.to(); j++) {
                  all[j] = segment.gradient()[j] + 0.0;
                }
              }
            });
    return all;
  }

  float[][] copyOfOutputs(int rows) {
    float[][] copy = new float[heads.length][];
    for (int k = 0; k < heads.length; k++) {
      copy[k] = Arrays.copyOf(outputs[k], rows * OUTPUTS[k]);
    }
    return copy;
  }
}
