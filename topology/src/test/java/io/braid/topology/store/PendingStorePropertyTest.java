package io.braid.topology.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.data.Example;
import io.braid.model.data.Prediction;
import io.braid.model.data.RejectedException;
import io.braid.model.spec.Pipeline;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class PendingStorePropertyTest {
  /** Whatever comes in whatever order, with restarts in between. */
  @Property(tries = 300)
  void itDoesWhatListsSearchedFromEndToEndDo(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int most) {
    Random random = new Random(seed);
    long wait = 1L + random.nextInt(200);
    Pipeline.Labels labels = new Pipeline.Labels("labels", wait, most);
    List<String> expected = new ArrayList<>();
    List<String> departed = new ArrayList<>();
    NaivePending naive = new NaivePending(wait, most, expected);
    JournalStore inner = new JournalStore();
    PendingStore store = new PendingStore(inner, labels, recorder(departed));
    int ids = 1 + random.nextInt(30);
    long time = 10_000;
    for (int offset = 0; offset < 400; offset++) {
      String id = "i" + random.nextInt(ids);
      time += random.nextInt(10) - 2L + (random.nextInt(100) == 0 ? 150 : 0);
      if (random.nextInt(5) < 2) {
        boolean complete = random.nextInt(4) == 0;
        assertThat(event(store, id, time, offset, complete))
            .isEqualTo(naive.event(id, time, offset, complete));
      } else {
        assertThat(label(store, id, time, offset)).isEqualTo(naive.label(id, time, offset));
      }
      store.settle();
      naive.settle();
      assertThat(departed).isEqualTo(expected);
      assertThat(store.size()).isEqualTo(naive.size());
      if (random.nextInt(50) == 0) {
        inner = JournalStore.upTo(inner.journal, inner.journal.size());
        store = new PendingStore(inner, labels, recorder(departed));
      }
    }
    // Nothing is left behind: an entry and its place in a queue for each, and the counts.
    assertThat(inner.map).hasSize(2 * naive.size() + 1);
  }

  @Test
  void whatIsTooLargeToBeKeptIsRefusedAndLeavesNothing() {
    JournalStore inner = new JournalStore();
    PendingStore store =
        new PendingStore(
            inner, new Pipeline.Labels("labels", 100, 10), recorder(new ArrayList<>()));
    int entries = inner.map.size();
    byte[] id = new byte[PendingStore.MAX_ENTRY_BYTES];
    PendingEvent event = scratch();
    assertThatThrownBy(() -> store.add(id, 0, 0, 0, event.example, event.prediction))
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectedException.Reason.TOO_LARGE));
    assertThat(store.size()).isZero();
    assertThat(inner.map).hasSize(entries);
  }

  private static PendingStore.Departures recorder(List<String> departed) {
    return new PendingStore.Departures() {
      @Override
      public void unlabelled(boolean full) {
        departed.add("open " + full);
      }

      @Override
      public void unmatched(EarlyLabel label, boolean full) {
        departed.add("label " + label.offset() + " " + full);
      }
    };
  }

  private static String event(
      PendingStore store, String id, long time, long offset, boolean complete) {
    store.advance(time);
    boolean replaced = store.remove(bytes(id), scratch());
    List<Long> early = store.takeLabels(bytes(id)).stream().map(EarlyLabel::offset).toList();
    PendingEvent event = scratch();
    event.example.labels[0] = complete ? 1 : Double.NaN;
    try {
      store.add(bytes(id), time, 0, offset, event.example, event.prediction);
    } catch (RejectedException e) {
      throw new AssertionError(e);
    }
    return replaced + " " + early;
  }

  private static String label(PendingStore store, String id, long time, long offset) {
    PendingEvent event = scratch();
    try {
      if (store.find(bytes(id), event)) {
        boolean wasComplete = event.complete();
        event.example.labels[0] = 1;
        store.update(event, wasComplete);
        return "of " + event.offset;
      }
      Record<byte[], byte[]> record = new Record<>(bytes(id), null, time);
      store.addLabel(bytes(id), time, new EarlyLabel(new double[1], false, record, 0, offset));
      return "kept";
    } catch (RejectedException e) {
      return "refused";
    }
  }

  private static PendingEvent scratch() {
    Example example = new Example(1, 0, 1);
    example.features.openRow();
    return new PendingEvent(example, new Prediction(new int[] {1}));
  }

  private static byte[] bytes(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }
}
