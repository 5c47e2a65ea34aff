package io.braid.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Categories;
import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.spec.Component;
import io.braid.model.spec.Feature;
import io.braid.model.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the encoders' columns say. */
class EncodersTest {
  private final Row row = new Row(1, 0);

  @Test
  void aNumberIsItsDistanceToTheMeanInDeviations() {
    Encoder encoder = create(Component.of("numeric"));
    List<Double> seen = new ArrayList<>();
    Rng rng = new Rng(1);
    for (int i = 0; i < 500; i++) {
      double x = 40 + 8 * rng.nextDouble();
      if (i > 50) {
        assertThat((double) number(encoder, x)).isCloseTo(reference(seen, x), within(1e-5));
      }
      observe(encoder, x);
      seen.add(x);
    }
  }

  private static double reference(List<Double> seen, double x) {
    double mean = seen.stream().mapToDouble(v -> v).average().orElseThrow();
    double variance =
        seen.stream().mapToDouble(v -> (v - mean) * (v - mean)).average().orElseThrow();
    return (x - mean) / Math.sqrt(variance);
  }

  @Test
  void oneWildValueDoesNotSpoilTheScale() {
    Encoder clean = create(Component.of("numeric"));
    Encoder hit = create(Component.of("numeric"));
    Rng rng = new Rng(2);
    for (int i = 0; i < 300; i++) {
      double x = 3 + 3 * rng.nextDouble();
      observe(clean, x);
      observe(hit, i == 100 ? 78.9 : x);
    }
    assertThat(number(hit, 78.9)).isEqualTo(5f);
    assertThat(number(hit, 6)).isCloseTo(number(clean, 6), within(0.15f));
    assertThat(number(hit, 3)).isCloseTo(number(clean, 3), within(0.15f));
  }

  @Test
  void aTrueChangeOfScaleGetsThroughTheGuard() {
    Encoder encoder = create(Component.of("numeric"));
    Rng rng = new Rng(3);
    for (int i = 0; i < 1000; i++) {
      observe(encoder, rng.nextGaussian());
    }
    for (int i = 0; i < 1000; i++) {
      observe(encoder, 1e6 * rng.nextGaussian());
    }
    assertThat(Math.abs(number(encoder, 1e6))).isBetween(0.5f, 2.5f);
  }

  @Test
  void theFirstValuesAreNoShock() {
    Encoder encoder = create(Component.of("numeric"));
    assertThat(number(encoder, 7)).isZero();
    observe(encoder, 7);
    assertThat(number(encoder, 8)).isCloseTo(0.7071f, within(1e-4f));
    assertThat(number(encoder, 7)).isZero();
    assertThat(number(encoder, Double.NaN)).isZero();
  }

  @Test
  void logTamesMagnitudesAndKeepsTheSign() {
    Encoder encoder = create(Component.of("numeric", "scale", "log"));
    Rng rng = new Rng(4);
    for (int i = 0; i < 400; i++) {
      observe(encoder, Math.pow(10, 6 * rng.nextDouble()));
    }
    assertThat(number(encoder, 1e6)).isBetween(1f, 2.5f);
    assertThat(number(encoder, 1)).isBetween(-2.5f, -1f);
    assertThat(number(encoder, -1e6)).isLessThan(-3f);
  }

  @Test
  void noneLeavesANumberAsItIs() {
    Encoder encoder = create(Component.of("numeric", "scale", "none"));
    observe(encoder, 3);
    assertThat(number(encoder, 123.5)).isEqualTo(123.5f);
    assertThatThrownBy(() -> create(Component.of("numeric", "scale", "none", "clip", 3)))
        .hasMessage("numeric.clip: no such setting 'clip', known: [scale, missing]");
  }

  @Test
  void aMissingNumberIsMarked() {
    row.numbers[0] = Double.NaN;
    assertThat(encode(create(Component.of("numeric", "missing", "dense"))).dense)
        .containsExactly(0f, 1f);
    Features sparse = encode(create(Component.of("numeric")));
    assertThat(sparse.start[1]).isEqualTo(1);
    row.numbers[0] = 2;
    assertThat(encode(create(Component.of("numeric", "missing", "dense"))).dense[1]).isZero();
    assertThat(encode(create(Component.of("numeric"))).start[1]).isZero();
  }

  @Test
  void aTruthValueIsPlusOrMinusOne() {
    Encoder encoder = create(Component.of("boolean", "missing", "dense"));
    row.numbers[0] = 1;
    assertThat(encode(encoder).dense).containsExactly(1f, 0f);
    row.numbers[0] = 0;
    assertThat(encode(encoder).dense).containsExactly(-1f, 0f);
    row.numbers[0] = Double.NaN;
    assertThat(encode(encoder).dense).containsExactly(0f, 1f);
  }

  @Test
  void categoriesGetIndicesInOrderOfFirstSightAndTheRestShareOne() {
    Encoder encoder = create(Component.of("categorical", "max", 2));
    assertThat(encoder.sparseWidth()).isEqualTo(4);
    assertThat(index(encoder, "a")).isEqualTo(1);
    for (String text : new String[] {"a", "b", "a", "c", "d"}) {
      row.codes[0] = Categories.of(text);
      encoder.observe(row);
    }
    assertThat(index(encoder, "a")).isEqualTo(2);
    assertThat(index(encoder, "b")).isEqualTo(3);
    assertThat(index(encoder, "c")).isEqualTo(1);
    assertThat(index(encoder, "")).isZero();
  }

