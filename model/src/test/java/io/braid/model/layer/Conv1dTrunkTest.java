package io.braid.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Features;
import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.data.Segment;
import io.braid.model.data.Sequence;
import io.braid.model.kernel.LoopKernels;
import io.braid.model.spec.Component;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two sequences of one length, between them features without a position, and two dense columns. */
class Conv1dTrunkTest {
  private static final int DENSE = 2;
  private static final int LENGTH = 5;
  private static final Sequence WORDS = new Sequence(0, LENGTH, 7);
  private static final Sequence SHAPES = new Sequence(38, LENGTH, 4);
  private static final int SPARSE = 58;
  private static final int EMBEDDING = 3;
  private static final int WINDOW = 3;
  private static final int CHANNELS = 4;

  private final Parameters parameters = new Parameters();
  private final Trunk trunk =
      Trunks.CATALOG.create(
          Component.of(
              "conv1d",
              "embedding",
              EMBEDDING,
              "channels",
              List.of(6, CHANNELS),
              "window",
              WINDOW,
              "activation",
              "tanh"),
          new TrunkContext(
              DENSE,
              SPARSE,
              3,
              parameters,
              new LoopKernels(),
              null,
              List.of(WORDS, SHAPES),
              List.of(true, false, true)));

  Conv1dTrunkTest() {
    parameters.allocate();
    trunk.initialize(new Rng(1));
    Rng rng = new Rng(2);
    for (Segment segment : parameters.segments()) {
      for (int i = segment.from(); i < segment.to(); i++) {
        segment.values()[i] += (float) (0.3 * rng.nextGaussian());
      }
    }
  }

  private static Features rows(int count, long seed) {
    Rng rng = new Rng(seed);
    Features x = new Features(DENSE, SPARSE, 1);
    x.clear();
    for (int r = 0; r < count; r++) {
      int at = x.openRow();
      for (int j = 0; j < DENSE; j++) {
        x.dense[at + j] = (float) rng.nextGaussian();
      }
      int tokens = rng.nextInt(LENGTH + 1);
      for (int t = 0; t < tokens; t++) {
        x.add(WORDS.from() + t * WORDS.tokens() + rng.nextInt(WORDS.tokens()), 1f);
      }
      x.add(35 + rng.nextInt(3), 0.5f);
      for (int t = 0; t < tokens; t++) {
        x.add(SHAPES.from() + t * SHAPES.tokens() + rng.nextInt(SHAPES.tokens()), 1f);
      }
    }
    return x;
  }

