package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Grid;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;
import java.util.List;

/**
 * Convolutions over the first image among the features, then fully connected layers over what comes
 * out of them and all other features, shared by all tasks. Without an image there is nothing to
 * convolve, and it is an mlp. Convolutions go through the same kernels as everything else: loops,
 * or BLAS where that pays. Not thread-safe.
 */
final class ConvTrunk implements Trunk {
  private final Grid image;
  private final Convolution[] convolutions;
  private final float[][] gradients;
  private final int denseWidth;
  private final int convolved;
  private final int joinedWidth;
  private final int entryWidth;
  private final Activation activation;
  private final int fanIn;
  private final Affine entry;
  private final Table table;
  private final Stack rest;
  private final boolean stochastic;

  private float[] joined = new float[0];
  private float[] dJoined = new float[0];
  private float[] dEntry = new float[0];
  private float[] entered = new float[0];
  private float[] representation = new float[0];
  private float[] gradient = new float[0];
  private int rows;

  ConvTrunk(Params params, TrunkContext context) {
    List<Integer> filters = params.integers("filters", List.of(8, 16), 1, 1024);
    int kernel = params.integer("kernel", 3, 1, 31);
    int pool = params.integer("pool", 2, 1, 16);
    Hidden hidden = Hidden.read(params);
    if (filters.isEmpty()) {
      throw new SpecException(
          params.path("filters"), "'[]' is not allowed, must be at least one number of filters");
    }
    image = context.image();
    activation = hidden.activation();
    denseWidth = context.denseWidth();
    convolutions = new Convolution[image == null ? 0 : filters.size()];
    gradients = new float[convolutions.length][0];
    for (int c = 0; c < convolutions.length; c++) {
      Convolution below = c == 0 ? null : convolutions[c - 1];
      convolutions[c] =
          new Convolution(
              "trunk.convolution." + c,
              below == null ? image.height() : below.outputHeight(),
              below == null ? image.width() : below.outputWidth(),
              below == null ? image.channels() : filters.get(c - 1),
              filters.get(c),
              kernel,
              pool,
              activation,
              context.parameters(),
              context.kernels());
    }
    convolved = image == null ? 0 : convolutions[convolutions.length - 1].outputSize();
    joinedWidth = denseWidth - (image == null ? 0 : image.size()) + convolved;
    entryWidth = hidden.width(0);
    fanIn = FeatureAffine.fanIn(joinedWidth, context.sparseWidth());
    entry =
        new Affine(
            "trunk.0",
            joinedWidth,
            entryWidth,
            fanIn,
            activation,
            context.parameters(),
            context.kernels());
    table =
        context.sparseWidth() == 0
            ? null
            : new Table("trunk.0.table", context.sparseWidth(), entryWidth, context.parameters());
    rest = new Stack(Hidden.input("trunk.rest", entryWidth, context)).dropout(hidden.dropout());
    for (int l = 1; l < hidden.depth(); l++) {
      rest.affine(hidden.width(l), activation).dropout(hidden.dropout());
    }
    stochastic = hidden.dropout() > 0;
  }

  @Override
  public void initialize(Rng rng) {
    for (Convolution convolution : convolutions) {
      convolution.initialize(rng);
    }
    entry.initialize(rng);
    if (table != null) {
      table.initialize(activation.initialVariance(fanIn, entryWidth), rng);
    }
    rest.initialize(rng);
  }

  @Override
  public int width(int task) {
    return rest.outputWidth();
  }

  @Override
  public boolean stochastic() {
    return stochastic;
  }

  @Override
  public void forward(Features x, boolean training) {
    rows = x.rows;
    float[] input = x.dense;
    if (image != null) {
      float[] current = x.dense;
      for (int c = 0; c < convolutions.length; c++) {
        current =
            c == 0
                ? convolutions[c].forward(rows, current, image.at(), denseWidth)
                : convolutions[c].forward(rows, current, 0, convolutions[c].inputSize());
      }
      input = join(x, current);
    }
    float[] z = entry.preActivation(rows, input);
    if (table != null) {
      table.forward(x, z);
    }
    entered = entry.activate(rows);
    representation = rest.forward(x, entered, training);
  }

  /** What the convolutions found, then the dense features beside the image. */
  private float[] join(Features x, float[] found) {
    joined = Buffers.atLeast(rows * joinedWidth, joined);
    int behind = image.at() + image.size();
    for (int r = 0; r < rows; r++) {
      int to = r * joinedWidth;
      int from = r * denseWidth;
      System.arraycopy(found, r * convolved, joined, to, convolved);
      System.arraycopy(x.dense, from, joined, to + convolved, image.at());
      System.arraycopy(
          x.dense, from + behind, joined, to + convolved + image.at(), denseWidth - behind);
    }
    return joined;
  }

  @Override
  public float[] representation(int task) {
    return representation;
  }

  @Override
  public float[] representationGradient(int task) {
    return gradient;
  }

  @Override
  public void clearGradients() {
    gradient = Buffers.zeroed(rows * rest.outputWidth(), gradient);
  }

  @Override
  public void backward(Features x) {
    float[] delta = gradient;
    if (!rest.empty()) {
      dEntry = Buffers.zeroed(rows * entryWidth, dEntry);
      rest.backward(x, gradient, dEntry);
      delta = dEntry;
    }
    delta = entry.parameterBackward(rows, image == null ? x.dense : joined, delta);
    if (table != null) {
      table.backward(x, delta);
    }
    if (image != null) {
      dJoined = Buffers.zeroed(rows * joinedWidth, dJoined);
      entry.inputGradient(rows, delta, dJoined);
      backwardConvolutions();
    }
  }

  private void backwardConvolutions() {
    int last = convolutions.length - 1;
    gradients[last] = Buffers.atLeast(rows * convolved, gradients[last]);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(dJoined, r * joinedWidth, gradients[last], r * convolved, convolved);
    }
    for (int c = last; c >= 0; c--) {
      float[] below = null;
      if (c > 0) {
        below = Buffers.zeroed(rows * convolutions[c].inputSize(), gradients[c - 1]);
        gradients[c - 1] = below;
      }
      convolutions[c].backward(rows, gradients[c], below);
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    rest.save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    rest.restore(in);
  }
}
