package io.braid.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What was written is read bit for bit; what was damaged is refused and nothing worse. */
class SnapshotTest {
  private static final String TEXT = "h\u00e9llo \uD83D\uDE00";

  private static byte[] everything() {
    return new SnapshotWriter()
        .tag("start")
        .putByte(-3)
        .putBoolean(true)
        .putInt(Integer.MIN_VALUE)
        .putLong(Long.MAX_VALUE)
        .putFloat(Float.intBitsToFloat(0x7fc00001))
        .putDouble(-0.0)
        .putString(TEXT)
        .putBytes(new byte[] {1, 2})
        .putBooleans(new boolean[] {true, false})
        .putInts(new int[] {1, -1})
        .putLongs(new long[] {2, -2})
        .putDoubles(new double[] {1.5, Double.NaN})
        .putFloats(new float[] {2.5f})
        .putFloats(new float[] {0, 3, 4, 0}, 1, 3)
        .putDoubles(new double[] {7})
        .putLongs(new long[] {8})
        .putInts(new int[] {9})
        .putBooleans(new boolean[] {true})
        .tag("end")
        .toByteArray();
  }

  private static void readEverything(byte[] bytes) {
    SnapshotReader in = new SnapshotReader(bytes).tag("start");
    assertThat(in.getByte()).isEqualTo(-3);
    assertThat(in.getBoolean()).isTrue();
    assertThat(in.getInt()).isEqualTo(Integer.MIN_VALUE);
    assertThat(in.getLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(Float.floatToRawIntBits(in.getFloat())).isEqualTo(0x7fc00001);
    assertThat(Double.doubleToRawLongBits(in.getDouble())).isEqualTo(Long.MIN_VALUE);
    assertThat(in.getString()).isEqualTo(TEXT);
    assertThat(in.getBytes()).containsExactly(1, 2);
    assertThat(in.getBooleans()).containsExactly(true, false);
    assertThat(in.getInts()).containsExactly(1, -1);
    assertThat(in.getLongs()).containsExactly(2, -2);
    assertThat(in.getDoubles()).containsExactly(1.5, Double.NaN);
    assertThat(in.getFloats()).containsExactly(2.5f);
    float[] floats = new float[4];
    in.getFloats(floats, 1, 3);
    assertThat(floats).containsExactly(0, 3, 4, 0);
    double[] doubles = new double[1];
    in.getDoubles(doubles);
    long[] longs = new long[1];
    in.getLongs(longs);
    int[] ints = new int[1];
    in.getInts(ints);
    boolean[] booleans = new boolean[1];
    in.getBooleans(booleans);
    assertThat(doubles[0] + longs[0] + ints[0]).isEqualTo(24);
    assertThat(booleans[0]).isTrue();
    in.tag("end").end();
  }

  @Example
  void everythingIsReadAsItWasWritten() {
    readEverything(everything());
  }

  @Example
  void aSnapshotCutAnywhereIsRefused() {
    byte[] whole = everything();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> readEverything(cut))
          .as("cut to " + length)
          .isInstanceOf(SnapshotException.class);
    }
    assertThatThrownBy(() -> readEverything(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(SnapshotException.class)
        .hasMessage("1 bytes too many in the snapshot");
  }

  @Property
  void anyBytesGiveValuesOrASnapshotException(@ForAll byte[] bytes) {
    for (int kind = 0; kind < 12; kind++) {
      SnapshotReader in = new SnapshotReader(bytes);
      try {
        read(in, kind);
      } catch (SnapshotException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  private static void read(SnapshotReader in, int kind) {
    switch (kind) {
      case 0 -> in.getString();
      case 1 -> in.getBytes();
      case 2 -> in.getBooleans();
      case 3 -> in.getInts();
      case 4 -> in.getLongs();
      case 5 -> in.getDoubles();
      case 6 -> in.getFloats();
      case 7 -> in.getFloats(new float[2]);
      case 8 -> in.getDoubles(new double[2]);
      case 9 -> in.getLongs(new long[2]);
      case 10 -> new Features(2, 3, 1).restore(in);
      default -> new Moments().restore(in);
    }
  }

  @Example
  void aLengthThatDoesNotFitIsRefused() {
    byte[] three = new SnapshotWriter().putFloats(new float[3]).toByteArray();
    assertThatThrownBy(() -> new SnapshotReader(three).getFloats(new float[4]))
        .hasMessage("the snapshot holds 3 values where this model has 4");
    byte[] huge = new SnapshotWriter().putInt(Integer.MAX_VALUE).toByteArray();
    assertThatThrownBy(() -> new SnapshotReader(huge).getDoubles())
        .hasMessage("the snapshot is damaged: a length of 2147483647");
    assertThatThrownBy(() -> new SnapshotReader(three).tag("x"))
        .hasMessage("the snapshot does not hold 'x' where it should");
  }

  @Example
  void aResetWriterStartsAfresh() {
    SnapshotWriter out = new SnapshotWriter().putLong(1);
    byte[] before = out.reset().putInt(5).toByteArray();
    assertThat(before).containsExactly(5, 0, 0, 0);
    assertThat(out.size()).isEqualTo(4);
  }
}