  @Test
  void tasksWithALabelPerPositionReadPositionsAndOthersTheirLargestValues() {
    assertThat(trunk.width(0)).isEqualTo(LENGTH * CHANNELS);
    assertThat(trunk.positions(0)).isEqualTo(LENGTH);
    assertThat(trunk.width(1)).isEqualTo(CHANNELS);
    assertThat(trunk.positions(1)).isEqualTo(1);
    trunk.forward(rows(3, 4), false);
    assertThat(trunk.representation(2)).isSameAs(trunk.representation(0));
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < CHANNELS; c++) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int t = 0; t < LENGTH; t++) {
          largest = Math.max(largest, trunk.representation(0)[(r * LENGTH + t) * CHANNELS + c]);
        }
        assertThat(trunk.representation(1)[r * CHANNELS + c]).isEqualTo(largest);
      }
    }
  }

  @Test
  void positionsAreWhatTheFormulaSays() {
    Features x = rows(4, 5);
    trunk.forward(x, false);
    for (int r = 0; r < 4; r++) {
      double[][] h = embedded(x, r);
      h = convolved(h, "trunk.1", 6);
      h = convolved(h, "trunk.2", CHANNELS);
      for (int t = 0; t < LENGTH; t++) {
        for (int c = 0; c < CHANNELS; c++) {
          assertThat((double) trunk.representation(0)[(r * LENGTH + t) * CHANNELS + c])
              .isCloseTo(h[t][c], within(1e-5));
        }
      }
    }
  }

  /** The tokens of both sequences are the first rows of the table, the three others the last. */
  private double[][] embedded(Features x, int r) {
    float[] affine = values("trunk.0");
    float[] table = values("trunk.0.table");
    double[][] z = new double[LENGTH][EMBEDDING];
    for (int t = 0; t < LENGTH; t++) {
      for (int e = 0; e < EMBEDDING; e++) {
        z[t][e] = affine[DENSE * EMBEDDING + e];
        for (int j = 0; j < DENSE; j++) {
          z[t][e] += x.dense[r * DENSE + j] * affine[j * EMBEDDING + e];
        }
        for (int k = x.start[r]; k < x.start[r + 1]; k++) {
          int i = x.index[k];
          if (i >= SHAPES.from()) {
            int row = 7 + (i - SHAPES.from()) % 4;
            z[t][e] += (i - SHAPES.from()) / 4 == t ? table[row * EMBEDDING + e] : 0;
          } else if (i >= WORDS.to()) {
            z[t][e] += 0.5 * table[(11 + i - WORDS.to()) * EMBEDDING + e];
          } else {
            z[t][e] += i / 7 == t ? table[i % 7 * EMBEDDING + e] : 0;
          }
        }
      }
    }
    return z;
  }

  private double[][] convolved(double[][] x, String name, int out) {
    float[] p = values(name);
    int in = x[0].length;
    double[][] y = new double[LENGTH][out];
    for (int t = 0; t < LENGTH; t++) {
      for (int o = 0; o < out; o++) {
        double z = p[WINDOW * in * out + o];
        for (int j = 0; j < WINDOW; j++) {
          int s = t + j - WINDOW / 2;
          for (int i = 0; i < in && s >= 0 && s < LENGTH; i++) {
            z += x[s][i] * p[(j * in + i) * out + o];
          }
        }
        y[t][o] = Math.tanh(z);
      }
    }
    return y;
  }

  private float[] values(String name) {
    Segment segment =
        parameters.segments().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    return Arrays.copyOfRange(segment.values(), segment.from(), segment.to());
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    Features x = rows(3, 6);
    double[] factors = new double[3 * (LENGTH + 1) * CHANNELS];
    Rng rng = new Rng(7);
    Arrays.setAll(factors, i -> rng.nextGaussian());
    weighted(x, factors);
    parameters.clearGradients();
    trunk.clearGradients(new boolean[] {true, true, false});
    int each = 3 * LENGTH * CHANNELS;
    for (int i = 0; i < factors.length; i++) {
      float[] into = trunk.representationGradient(i < each ? 0 : 1);
      into[i < each ? i : i - each] += (float) factors[i];
    }
    trunk.backward(x);
    float[] values = parameters.values();
    for (Segment segment : parameters.segments()) {
      boolean[] touched = new boolean[segment.length()];
      Arrays.fill(touched, !segment.table());
      for (int i = 0; i < segment.touchedCount(); i++) {
        int row = segment.touchedRow(i) * EMBEDDING;
        Arrays.fill(touched, row, row + EMBEDDING, true);
      }
      for (int i = segment.from(); i < segment.to(); i++) {
        float kept = values[i];
        values[i] = kept + 0x1p-10f;
        double up = weighted(x, factors);
        values[i] = kept - 0x1p-10f;
        double down = weighted(x, factors);
        values[i] = kept;
        double gradient = touched[i - segment.from()] ? segment.gradient()[i] : 0;
        assertThat((up - down) * 0x1p9)
            .as("%s %d", segment.name(), i - segment.from())
            .isCloseTo(gradient, within(0.02 + 0.02 * Math.abs(gradient)));
      }
    }
  }

  /** A number that depends on all positions of all rows, and on what the other task reads. */
  private double weighted(Features x, double[] factors) {
    trunk.forward(x, true);
    int each = 3 * LENGTH * CHANNELS;
    double sum = 0;
    for (int i = 0; i < factors.length; i++) {
      float[] h = trunk.representation(i < each ? 0 : 1);
      sum += factors[i] * h[i < each ? i : i - each];
    }
    return sum;
  }

  @Test
  void aWindowOfOneSeesItsOwnTokenAlone() {
    Parameters own = new Parameters();
    Trunk alone =
        Trunks.CATALOG.create(
            Component.of("conv1d", "window", 1, "channels", CHANNELS),
            new TrunkContext(
                DENSE, SPARSE, 1, own, new LoopKernels(), null, List.of(WORDS), List.of(true)));
    own.allocate();
    alone.initialize(new Rng(3));
    Features x = new Features(DENSE, SPARSE, 2);
    x.clear();
    x.openRow();
    x.add(1 * WORDS.tokens() + 3, 1f);
    x.add(2 * WORDS.tokens() + 5, 1f);
    x.openRow();
    x.add(3 * WORDS.tokens() + 3, 1f);
    alone.forward(x, false);
    assertThat(position(alone, 0, 1)).isEqualTo(position(alone, 1, 3)).isNotEqualTo(new float[4]);
    assertThat(position(alone, 0, 2)).isNotEqualTo(position(alone, 0, 1));
    assertThat(position(alone, 0, 3)).isEqualTo(position(alone, 1, 0));
  }

  private static float[] position(Trunk trunk, int row, int t) {
    int from = (row * LENGTH + t) * CHANNELS;
    return Arrays.copyOfRange(trunk.representation(0), from, from + CHANNELS);
  }
}
