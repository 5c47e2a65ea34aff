package io.braid.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Features;
import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.kernel.LoopKernels;
import io.braid.model.spec.Component;
import io.braid.model.spec.SpecException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FourierTrunkTest {

  private static Trunk trunk(int dense, int sparse, long seed, Object... settings) {
    Trunk trunk =
        Trunks.CATALOG.create(
            Component.of("fourier", settings),
            new TrunkContext(dense, sparse, 1, new Parameters(), new LoopKernels()));
    trunk.initialize(new Rng(seed));
    return trunk;
  }

  private static Features rows(int count, int dense, int sparse, Rng rng) {
    Features x = new Features(dense, sparse, count);
    x.clear();
    for (int r = 0; r < count; r++) {
      int at = x.openRow();
      for (int j = 0; j < dense; j++) {
        x.dense[at + j] = (float) rng.nextGaussian();
      }
      if (sparse > 0) {
        x.add(rng.nextInt(sparse), 1f);
      }
    }
    return x;
  }

  @Test
  void cosinesAreCosines() {
    float[] turns = new float[4001];
    for (int i = 0; i < turns.length; i++) {
      turns[i] = (i - 2000) * 0.0137f;
    }
    float[] cosines = new float[turns.length];
    FourierTrunk.cosines(turns.length, turns, 0, cosines, 0);
    for (int i = 0; i < turns.length; i++) {
      double expected = Math.sqrt(2) * Math.cos(2 * Math.PI * turns[i]);
      assertThat((double) cosines[i]).isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void innerProductsApproachTheGaussianKernel() {
    int count = 20_000;
    Trunk trunk = trunk(3, 4, 1, "features", count, "linear", false, "bandwidth", 0.7);
    Rng rng = new Rng(2);
    Features x = rows(6, 3, 4, rng);
    trunk.forward(x, false);
    float[] phi = trunk.representation(0);
    double scale = 0.7 * Math.sqrt(2.0 * (3 + 4));
    for (int a = 0; a < 6; a++) {
      for (int b = 0; b < 6; b++) {
        double distance = x.index[a] == x.index[b] ? 0 : 2;
        for (int j = 0; j < 3; j++) {
          double d = x.dense[a * 3 + j] - x.dense[b * 3 + j];
          distance += d * d;
        }
        double product = 0;
        for (int j = 0; j < count; j++) {
          product += (double) phi[a * count + j] * phi[b * count + j];
        }
        double kernel = Math.exp(-distance / (2 * scale * scale));
        // Each of the terms has a variance of at most 1.5.
        assertThat(product / count).isCloseTo(kernel, within(5 * Math.sqrt(1.5 / count)));
      }
    }
  }

  @Test
  void theSeedIsAllThatIsKept() {
    Trunk saved = trunk(5, 7, 3, "features", 50);
    SnapshotWriter out = new SnapshotWriter();
    saved.save(out);
    assertThat(out.size()).isLessThan(32);
    Trunk restored = trunk(5, 7, 4, "features", 50);
    Features x = rows(2, 5, 7, new Rng(5));
    saved.forward(x, false);
    restored.forward(x, false);
    float[] expected = Arrays.copyOf(saved.representation(0), 2 * saved.width(0));
    assertThat(Arrays.copyOf(restored.representation(0), expected.length)).isNotEqualTo(expected);
    SnapshotReader in = new SnapshotReader(out.toByteArray());
    restored.restore(in);
    in.end();
    restored.forward(x, false);
    assertThat(Arrays.copyOf(restored.representation(0), expected.length)).isEqualTo(expected);
  }

  @Test
  void denseColumnsStandBesideTheCosines() {
    Trunk trunk = trunk(4, 0, 6, "features", 10);
    Features x = rows(3, 4, 0, new Rng(7));
    trunk.forward(x, false);
    assertThat(trunk.width(0)).isEqualTo(14);
    for (int r = 0; r < 3; r++) {
      assertThat(Arrays.copyOfRange(trunk.representation(0), r * 14 + 10, r * 14 + 14))
          .containsExactly(Arrays.copyOfRange(x.dense, r * 4, r * 4 + 4));
    }
  }

  @Test
  void tooManyNumbersAreRefused() {
    assertThatThrownBy(() -> trunk(4, 1 << 20, 8))
        .isInstanceOf(SpecException.class)
        .hasMessageStartingWith(
            "fourier.features: '128' is not allowed with 1048580 inputs, must be at most 15: ");
  }
}
