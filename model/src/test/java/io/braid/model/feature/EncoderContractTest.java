package io.braid.model.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.data.Categories;
import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Component;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every encoder promises, whatever is in the catalogue. */
class EncoderContractTest {
  private static final int SLOT = 1;

  /** Every catalogue name by itself, and some with parameters. */
  static List<Component> encoders() {
    List<Component> all = new ArrayList<>();
    Encoders.CATALOG.names().forEach(name -> all.add(Component.of(name)));
    all.add(Component.of("numeric", "scale", "log", "missing", "sparse"));
    all.add(Component.of("numeric", "scale", "none", "missing", "none"));
    all.add(Component.of("categorical", "max", 3));
    all.add(Component.of("categorical", "buckets", 7));
    all.add(Component.of("categorical", "values", List.of("c1", "c2")));
    all.add(Component.of("boolean", "missing", "sparse"));
    all.add(Component.of("time", "cycles", List.of("hour")));
    all.add(Component.of("text", "words", List.of(), "characters", 2, "buckets", 50));
    all.add(Component.of("text", "words", 1, "characters", List.of(), "tf", "set", "norm", 0));
    all.add(Component.of("sequence", "length", 7, "buckets", 9));
    return all;
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void everyDenseColumnIsWrittenAndEverySparseIndexIsInItsRange(Component component) {
    Encoder encoder = create(component);
    Rng rng = new Rng(1);
    for (int i = 0; i < 300; i++) {
      Row row = row(encoder, rng, i);
      Features out = encode(encoder, row);
      for (int j = 0; j < encoder.denseWidth(); j++) {
        assertThat(out.dense[3 + j]).isFinite();
      }
      assertThat(Arrays.copyOfRange(out.dense, 0, 3)).containsOnly(Float.NaN);
      assertThat(Arrays.copyOfRange(out.dense, 3 + encoder.denseWidth(), out.dense.length))
          .containsOnly(Float.NaN);
      for (int k = 0; k < out.start[1]; k++) {
        assertThat(out.index[k]).isBetween(5, 5 + encoder.sparseWidth() - 1);
        assertThat(out.value[k]).isFinite();
      }
      encoder.observe(row);
    }
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void everyDenseColumnHasANameOfItsOwn(Component component) {
    Encoder encoder = create(component);
    assertThat(encoder.denseNames()).hasSize(encoder.denseWidth()).doesNotHaveDuplicates();
    assertThat(encoder.denseWidth() + encoder.sparseWidth()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void encodingChangesNothingAndGivesTheSameAgain(Component component) {
    Encoder encoder = create(component);
    Rng rng = new Rng(2);
    for (int i = 0; i < 100; i++) {
      encoder.observe(row(encoder, rng, i));
    }
    byte[] before = state(encoder);
    for (int i = 0; i < 50; i++) {
      Row row = row(encoder, rng, i);
      assertThat(bits(encode(encoder, row))).isEqualTo(bits(encode(encoder, row)));
    }
    assertThat(state(encoder)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void anEncoderRestoredMidStreamContinuesBitForBit(Component component) {
    Encoder encoder = create(component);
    Rng rng = new Rng(3);
    for (int i = 0; i < 100; i++) {
      encoder.observe(row(encoder, rng, i));
    }
    Encoder restored = create(component);
    SnapshotReader in = new SnapshotReader(state(encoder));
    restored.restore(in);
    in.end();
    for (int i = 0; i < 200; i++) {
      Row row = row(encoder, rng, i);
      assertThat(bits(encode(restored, row))).isEqualTo(bits(encode(encoder, row)));
      encoder.observe(row);
      restored.observe(row);
    }
    assertThat(state(restored)).isEqualTo(state(encoder));
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void aMissingValueChangesNoStatistics(Component component) {
    Encoder encoder = create(component);
    Rng rng = new Rng(4);
    for (int i = 0; i < 50; i++) {
      encoder.observe(row(encoder, rng, i));
    }
    byte[] before = state(encoder);
    encoder.observe(new Row(3, 0));
    assertThat(state(encoder)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void onlyItsOwnSlotIsRead(Component component) {
    Encoder encoder = create(component);
    Rng rng = new Rng(5);
    for (int i = 0; i < 50; i++) {
      encoder.observe(row(encoder, rng, i));
    }
    Row row = row(encoder, rng, 50);
    int[] before = bits(encode(encoder, row));
    row.numbers[0] = 77;
    row.numbers[2] = -77;
    row.codes[0] = 77;
    row.codes[2] = -77;
    row.text(0).set("some");
    row.text(2).set("others");
    assertThat(bits(encode(encoder, row))).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void theStateStaysSmallHoweverManyDifferentValuesCome(Component component) {
    Encoder encoder = create(component);
    Rng rng = new Rng(6);
    Row row = new Row(3, 0);
    for (int i = 0; i < 20_000; i++) {
      row.codes[SLOT] = rng.nextLong() | 1;
      row.numbers[SLOT] = encoder.input() == Encoder.Input.FLAG ? i & 1 : rng.nextLong() / 1e6;
      row.text(SLOT).set(Long.toString(rng.nextLong(), 36));
      encoder.observe(row);
    }
    assertThat(state(encoder).length).isLessThan(1024);
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void extremeFiniteValuesStayFinite(Component component) {
    Encoder encoder = create(component);
    if (encoder.input() != Encoder.Input.NUMBER) {
      return;
    }
    double[] extremes = {
      Double.MAX_VALUE, -Double.MAX_VALUE, 1e31, Double.MIN_VALUE, -0.0, 1e-300, 3, 5
    };
    Row row = new Row(3, 0);
    for (int i = 0; i < 200; i++) {
      row.numbers[SLOT] = extremes[i % extremes.length];
      assertThat(encode(encoder, row).dense[3]).isFinite();
      encoder.observe(row);
    }
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void observingAndEncodingAllocateNothing(Component component) {
    Encoder encoder = create(component);
    Rng rng = new Rng(7);
    Row[] rows = new Row[64];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(encoder, rng, i);
    }
    Features out = features(encoder);
    run(encoder, rows, out, 20_000);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    threads.getCurrentThreadAllocatedBytes();
    long before = threads.getCurrentThreadAllocatedBytes();
    run(encoder, rows, out, 20_000);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).isLessThan(20_000);
  }

  private static void run(Encoder encoder, Row[] rows, Features out, int times) {
    for (int i = 0; i < times; i++) {
      Row row = rows[i % rows.length];
      out.clear();
      int at = out.openRow();
      encoder.encode(row, out, at + 3, 5);
      encoder.observe(row);
    }
  }

  private static Encoder create(Component component) {
    return Encoders.CATALOG.create(component, new Slot(SLOT, "x"));
  }

  /** A row whose middle slot holds a plausible value, or none at all one time in ten. */
  private static Row row(Encoder encoder, Rng rng, int i) {
    Row row = new Row(3, 0);
    if (i % 10 == 9) {
      return row;
    }
    switch (encoder.input()) {
      case NUMBER -> row.numbers[SLOT] = 100 + 10 * rng.nextGaussian();
      case CATEGORY -> row.codes[SLOT] = Categories.of("c" + rng.nextInt(9));
      case FLAG -> row.numbers[SLOT] = rng.nextInt(2);
      case TIME -> row.numbers[SLOT] = 1.7e12 + rng.nextInt(1_000_000_000);
      case TEXT -> row.text(SLOT).set("Call " + rng.nextInt(99) + " now, call  NOW \u00a3" + i);
      case PIXELS -> row.pixels = new float[][] {null, pixels(rng), null};
    }
    return row;
  }

  private static float[] pixels(Rng rng) {
    float[] pixels = new float[28 * 28];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = rng.nextInt(256);
    }
    return pixels;
  }

  /** Room for three columns and five indices before the encoder's, two columns after. */
  private static Features features(Encoder encoder) {
    Features out = new Features(encoder.denseWidth() + 5, encoder.sparseWidth() + 5, 1);
    Arrays.fill(out.dense, Float.NaN);
    return out;
  }

  private static Features encode(Encoder encoder, Row row) {
    Features out = features(encoder);
    int at = out.openRow();
    encoder.encode(row, out, at + 3, 5);
    assertThat(new HashSet<>(Arrays.asList(box(out)))).hasSize(out.start[1]);
    return out;
  }

  private static Integer[] box(Features out) {
    Integer[] indices = new Integer[out.start[1]];
    for (int k = 0; k < indices.length; k++) {
      indices[k] = out.index[k];
    }
    return indices;
  }

  private static int[] bits(Features out) {
    int[] bits = new int[out.dense.length + 2 * out.start[1]];
    int n = 0;
    for (float x : out.dense) {
      bits[n++] = Float.floatToRawIntBits(x);
    }
    for (int k = 0; k < out.start[1]; k++) {
      bits[n++] = out.index[k];
      bits[n++] = Float.floatToRawIntBits(out.value[k]);
    }
    return bits;
  }

  private static byte[] state(Encoder encoder) {
    SnapshotWriter out = new SnapshotWriter();
    encoder.save(out);
    return out.toByteArray();
  }
}
