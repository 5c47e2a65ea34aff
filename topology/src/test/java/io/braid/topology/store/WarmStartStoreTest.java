package io.braid.topology.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.data.SnapshotException;
import io.braid.model.learner.ModelFile;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.SpecException;
import io.braid.topology.crash.WarmStartSubject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A warm start happens once, before the first event; afterwards the store's own snapshot counts.
 */
class WarmStartStoreTest {
  private static final int EVENTS = 300;

  @TempDir Path folder;

  private final JournalStore inner = new JournalStore();
  private final CommitMetadata committed = new Commits();

  /** What commits say, as a broker keeps it. */
  private static final class Commits implements CommitMetadata {
    private final Map<String, Long> numbers = new HashMap<>();

    @Override
    public Long get(String key) {
      return numbers.get(key);
    }

    @Override
    public void put(String key, long value) {
      numbers.put(key, value);
    }
  }

  private LearnerStore<Prequential> open(Path file) {
    LearnerStore<Prequential> store =
        new LearnerStore<>(inner, () -> WarmStartSubject.of(file), 4096);
    store.open("0_0", false, committed);
    store.load();
    return store;
  }

  @Test
  void anApplicationBeginsWithItsFileOnceAndGoesOnFromItsOwnSnapshot() throws IOException {
    Path file = folder.resolve("first.braid");
    ModelFile.write(file, WarmStartSubject.learned(0, 500));
    WarmStartSubject subject = new WarmStartSubject();
    Prequential reference = WarmStartSubject.of(file);
    reference.begin();
    LearnerStore<Prequential> store = open(file);
    assertThat(store.learner().inherited().steps()).isPositive();
    for (long i = 0; i < EVENTS; i++) {
      byte[] event = subject.event(i);
      subject.learn(reference, event);
      store.mutate("in", 0, i, learner -> subject.learn(learner, event));
    }
    store.flushCache();
    store.commit(Map.of());
    store.close();

    // Another file of this name, then none at all: nothing happens any more.
    ModelFile.write(file, WarmStartSubject.learned(9, 800));
    LearnerStore<Prequential> again = open(file);
    assertThat(again.learner().inherited()).isNull();
    assertThat(ModelFile.encode(again.learner())).isEqualTo(ModelFile.encode(reference));
    again.close();
    Files.delete(file);
    assertThat(ModelFile.encode(open(file).learner())).isEqualTo(ModelFile.encode(reference));
  }

  @Test
  void aMissingFileIsAnErrorBeforeAnythingIsLearned() {
    assertThatThrownBy(() -> open(folder.resolve("none.braid")))
        .isInstanceOf(SpecException.class)
        .hasMessage("warm_start.from: " + folder.resolve("none.braid") + ": no such file");
    assertThat(inner.map).isEmpty();
  }

  @Test
  void whatIsNotThereIsSaid() {
    for (Path none : List.of(folder, folder.resolve("none"))) {
      assertThatThrownBy(() -> StoredModel.ofDirectory(none))
          .isInstanceOf(SnapshotException.class)
          .hasMessage(none + " holds no store");
    }
  }
}
