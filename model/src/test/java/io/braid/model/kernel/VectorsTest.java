package io.braid.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.braid.model.data.Rng;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Vector API gives the bits of the plain loops. */
class VectorsTest {
  private static final Kernels LOOPS = new LoopKernels();

  @BeforeAll
  @BeforeContainer
  static void vectorsAreThere() {
    assumeTrue(VectorUnit.present(), "this virtual machine has no vectors of eight floats");
  }

  @Property(tries = 400)
  void kernelsGiveTheBitsOfTheLoops(
      @ForAll @IntRange(min = 1, max = 9) int rows,
      @ForAll @IntRange(min = 0, max = 150) int in,
      @ForAll @IntRange(min = 1, max = 150) int out,
      @ForAll long seed) {
    Kernels vectors = KernelChoice.of("vector");
    Rng rng = new Rng(seed);
    int at = rng.nextInt(9);
    float[] x = random(rng, at + rows * in);
    float[] p = random(rng, at + in * out + out);
    float[] dy = random(rng, at + rows * out);
    int bias = rng.nextDouble() < 0.5 ? -1 : at + in * out;

    float[] y = random(rng, at + rows * out);
    float[] yLoops = y.clone();
    vectors.affine(rows, in, out, x, at, p, at, bias, y, at);
    LOOPS.affine(rows, in, out, x, at, p, at, bias, yLoops, at);
    assertThat(y).isEqualTo(yLoops);

    float[] dx = random(rng, at + rows * in);
    float[] dxLoops = dx.clone();
    vectors.inputGradient(rows, in, out, dy, at, p, at, dx, at);
    LOOPS.inputGradient(rows, in, out, dy, at, p, at, dxLoops, at);
    assertThat(dx).isEqualTo(dxLoops);

    float[] g = random(rng, at + in * out + out);
    float[] gLoops = g.clone();
    vectors.parameterGradient(rows, in, out, x, at, dy, at, g, at, bias);
    LOOPS.parameterGradient(rows, in, out, x, at, dy, at, gLoops, at, bias);
    assertThat(g).isEqualTo(gLoops);

    assertThat(vectors.squaredNorm(in * out, p, at)).isEqualTo(LOOPS.squaredNorm(in * out, p, at));
  }

  @Test
  void theyAreChosenByThemselves() {
    assertThat(KernelChoice.steps("auto").pays(64)).isTrue();
    assertThat(KernelChoice.steps("loops").pays(64)).isFalse();
  }

  private static float[] random(Rng rng, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) rng.nextGaussian();
    }
    return values;
  }
}
