package io.braid.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows hold what was put into them, however many there are. */
class FeaturesTest {
  private static final int DENSE = 3;
  private static final int SPARSE = 50;

  private static Features random(Rng rng, int rows, List<float[]> dense, List<int[]> sparse) {
    Features features = new Features(DENSE, SPARSE, 1);
    for (int r = 0; r < rows; r++) {
      float[] row = new float[DENSE];
      int at = features.openRow();
      for (int j = 0; j < DENSE; j++) {
        row[j] = rng.nextFloat();
        features.dense[at + j] = row[j];
      }
      int[] indices = new int[rng.nextInt(9)];
      for (int k = 0; k < indices.length; k++) {
        indices[k] = rng.nextInt(SPARSE);
        features.add(indices[k], indices[k] * 0.5f);
      }
      dense.add(row);
      sparse.add(indices);
    }
    return features;
  }

  private static void check(Features features, List<float[]> dense, List<int[]> sparse) {
    assertThat(features.rows).isEqualTo(dense.size());
    for (int r = 0; r < features.rows; r++) {
      for (int j = 0; j < DENSE; j++) {
        assertThat(features.dense[r * DENSE + j]).isEqualTo(dense.get(r)[j]);
      }
      int[] indices = sparse.get(r);
      assertThat(features.start[r + 1] - features.start[r]).isEqualTo(indices.length);
      for (int k = 0; k < indices.length; k++) {
        assertThat(features.index[features.start[r] + k]).isEqualTo(indices[k]);
        assertThat(features.value[features.start[r] + k]).isEqualTo(indices[k] * 0.5f);
      }
    }
  }

  @Test
  void rowsGrowAndAreReadBack() {
    List<float[]> dense = new ArrayList<>();
    List<int[]> sparse = new ArrayList<>();
    Features features = random(new Rng(1), 200, dense, sparse);
    check(features, dense, sparse);
    features.clear();
    check(features, List.of(), List.of());
  }

  @Test
  void appendedAndRestoredRowsAreTheSame() {
    List<float[]> dense = new ArrayList<>();
    List<int[]> sparse = new ArrayList<>();
    Features features = random(new Rng(2), 40, dense, sparse);
    Features appended = new Features(DENSE, SPARSE, 2);
    for (int r = 0; r < features.rows; r++) {
      appended.append(features, r);
    }
    check(appended, dense, sparse);
    SnapshotWriter out = new SnapshotWriter();
    features.save(out);
    Features restored = random(new Rng(3), 5, new ArrayList<>(), new ArrayList<>());
    SnapshotReader in = new SnapshotReader(out.toByteArray());
    restored.restore(in);
    in.end();
    check(restored, dense, sparse);
  }

  @Test
  void rowsOfAnotherWidthAreRefused() {
    SnapshotWriter out = new SnapshotWriter();
    Features features = new Features(2, 10, 1);
    features.openRow();
    features.add(9, 1f);
    features.save(out);
    byte[] bytes = out.toByteArray();
    assertThatThrownBy(() -> new Features(3, 10, 1).restore(new SnapshotReader(bytes)))
        .isInstanceOf(SnapshotException.class);
    assertThatThrownBy(() -> new Features(2, 9, 1).restore(new SnapshotReader(bytes)))
        .isInstanceOf(SnapshotException.class)
        .hasMessage("sparse index 9 is not below 9");
  }

  @Test
  void damagedRowStartsAreRefused() {
    byte[] backwards =
        new SnapshotWriter()
            .putInt(2)
            .putFloats(new float[0])
            .putInts(new int[] {0, 5, 1})
            .putInts(new int[] {0})
            .putFloats(new float[] {1})
            .toByteArray();
    assertThatThrownBy(() -> new Features(0, 4, 1).restore(new SnapshotReader(backwards)))
        .isInstanceOf(SnapshotException.class);
    byte[] tooMany =
        new SnapshotWriter()
            .putInt(Integer.MAX_VALUE)
            .putFloats(new float[0])
            .putInts(new int[0])
            .putInts(new int[0])
            .putFloats(new float[0])
            .toByteArray();
    assertThatThrownBy(() -> new Features(0, 4, 1).restore(new SnapshotReader(tooMany)))
        .isInstanceOf(SnapshotException.class);
  }

  @Test
  void rowsOfAscendingIndicesAreKnown() {
    Features features = new Features(0, 10, 1);
    features.openRow();
    features.add(3, 1f);
    features.add(7, 1f);
    features.openRow();
    features.add(2, 1f);
    assertThat(features.ascending()).isTrue();
    features.add(2, 1f);
    assertThat(features.ascending()).isFalse();
    features.clear();
    assertThat(features.ascending()).isTrue();
  }
}
