package io.braid.model.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.spec.Component;
import io.braid.model.spec.Feature;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Numeric features taken together give the bits that each gives by itself. */
class NumericBlockTest {
  private static final int WIDTH = 11;

  /** What a stream may hold besides bell curves. */
  enum Spice {
    NOTHING,
    MISSING,
    WILD,
    HUGE,
    CONSTANT,
    NEW_SCALE,
    TINY
  }

  @ParameterizedTest
  @EnumSource
  void aBlockGivesTheBitsOfItsEncoders(Spice spice) {
    FeatureEncoder together = together();
    Encoder[] alone = alone();
    Rng rng = new Rng(spice.name().length());
    Row row = new Row(WIDTH, 0);
    Features features = new Features(together.denseWidth(), together.sparseWidth(), 1);
    for (int n = 0; n < 3000; n++) {
      fill(row, n, spice, rng);
      features.clear();
      if (n % 3 == 0) {
        together.observe(row);
        together.encode(row, features);
      } else {
        together.take(row, features);
      }
      Features expected = encodeAlone(alone, row);
      assertThat(features.dense).as("row %d", n).isEqualTo(expected.dense);
      assertThat(features.start[1]).isEqualTo(expected.start[1]);
      for (int k = 0; k < features.start[1]; k++) {
        assertThat(features.index[k]).isEqualTo(expected.index[k]);
      }
      if (n % 500 == 499) {
        assertThat(bytes(together)).isEqualTo(bytes(alone));
        // Half of the time the block goes on as a restored one.
        together = n % 1000 == 999 ? restored(together) : together;
      }
    }
  }

  private static void fill(Row row, int n, Spice spice, Rng rng) {
    for (int i = 0; i < WIDTH; i++) {
      double x = 3 * i + (1 + i) * rng.nextGaussian();
      double chance = rng.nextDouble();
      row.numbers[i] =
          switch (spice) {
            case NOTHING -> x;
            case MISSING -> chance < 0.02 ? Double.NaN : x;
            case WILD -> chance < 0.02 ? 1e4 * x : x;
            case HUGE -> chance < 0.01 ? Double.MAX_VALUE : chance < 0.5 ? 1e30 * x : x;
            case CONSTANT -> i % 2 == 0 ? 7 : x;
            case NEW_SCALE -> n < 1500 ? x : 1e6 * x;
            case TINY -> 1e-160 * x;
          };
    }
  }

  private static FeatureEncoder together() {
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < WIDTH; i++) {
      features.add(new Feature("x" + i, "x" + i, component(i)));
    }
    return new FeatureEncoder(features);
  }

  private static Encoder[] alone() {
    Encoder[] encoders = new Encoder[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      encoders[i] = Encoders.CATALOG.create(component(i), new Slot(i, "x" + i));
    }
    return encoders;
  }

  private static Component component(int i) {
    return Component.of("numeric", "clip", i == 3 ? 2.5 : 5, "missing", i == 5 ? "none" : "sparse");
  }

  private static Features encodeAlone(Encoder[] encoders, Row row) {
    int dense = 0;
    int sparse = 0;
    Features out = new Features(WIDTH, WIDTH, 1);
    out.openRow();
    for (Encoder encoder : encoders) {
      encoder.observe(row);
      encoder.encode(row, out, dense, sparse);
      dense += encoder.denseWidth();
      sparse += encoder.sparseWidth();
    }
    return out;
  }

  private static FeatureEncoder restored(FeatureEncoder saved) {
    FeatureEncoder fresh = together();
    SnapshotWriter out = new SnapshotWriter();
    saved.save(out);
    fresh.restore(new SnapshotReader(out.toByteArray()));
    return fresh;
  }

  private static byte[] bytes(FeatureEncoder together) {
    SnapshotWriter out = new SnapshotWriter();
    together.save(out);
    return out.toByteArray();
  }

  private static byte[] bytes(Encoder[] alone) {
    SnapshotWriter out = new SnapshotWriter();
    out.tag("features");
    for (State encoder : alone) {
      encoder.save(out);
    }
    return out.toByteArray();
  }
}
