package io.braid.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.data.Rng;
import io.braid.model.spec.SpecException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** All kernels do what a naive triple loop in double does. */
class KernelsTest {
  private static final Kernels BLAS = new Nd4jKernels();
  private static final List<Kernels> ALL = List.of(new LoopKernels(), BLAS, new AutoKernels());

  /** One call's arguments, every array with room around the part that counts. */
  private static final class Case {
    final int rows;
    final int in;
    final int out;
    final int xAt;
    final int weights;
    final int bias;
    final int yAt;
    final float[] x;
    final float[] p;
    final float[] y;

    Case(int rows, int in, int out, boolean biased, long seed) {
      Rng rng = new Rng(seed);
      this.rows = rows;
      this.in = in;
      this.out = out;
      xAt = rng.nextInt(9);
      weights = rng.nextInt(9);
      bias = biased ? weights + in * out + rng.nextInt(3) : -1;
      yAt = rng.nextInt(9);
      x = random(rng, xAt + rows * in + 5);
      p = random(rng, weights + in * out + out + 7);
      y = random(rng, yAt + rows * out + 5);
    }

    private static float[] random(Rng rng, int length) {
      float[] values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = (float) rng.nextGaussian();
      }
      return values;
    }
  }

  @Property(tries = 300)
  void theyAgreeWithATripleLoop(
      @ForAll @IntRange(min = 1, max = 20) int rows,
      @ForAll @IntRange(min = 0, max = 70) int in,
      @ForAll @IntRange(min = 1, max = 70) int out,
      @ForAll boolean biased,
      @ForAll long seed) {
    check(new Case(rows, in, out, biased, seed));
  }

  @Test
  void theyAgreeOnEveryNarrowWidth() {
    for (int out = 1; out <= 17; out++) {
      for (int in = 0; in <= 17; in++) {
        check(new Case(1, in, out, true, 31L * out + in));
        check(new Case(5, in, out, false, 37L * out + in));
      }
    }
  }

  @Test
  void theyAgreeOnWideLayers() {
    check(new Case(64, 257, 131, true, 1));
    check(new Case(33, 129, 256, false, 2));
  }

  private static void check(Case c) {
    double[] y = affine(c);
    double[] dx = inputGradient(c);
    double[] g = parameterGradient(c);
    for (Kernels kernels : ALL) {
      float[] gotY = c.y.clone();
      kernels.affine(
          c.rows, c.in, c.out, c.x.clone(), c.xAt, c.p.clone(), c.weights, c.bias, gotY, c.yAt);
      assertClose(kernels, "affine", c, gotY, y);
      float[] gotDx = c.x.clone();
      kernels.inputGradient(c.rows, c.in, c.out, c.y, c.yAt, c.p, c.weights, gotDx, c.xAt);
      assertClose(kernels, "inputGradient", c, gotDx, dx);
      float[] gotG = c.p.clone();
      kernels.parameterGradient(
          c.rows, c.in, c.out, c.x, c.xAt, c.y, c.yAt, gotG, c.weights, c.bias);
      assertClose(kernels, "parameterGradient", c, gotG, g);
    }
  }

  private static double[] affine(Case c) {
    double[] y = widen(c.y);
    for (int r = 0; r < c.rows; r++) {
      for (int o = 0; o < c.out; o++) {
        double sum = c.bias < 0 ? 0 : c.p[c.bias + o];
        for (int i = 0; i < c.in; i++) {
          sum += (double) c.x[c.xAt + r * c.in + i] * c.p[c.weights + i * c.out + o];
        }
        y[c.yAt + r * c.out + o] = sum;
      }
    }
    return y;
  }

  private static double[] inputGradient(Case c) {
    double[] dx = widen(c.x);
    for (int r = 0; r < c.rows; r++) {
      for (int i = 0; i < c.in; i++) {
        for (int o = 0; o < c.out; o++) {
          dx[c.xAt + r * c.in + i] +=
              (double) c.y[c.yAt + r * c.out + o] * c.p[c.weights + i * c.out + o];
        }
      }
    }
    return dx;
  }

  private static double[] parameterGradient(Case c) {
    double[] g = widen(c.p);
    for (int o = 0; o < c.out; o++) {
      for (int i = 0; i < c.in; i++) {
        double sum = 0;
        for (int r = 0; r < c.rows; r++) {
          sum += (double) c.x[c.xAt + r * c.in + i] * c.y[c.yAt + r * c.out + o];
        }
        g[c.weights + i * c.out + o] = sum;
      }
      if (c.bias >= 0) {
        double sum = 0;
        for (int r = 0; r < c.rows; r++) {
          sum += c.y[c.yAt + r * c.out + o];
        }
        g[c.bias + o] = sum;
      }
    }
    return g;
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** Within 1e-5 of the largest; what the call must not touch is compared too. */
  private static void assertClose(
      Kernels kernels, String what, Case c, float[] got, double[] expected) {
    double size = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(got[i] - expected[i]) <= 1e-5 * size)) {
        throw new AssertionError(
            "%s.%s(%d, %d, %d, bias %d)[%d] is %s, should be %s"
                .formatted(
                    kernels.getClass().getSimpleName(),
                    what,
                    c.rows,
                    c.in,
                    c.out,
                    c.bias,
                    i,
                    got[i],
                    expected[i]));
      }
    }
  }

  @Test
  void theSameCallGivesTheSameBits() {
    Case c = new Case(16, 100, 60, true, 3);
    for (Kernels kernels : ALL) {
      float[] once = c.y.clone();
      float[] again = c.y.clone();
      kernels.affine(c.rows, c.in, c.out, c.x, c.xAt, c.p, c.weights, c.bias, once, c.yAt);
      check(new Case(7, 33, 11, true, 4));
      kernels.affine(c.rows, c.in, c.out, c.x, c.xAt, c.p, c.weights, c.bias, again, c.yAt);
      assertThat(again).isEqualTo(once);
    }
  }

  @Test
  void oneRowAndOneOutputAreNeverLarge() {
    assertThat(AutoKernels.large(1, 4096, 4096)).isFalse();
    assertThat(AutoKernels.large(256, 4096, 1)).isFalse();
    assertThat(AutoKernels.large(4, 8, 8)).isFalse();
    assertThat(AutoKernels.large(4, 32, 32)).isTrue();
    assertThat(AutoKernels.large(64, 65_536, 65_536)).isTrue();
  }

  @Test
  void aCallAllocatesNothing() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Case c = new Case(16, 40, 24, true, 3);
    float[] y = c.y.clone();
    float[] dx = c.x.clone();
    float[] g = c.p.clone();
    for (Kernels kernels : ALL) {
      calls(kernels, c, y, dx, g);
      long before = threads.getCurrentThreadAllocatedBytes();
      calls(kernels, c, y, dx, g);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(allocated / 5_000).as("bytes per call of %s", kernels.getClass()).isZero();
    }
  }

  private static void calls(Kernels kernels, Case c, float[] y, float[] dx, float[] g) {
    for (int i = 0; i < 5_000; i++) {
      kernels.affine(c.rows, c.in, c.out, c.x, c.xAt, c.p, c.weights, c.bias, y, c.yAt);
      kernels.inputGradient(c.rows, c.in, c.out, c.y, c.yAt, c.p, c.weights, dx, c.xAt);
      kernels.parameterGradient(c.rows, c.in, c.out, c.x, c.xAt, c.y, c.yAt, g, c.weights, c.bias);
    }
  }

  @Property(tries = 100)
  void normsAreThoseOfASumInDouble(
      @ForAll @IntRange(min = 0, max = 5000) int n, @ForAll long seed) {
    float[] x = Case.random(new Rng(seed), n + 3);
    double sum = 0;
    for (int i = 3; i < n + 3; i++) {
      sum += (double) x[i] * x[i];
    }
    for (Kernels kernels : ALL) {
      assertThat(kernels.squaredNorm(n, x, 3)).isCloseTo(sum, Offset.offset(1e-5 * sum));
    }
  }

  @Test
  void theyAreChosenByName() {
    assertThat(KernelChoice.of("auto")).isInstanceOf(AutoKernels.class);
    assertThat(KernelChoice.of("loops")).isInstanceOf(LoopKernels.class);
    assertThat(KernelChoice.of("nd4j")).isInstanceOf(Nd4jKernels.class);
    assertThatThrownBy(() -> KernelChoice.of("cuda"))
        .isInstanceOf(SpecException.class)
        .hasMessage(
            "training.kernels: 'cuda' is not allowed, must be one of [auto, loops, vector, nd4j]");
  }
}
