package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.kernel.Kernels;
import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;
import java.util.Arrays;

/**
 * Random Fourier features, with which a linear head is a kernel machine: Rahimi and Recht, "Random
 * features for large-scale kernel machines", NIPS 2007, algorithm 1 with the cosine of a random
 * phase:
 *
 * <pre>
 *   phi_j(x) = sqrt(2) cos(omega_j'x + b_j),   omega ~ N(0, I / s^2),   b ~ U[0, 2 pi)
 *   phi(x)'phi(y) / D  ~  exp(-|x - y|^2 / (2 s^2))
 * </pre>
 *
 * (There the factor is sqrt(2 / D); without D each of the D numbers has variance 1, as the numbers
 * have that other heads read.) All tasks share them; nothing is learned, and nothing but a seed is
 * kept: omega and b are drawn from it anew.
 *
 * <p>The scale s is {@code bandwidth} times the median heuristic (the median distance between two
 * rows), which for d standardised columns needs no estimating: their mean squared distance is 2 d
 * whatever their correlations, so s = bandwidth sqrt(2 d). With {@code linear} the dense columns
 * stand beside the cosines, for what is linear anyway.
 */
final class FourierTrunk implements Trunk {
  /** Sparse entries taken to be set at once, as for the size of tables. */
  private static final int ASSUMED_ENTRIES = 16;

  private static final int MOST_NUMBERS = 1 << 24;
  private static final float ROOT_TWO = (float) Math.sqrt(2);

  private final int dense;
  private final int sparse;
  private final int count;
  private final int width;
  private final double scale;
  private final Kernels kernels;

  /** {@code [dense][count]}, then the {@code count} phases; in units of a whole turn. */
  private final float[] omega;

  /** {@code [sparse][count]}. */
  private final float[] table;

  private long seed;
  private float[] turns = new float[0];
  private float[] phi = new float[0];
  private float[] gradient = new float[0];
  private int rows;

  FourierTrunk(Params params, TrunkContext context) {
    count = params.integer("features", 128, 1, 65_536);
    double bandwidth = params.real("bandwidth", 1.0, 1e-3, 1e3);
    boolean linear = params.flag("linear", true);
    dense = context.denseWidth();
    sparse = context.sparseWidth();
    kernels = context.kernels();
    width = count + (linear ? dense : 0);
    scale = bandwidth * Math.sqrt(2.0 * (dense + Math.min(sparse, ASSUMED_ENTRIES)));
    if ((long) count * (dense + sparse + 1L) > MOST_NUMBERS) {
      throw new SpecException(
          params.path("features"),
          "'%d' is not allowed with %d inputs, must be at most %d: their product is held in memory"
              .formatted(count, dense + sparse, MOST_NUMBERS / (dense + sparse + 1)));
    }
    omega = new float[(dense + 1) * count];
    table = new float[sparse * count];
  }

  @Override
  public void initialize(Rng rng) {
    seed = rng.nextLong();
    draw();
  }

  private void draw() {
    Rng rng = new Rng(seed);
    double factor = 1 / (2 * Math.PI * scale);
    for (int i = 0; i < dense * count; i++) {
      omega[i] = (float) (factor * rng.nextGaussian());
    }
    for (int j = 0; j < count; j++) {
      omega[dense * count + j] = rng.nextFloat();
    }
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) (factor * rng.nextGaussian());
    }
  }

  @Override
  public int width(int task) {
    return width;
  }

  @Override
  public boolean stochastic() {
    return false;
  }

  @Override
  public void forward(Features x, boolean training) {
    rows = x.rows;
    turns = Buffers.atLeast(rows * count, turns);
    phi = Buffers.atLeast(rows * width, phi);
    kernels.affine(rows, dense, count, x.dense, 0, omega, 0, dense * count, turns, 0);
    for (int r = 0; r < rows; r++) {
      for (int k = x.start[r]; k < x.start[r + 1]; k++) {
        add(x.value[k], x.index[k] * count, r * count);
      }
      cosines(count, turns, r * count, phi, r * width);
      if (width > count) {
        System.arraycopy(x.dense, r * dense, phi, r * width + count, dense);
      }
    }
  }

  private void add(float value, int from, int at) {
    float[] source = table;
    float[] to = turns;
    for (int j = 0; j < count; j++) {
      to[at + j] += value * source[from + j];
    }
  }

  /**
   * sqrt(2) cos(2 pi t). The fraction f of a turn, in [-1/2, 1/2], is found by adding and
   * subtracting 1.5 2^23, which rounds to whole numbers while |t| is below 2^22 (beyond, a float
   * has no fraction worth the name). cos(2 pi f) = -sin(2 pi (|f| - 1/4)), whose argument u is at
   * most pi / 2 in size; the Taylor polynomial of degree 11 is within 6e-8 of it there. Arithmetic
   * alone: the same bits everywhere.
   */
  static void cosines(int n, float[] turns, int from, float[] to, int at) {
    for (int j = 0; j < n; j++) {
      float t = turns[from + j];
      float whole = (t + 12582912f) - 12582912f;
      float u = 6.2831855f * (0.25f - Math.abs(t - whole));
      float s = u * u;
      float p =
          1f
              + s
                  * (-1f / 6
                      + s
                          * (1f / 120
                              + s * (-1f / 5040 + s * (1f / 362_880 - s * (1f / 39_916_800)))));
      to[at + j] = ROOT_TWO * u * p;
    }
  }

  @Override
  public float[] representation(int task) {
    return phi;
  }

  @Override
  public float[] representationGradient(int task) {
    return gradient;
  }

  @Override
  public void clearGradients() {
    gradient = Buffers.atLeast(rows * width, gradient);
    Arrays.fill(gradient, 0, rows * width, 0f);
  }

  /** Nothing here is learned. */
  @Override
  public void backward(Features x) {}

  @Override
  public void save(SnapshotWriter out) {
    out.tag("fourier").putLong(seed);
  }

  @Override
  public void restore(SnapshotReader in) {
    seed = in.tag("fourier").getLong();
    draw();
  }
}