  @Test
  void declaredCategoriesKeepTheirOrder() {
    Encoder encoder = create(Component.of("categorical", "values", List.of("x", 2, true)));
    assertThat(encoder.sparseWidth()).isEqualTo(5);
    assertThat(index(encoder, "x")).isEqualTo(2);
    assertThat(index(encoder, "2.0")).isEqualTo(3);
    assertThat(index(encoder, "true")).isEqualTo(4);
    assertThat(index(encoder, "y")).isEqualTo(1);
  }

  @Test
  void hashedCategoriesSpreadOverTheBuckets() {
    Encoder encoder = create(Component.of("categorical", "buckets", 16));
    assertThat(encoder.sparseWidth()).isEqualTo(17);
    int[] counts = new int[17];
    for (int i = 0; i < 16_000; i++) {
      counts[index(encoder, "value " + i)]++;
    }
    assertThat(counts[0]).isZero();
    for (int b = 1; b < counts.length; b++) {
      assertThat(counts[b]).isBetween(850, 1150);
    }
    assertThat(index(encoder, "")).isZero();
  }

  @Test
  void waysOfCountingCategoriesExcludeEachOther() {
    assertThatThrownBy(() -> create(Component.of("categorical", "buckets", 8, "max", 9)))
        .hasMessage("categorical.max: not allowed together with buckets, choose one of them");
    assertThatThrownBy(
            () -> create(Component.of("categorical", "values", List.of("a"), "buckets", 9)))
        .hasMessage("categorical.values: not allowed together with buckets, choose one of them");
    assertThatThrownBy(() -> create(Component.of("categorical", "values", List.of("1", "1.0"))))
        .hasMessage("categorical.values[1]: '1.0' is not allowed, it is declared twice");
  }

  @Test
  void aTimeIsItsPlaceOnTheCircles() {
    Encoder encoder = create(Component.of("time", "cycles", List.of("day", "week")));
    Rng rng = new Rng(5);
    for (int i = 0; i < 1000; i++) {
      double time = (rng.nextDouble() - 0.3) * 4e12;
      row.numbers[0] = time;
      float[] columns = encode(encoder).dense;
      double day = 2 * Math.PI * time / 86_400_000.0;
      double week = 2 * Math.PI * time / 604_800_000.0;
      assertThat((double) columns[0]).isCloseTo(Math.sin(day), within(1e-6));
      assertThat((double) columns[1]).isCloseTo(Math.cos(day), within(1e-6));
      assertThat((double) columns[2]).isCloseTo(Math.sin(week), within(1e-6));
      assertThat((double) columns[3]).isCloseTo(Math.cos(week), within(1e-6));
    }
    row.numbers[0] = Double.NaN;
    assertThat(encode(encoder).dense).containsOnly(0f);
  }

  @Test
  void anUnknownOrRepeatedCycleIsRefused() {
    assertThatThrownBy(() -> create(Component.of("time", "cycles", List.of("day", "moon"))))
        .hasMessage(
            "time.cycles[1]: 'moon' is not allowed, must be one of [hour, day, week, year]");
    assertThatThrownBy(() -> create(Component.of("time", "cycles", List.of("day", "day"))))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("must be different ones of");
  }

  @Test
  void theCompositeLaysFeaturesSideBySideAndNamesThem() {
    FeatureEncoder encoder =
        new FeatureEncoder(
            List.of(
                feature("flow", Component.of("numeric", "missing", "dense")),
                feature("season", Component.of("categorical", "buckets", 4)),
                feature("open", Component.of("boolean", "missing", "none")),
                feature("kind", Component.of("categorical", "max", 3))));
    assertThat(encoder.denseWidth()).isEqualTo(3);
    assertThat(encoder.sparseWidth()).isEqualTo(10);
    assertThat(encoder.names().dense()).containsExactly("flow", "flow missing", "open");
    assertThat(encoder.names().sparse())
        .containsExactly(
            new FeatureEncoder.SparseRange("season", 0, 5),
            new FeatureEncoder.SparseRange("kind", 5, 10));
    Row four = new Row(4, 0);
    four.numbers[2] = 1;
    four.codes[3] = Categories.of("k");
    Features out = new Features(3, 10, 1);
    encoder.encode(four, out);
    encoder.observe(four);
    encoder.encode(four, out);
    assertThat(out.rows).isEqualTo(2);
    assertThat(out.dense).startsWith(0f, 1f, 1f, 0f, 1f, 1f);
    assertThat(java.util.Arrays.copyOf(out.index, 4)).containsExactly(0, 6, 0, 7);
  }

  private static Feature feature(String name, Component encoder) {
    return new Feature(name, name, encoder);
  }

  private static Encoder create(Component component) {
    return Encoders.CATALOG.create(component, new Slot(0, "x"));
  }

  private void observe(Encoder encoder, double x) {
    row.numbers[0] = x;
    encoder.observe(row);
  }

  private float number(Encoder encoder, double x) {
    row.numbers[0] = x;
    return encode(encoder).dense[0];
  }

  private int index(Encoder encoder, String text) {
    row.codes[0] = Categories.of(text);
    Features out = encode(encoder);
    assertThat(out.start[1]).isEqualTo(1);
    assertThat(out.value[0]).isEqualTo(1f);
    return out.index[0];
  }

  private Features encode(Encoder encoder) {
    Features out = new Features(encoder.denseWidth(), encoder.sparseWidth(), 1);
    encoder.encode(row, out, out.openRow(), 0);
    return out;
  }
}
