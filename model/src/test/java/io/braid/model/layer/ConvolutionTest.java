package io.braid.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.kernel.AutoKernels;
import io.braid.model.kernel.Kernels;
import io.braid.model.kernel.LoopKernels;
import io.braid.model.spec.Component;
import io.braid.model.spec.SpecException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The convolution against its definition, written as plainly as can be. */
class ConvolutionTest {
  private static final int ROWS = 3;

  private final Parameters parameters = new Parameters();
  private Convolution convolution;
  private int h;
  private int w;
  private int c;
  private int f;
  private int k;
  private int p;

  private void make(int[] shape, Kernels kernels) {
    h = shape[0];
    w = shape[1];
    c = shape[2];
    f = shape[3];
    k = shape[4];
    p = shape[5];
    convolution = new Convolution("c", h, w, c, f, k, p, new Identity(), parameters, kernels);
    parameters.allocate();
    Rng rng = new Rng(3);
    for (int i = 0; i < parameters.count(); i++) {
      parameters.values()[i] = (float) rng.nextGaussian();
    }
  }

  private static float[] random(int n, long seed) {
    Rng rng = new Rng(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) rng.nextGaussian();
    }
    return values;
  }

  /** One place of one filter, before pooling. */
  private double place(float[] x, int r, int y, int z, int filter) {
    float[] parameter = parameters.values();
    double sum = parameter[k * k * c * f + filter];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        int fromY = y + i - (k - 1) / 2;
        int fromZ = z + j - (k - 1) / 2;
        for (int d = 0; d < c && fromY >= 0 && fromY < h && fromZ >= 0 && fromZ < w; d++) {
          sum +=
              (double) x[((r * h + fromY) * w + fromZ) * c + d]
                  * parameter[((i * k + j) * c + d) * f + filter];
        }
      }
    }
    return sum;
  }

  private double pooled(float[] x, int r, int y, int z, int filter) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = y * p; i < Math.min(h, y * p + p); i++) {
      for (int j = z * p; j < Math.min(w, z * p + p); j++) {
        most = Math.max(most, place(x, r, i, j, filter));
      }
    }
    return most;
  }

  @ParameterizedTest
  @CsvSource({
    "5,7,2,3,3,2",
    "4,4,1,8,3,2",
    "6,3,3,2,2,3",
    "1,1,2,3,5,2",
    "5,5,1,4,1,1",
    "2,9,1,5,4,4"
  })
  void convolvesAndPoolsAsDefinedWhateverTheKernels(int a, int b, int d, int e, int g, int i) {
    int[] shape = {a, b, d, e, g, i};
    for (Kernels kernels : new Kernels[] {new LoopKernels(), new AutoKernels()}) {
      ConvolutionTest test = new ConvolutionTest();
      test.make(shape, kernels);
      test.comparesWithTheDefinition();
    }
  }

  private void comparesWithTheDefinition() {
    int stride = convolution.inputSize();
    convolution.forward(1, random(stride, 8), 0, stride);
    float[] x = random(ROWS * stride, 9);
    float[] out = convolution.forward(ROWS, x, 0, stride).clone();
    int at = 0;
    for (int r = 0; r < ROWS; r++) {
      for (int y = 0; y < convolution.outputHeight(); y++) {
        for (int z = 0; z < convolution.outputWidth(); z++) {
          for (int filter = 0; filter < f; filter++) {
            assertThat((double) out[at++]).isCloseTo(pooled(x, r, y, z, filter), within(1e-4));
          }
        }
      }
    }
    assertThat(at).isEqualTo(ROWS * convolution.outputSize());
    inputGradientIsTheSlope(x, out);
  }

  /** Of half the sum of squares of the outputs; without an activation kinks are rare. */
  private void inputGradientIsTheSlope(float[] x, float[] out) {
    float[] dx = new float[x.length];
    convolution.backward(ROWS, out, dx);
    int kinks = 0;
    double size = 0;
    for (float d : dx) {
      size = Math.max(size, Math.abs(d));
    }
    for (int i = 0; i < x.length; i++) {
      double middle = loss(x, i, 0);
      double right = (loss(x, i, 0x1p-9f) - middle) * 0x1p9;
      double left = (middle - loss(x, i, -0x1p-9f)) * 0x1p9;
      if (Math.abs(right - left) > 0.05 * size) {
        kinks++;
      } else {
        assertThat((double) dx[i]).isCloseTo((right + left) / 2, within(0.02 * size));
      }
    }
    assertThat(kinks).isLessThan(x.length / 4 + 1);
  }

  private double loss(float[] x, int i, float by) {
    float kept = x[i];
    x[i] = kept + by;
    double sum = 0;
    for (int r = 0; r < ROWS; r++) {
      for (int y = 0; y < convolution.outputHeight(); y++) {
        for (int z = 0; z < convolution.outputWidth(); z++) {
          for (int filter = 0; filter < f; filter++) {
            double value = pooled(x, r, y, z, filter);
            sum += 0.5 * value * value;
          }
        }
      }
    }
    x[i] = kept;
    return sum;
  }

  @Test
  void aTrunkRefusesWhatMakesNoNet() {
    assertThatThrownBy(() -> trunk("filters", java.util.List.of()))
        .isInstanceOf(SpecException.class)
        .hasMessage("conv.filters: '[]' is not allowed, must be at least one number of filters");
    assertThatThrownBy(() -> trunk("kernel", 0))
        .isInstanceOf(SpecException.class)
        .hasMessage("conv.kernel: '0' is not allowed, must be a whole number from 1 to 31");
  }

  private static Trunk trunk(String key, Object value) {
    return Trunks.CATALOG.create(
        Component.of("conv", key, value),
        new TrunkContext(4, 0, 1, new Parameters(), new LoopKernels()));
  }
}
