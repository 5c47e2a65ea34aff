package io.braid.topology.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.data.SnapshotException;
import io.braid.topology.crash.Bits;
import io.braid.topology.crash.ToyLearner;
import java.util.ArrayList;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy follows what a store has written, and nothing else. */
class LearnerCopyTest {
  private final LearnerCopy<ToyLearner> copy = new LearnerCopy<>(new ToyLearner());

  private static Life life(boolean atLeastOnce) {
    return new Life(new ArrayList<>(), atLeastOnce, new Life.Committed());
  }

  private void assertLearned(long events) {
    assertThat(Bits.of(copy.learner())).isEqualTo(Bits.of(Life.reference(events)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itIsTheLearnerOfTheLatestSnapshotBitForBit(boolean atLeastOnce) {
    Life life = life(atLeastOnce);
    copy.refresh(life.store.committed());
    assertLearned(0);
    for (int commits = 1; commits <= 5; commits++) {
      life.process(10);
      life.commit();
      copy.refresh(life.store.committed());
      assertLearned(10L * commits);
    }
    life.process(3);
    copy.refresh(life.store.committed());
    assertLearned(50);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSnapshotThatDoesNotMatchItsChecksumsLeavesItAsItWas(boolean atLeastOnce) {
    Life life = life(atLeastOnce);
    life.process(10);
    life.commit();
    copy.refresh(life.store.committed());
    life.process(10);
    life.commit();
    Manifest newest = life.snapshots().manifests.get(0);
    Bytes key = BlockKey.block(newest.owner(), newest.generation(), 0, 0);
    byte[] damaged = life.inner.get(key).clone();
    damaged[0] ^= 1;
    life.inner.put(key, damaged);
    assertThatThrownBy(() -> copy.refresh(life.store.committed()))
        .isInstanceOf(SnapshotException.class)
        .hasMessageContaining("checksum");
    assertLearned(10);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aClosedStoreIsNotRead(boolean atLeastOnce) {
    Life life = life(atLeastOnce);
    life.process(10);
    life.commit();
    Committed committed = life.store.committed();
    assertThat(committed.isOpen()).isTrue();
    life.store.close();
    assertThat(committed.isOpen()).isFalse();
    assertThatThrownBy(() -> copy.refresh(committed))
        .isInstanceOf(SnapshotException.class)
        .hasMessageContaining("not open");
  }
}
