package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions along the sequence features, shared by all tasks: an embedding per token, then
 * layers that look at a window of positions each (Collobert et al., "Natural language processing
 * (almost) from scratch", JMLR 12, 2011, section 3). A task with a label per position reads the
 * last layer's values of each position; any other reads the largest value of each channel over all
 * positions, padding included (max over time: Kim, "Convolutional neural networks for sentence
 * classification", EMNLP 2014, section 2).
 *
 * <p>A window of 1 is a model of each position by itself. After l layers of window w a position
 * sees l (w - 1) / 2 neighbours to either side. Features that are no sequences are seen at every
 * position; without any sequence there is a single one.
 */
final class Conv1dTrunk implements Trunk {
  private final Positions entry;
  private final Layer[] layers;

  /** Values per row that go into each layer. */
  private final int[] widths;

  private final float[][] inputs;
  private final float[][] gradients;
  private final int length;
  private final int channels;
  private final boolean[] positional;
  private final boolean pooling;
  private final boolean stochastic;

  private int rows;
  private float[] last = new float[0];
  private float[] dLast = new float[0];
  private float[] pooled = new float[0];
  private float[] dPooled = new float[0];
  private int[] largest = new int[0];
  private float[] sum = new float[0];

  Conv1dTrunk(Params params, TrunkContext context) {
    int embedding = params.integer("embedding", 16, 1, 4096);
    List<Integer> widths = params.integers("channels", List.of(32), 1, 4096);
    int window = params.integer("window", 3, 1, 31);
    Activation activation = Activations.read(params);
    double dropout = params.real("dropout", 0, 0, 0.99);
    if (widths.isEmpty()) {
      throw new SpecException(
          params.path("channels"), "'[]' is not allowed, must be at least one width");
    }
    if (window % 2 == 0) {
      throw new SpecException(
          params.path("window"),
          Params.quote(window) + " is not allowed, must be odd: a position and its neighbours");
    }
    entry = new Positions("trunk.0", context, embedding);
    length = entry.length();
    stochastic = dropout > 0;
    List<Layer> made = new ArrayList<>();
    List<Integer> in = new ArrayList<>();
    int width = embedding;
    for (int l = 0; l < widths.size(); l++) {
      in.add(length * width);
      int out = widths.get(l);
      Affine affine =
          new Affine(
              "trunk." + (l + 1),
              Math.multiplyExact(window, width),
              out,
              activation,
              context.parameters(),
              context.kernels());
      made.add(new Convolution1d(length, width, window, affine));
      if (stochastic) {
        in.add(length * out);
        made.add(new Dropout(length * out, dropout));
      }
      width = out;
    }
    channels = width;
    layers = made.toArray(Layer[]::new);
    this.widths = in.stream().mapToInt(n -> n).toArray();
    inputs = new float[layers.length][];
    gradients = new float[layers.length][0];
    positional = new boolean[context.tasks()];
    boolean pools = false;
    for (int k = 0; k < positional.length; k++) {
      positional[k] = context.positional(k);
      pools |= !positional[k];
    }
    pooling = pools;
  }

  @Override
  public void initialize(Rng rng) {
    entry.initialize(rng);
    for (Layer layer : layers) {
      layer.initialize(rng);
    }
  }

  @Override
  public int width(int task) {
    return positional[task] ? length * channels : channels;
  }

  @Override
  public int positions(int task) {
    return positional[task] ? length : 1;
  }

  @Override
  public boolean stochastic() {
    return stochastic;
  }

  @Override
  public void forward(Features x, boolean training) {
    rows = x.rows;
    float[] current = entry.forward(x);
    for (int l = 0; l < layers.length; l++) {
      inputs[l] = current;
      current = layers[l].forward(rows, current, training);
    }
    last = current;
    if (pooling) {
      pool();
    }
  }

  private void pool() {
    int n = rows * channels;
    pooled = Buffers.atLeast(n, pooled);
    if (largest.length < n) {
      largest = new int[n];
    }
    for (int r = 0; r < rows; r++) {
      int row = r * length * channels;
      for (int c = 0; c < channels; c++) {
        int best = row + c;
        for (int t = 1; t < length; t++) {
          int at = row + t * channels + c;
          best = last[at] > last[best] ? at : best;
        }
        largest[r * channels + c] = best;
        pooled[r * channels + c] = last[best];
      }
    }
  }

  @Override
  public float[] representation(int task) {
    return positional[task] ? last : pooled;
  }

  @Override
  public float[] representationGradient(int task) {
    return positional[task] ? dLast : dPooled;
  }

  @Override
  public void clearGradients() {
    dLast = Buffers.zeroed(rows * length * channels, dLast);
    dPooled = Buffers.zeroed(rows * channels, dPooled);
  }

  @Override
  public void backward(Features x) {
    int n = rows * length * channels;
    sum = Buffers.atLeast(n, sum);
    System.arraycopy(dLast, 0, sum, 0, n);
    for (int i = 0; pooling && i < rows * channels; i++) {
      sum[largest[i]] += dPooled[i];
    }
    float[] delta = sum;
    for (int l = layers.length - 1; l >= 0; l--) {
      int in = rows * widths[l];
      gradients[l] = Buffers.zeroed(in, gradients[l]);
      layers[l].backward(rows, inputs[l], delta, gradients[l]);
      delta = gradients[l];
    }
    entry.backward(x, delta);
  }

  @Override
  public void save(SnapshotWriter out) {
    for (Layer layer : layers) {
      layer.save(out);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    for (Layer layer : layers) {
      layer.restore(in);
    }
  }
}
