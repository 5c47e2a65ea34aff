package io.braid.topology.store;

import io.braid.model.data.Example;
import io.braid.model.data.Prediction;
import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Events that wait for labels, and labels that wait for their event, in a logged key-value store.
 *
 * <p><b>Bounded by time.</b> Stream time is the largest event time seen. An event is due at its
 * time plus the wait, a label at the stream time it came at plus the wait (before the first event:
 * its own time plus the wait). What is due before stream time is not found any more. No clock is
 * asked: the same records in the same order have the same outcome. (One event that claims to be of
 * the far future ends all waits: times have to be right.)
 *
 * <p><b>Bounded by count.</b> Beyond the most that may wait, events whose labels are all known go
 * first (they wait for corrections only), then whatever is due first.
 *
 * <p><b>Bounded work.</b> {@link #settle}, called after every record, removes at most {@value
 * #REMOVALS} of what is due or too many; more than one is seldom due. Of one id at most {@value
 * #LABELS_PER_ID} label records wait.
 *
 * <p>Only with {@code exactly_once_v2} do this store and the learner's belong to the same record
 * after a crash. Not thread-safe.
 */
public final class PendingStore {
  /** Most entries removed per record. */
  static final int REMOVALS = 32;

  /** Most label records that wait for one event. */
  static final int LABELS_PER_ID = 16;

  /** Most bytes of an entry: what every allowed setting of the producer lets pass. */
  static final int MAX_ENTRY_BYTES = LearnerStoreBuilder.BLOCK_BYTES;

  private static final long NO_TIME = Long.MIN_VALUE;

  /** Record timestamps may be anything; beyond this the sum with a wait would overflow. */
  private static final long LAST_TIME = Long.MAX_VALUE / 2;

  private static final int UNLABELLED = 0;
  private static final int COMPLETE = 1;
  private static final int EARLY = 2;
  private static final int QUEUES = 3;

  /** Told of what leaves without its other half having come. */
  public interface Departures {
    /**
     * An event some of whose labels have not come.
     *
     * @param full whether it had to go because too many wait; else because its time was over
     */
    void unlabelled(boolean full);

    /**
     * A label record whose event has not come.
     *
     * @param full whether it had to go because too many wait; else because its time was over
     */
    void unmatched(EarlyLabel label, boolean full);
  }

  private final KeyValueStore<Bytes, byte[]> inner;
  private final long waitMs;
  private final int maxPending;
  private final Departures departures;
  private final DueQueue[] queues = new DueQueue[QUEUES];
  private final long[] counts = new long[QUEUES];
  private final SnapshotWriter writer = new SnapshotWriter();

  private long streamTime = NO_TIME;
  private boolean changed;

  /**
   * Reads what was kept: call it in {@code Processor.init()}, after the changelog was restored.
   *
   * @param inner built by {@link #builder}
   */
  public PendingStore(
      KeyValueStore<Bytes, byte[]> inner, Pipeline.Labels labels, Departures departures) {
    this.inner = inner;
    this.waitMs = labels.waitMs();
    this.maxPending = labels.maxPending();
    this.departures = departures;
    for (int q = 0; q < QUEUES; q++) {
      queues[q] = new DueQueue(inner, q);
    }
    byte[] meta = inner.get(PendingKeys.meta());
    if (meta != null) {
      SnapshotReader in = new SnapshotReader(meta);
      streamTime = in.getLong();
      in.getLongs(counts);
      in.end();
    }
  }

  /** The inner store: persistent, compacted changelog, never cached. */
  public static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
        .withLoggingEnabled(
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(LearnerStoreBuilder.MAX_MESSAGE_BYTES)))
        .withCachingDisabled();
  }

  /** Moves stream time on to an event's time, if that is later. */
  public void advance(long eventTime) {
    if (eventTime > streamTime) {
      streamTime = eventTime;
      changed = true;
    }
  }

  /** Events and labels that wait. */
  public long size() {
    return counts[UNLABELLED] + counts[COMPLETE] + counts[EARLY];
  }

  // ---- Events ----

  /** Finds the event that waits under an id; false if there is none. */
  public boolean find(byte[] id, PendingEvent into) {
    return load(id, into) && into.due >= streamTime;
  }

  private boolean load(byte[] id, PendingEvent into) {
    if (counts[UNLABELLED] + counts[COMPLETE] == 0) {
      return false;
    }
    byte[] saved = inner.get(PendingKeys.event(id));
    if (saved != null) {
      into.restore(id, saved);
    }
    return saved != null;
  }

  /**
   * Makes an event wait. No other may wait under its id: see {@link #remove}.
   *
   * @param example with the labels known so far
   * @throws RejectedException if it is too large to be kept
   */
  public void add(
      byte[] id, long time, int partition, long offset, Example example, Prediction prediction)
      throws RejectedException {
    PendingEvent event = new PendingEvent(example, prediction);
    event.id = id;
    event.due = dueAfter(time);
    event.time = time;
    event.partition = partition;
    event.offset = offset;
    put(event);
    enter(queueOf(event), event.due, offset, id);
  }

  /**
   * Keeps what became known of a found event's labels.
   *
   * @param wasComplete whether all its labels had been known when it was found
   */
  public void update(PendingEvent event, boolean wasComplete) throws RejectedException {
    put(event);
    if (event.complete() && !wasComplete) {
      leave(UNLABELLED, event.due, event.offset);
      enter(COMPLETE, event.due, event.offset, event.id);
    }
  }

  /** Removes whatever event is kept under an id; false if none was found there in time. */
  public boolean remove(byte[] id, PendingEvent scratch) {
    if (!load(id, scratch)) {
      return false;
    }
    inner.delete(PendingKeys.event(id));
    leave(queueOf(scratch), scratch.due, scratch.offset);
    boolean inTime = scratch.due >= streamTime;
    if (!inTime && !scratch.complete()) {
      departures.unlabelled(false);
    }
    return inTime;
  }

  // ---- Labels ----

  /**
   * Makes a label record wait for its event.
   *
   * @param ownTime when it became known, for want of a stream time
   * @throws RejectedException if it is too large, or too many wait for this event already
   */
  public void addLabel(byte[] id, long ownTime, EarlyLabel label) throws RejectedException {
    Bytes key = PendingKeys.label(id, label.offset());
    if (inner.get(key) != null) {
      // Read again, after the input's offsets were set back by hand.
      return;
    }
    long due = dueAfter(streamTime == NO_TIME ? ownTime : streamTime);
    label.save(due, writer.reset());
    requireFits(id);
    if (waitingFor(id) >= LABELS_PER_ID) {
      throw new RejectedException(
          Reason.UNKNOWN_EVENT,
          "the event of these labels has not come, and "
              + LABELS_PER_ID
              + " label records wait for it already");
    }
    inner.put(key, writer.toByteArray());
    enter(EARLY, due, label.offset(), id);
  }

  /** Removes and returns the label records that wait for an event, in the order they came in. */
  public List<EarlyLabel> takeLabels(byte[] id) {
    if (counts[EARLY] == 0) {
      return List.of();
    }
    List<EarlyLabel> inTime = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> labels = labelsOf(id)) {
      while (labels.hasNext()) {
        KeyValue<Bytes, byte[]> entry = labels.next();
        EarlyLabel label = EarlyLabel.restore(entry.value);
        long due = EarlyLabel.dueOf(entry.value);
        inner.delete(entry.key);
        leave(EARLY, due, label.offset());
        if (due >= streamTime) {
          inTime.add(label);
        } else {
          departures.unmatched(label, false);
        }
      }
    }
    return inTime;
  }

  private int waitingFor(byte[] id) {
    int count = 0;
    if (counts[EARLY] > 0) {
      try (KeyValueIterator<Bytes, byte[]> labels = labelsOf(id)) {
        for (; labels.hasNext(); labels.next()) {
          count++;
        }
      }
    }
    return count;
  }

  private KeyValueIterator<Bytes, byte[]> labelsOf(byte[] id) {
    return inner.range(PendingKeys.label(id, 0), PendingKeys.label(id, Long.MAX_VALUE));
  }

  // ---- Bounds ----

  /** Removes what is due or too many, and keeps stream time: once after every record. */
  public void settle() {
    for (int removals = 0; removals < REMOVALS && removeOne(); removals++) {
      changed = true;
    }
    if (changed) {
      writer.reset().putLong(streamTime).putLongs(counts);
      inner.put(PendingKeys.meta(), writer.toByteArray());
      changed = false;
    }
  }

  private boolean removeOne() {
    for (int q = 0; q < QUEUES; q++) {
      if (depart(q, streamTime, false)) {
        return true;
      }
    }
    if (size() <= maxPending) {
      return false;
    }
    int q = COMPLETE;
    if (counts[COMPLETE] == 0) {
      q = queues[UNLABELLED].first() <= queues[EARLY].first() ? UNLABELLED : EARLY;
    }
    return depart(q, Long.MAX_VALUE, true);
  }

  private boolean depart(int q, long before, boolean full) {
    DueQueue.Due due = queues[q].takeBefore(before);
    if (due == null) {
      return false;
    }
    counts[q]--;
    Bytes key = PendingKeys.event(due.id().get());
    if (q == EARLY) {
      key = PendingKeys.label(due.id().get(), due.offset());
      departures.unmatched(EarlyLabel.restore(inner.get(key)), full);
    } else if (q == UNLABELLED) {
      departures.unlabelled(full);
    }
    inner.delete(key);
    return true;
  }

  private void put(PendingEvent event) throws RejectedException {
    event.save(writer.reset());
    requireFits(event.id);
    inner.put(PendingKeys.event(event.id), writer.toByteArray());
  }

  private void requireFits(byte[] id) throws RejectedException {
    int bytes = writer.size() + id.length;
    if (bytes > MAX_ENTRY_BYTES) {
      throw new RejectedException(
          Reason.TOO_LARGE,
          "waiting for its other half takes " + bytes + " bytes, allowed: " + MAX_ENTRY_BYTES);
    }
  }

  private long dueAfter(long time) {
    return Math.min(time, LAST_TIME) + waitMs;
  }

  private static int queueOf(PendingEvent event) {
    return event.complete() ? COMPLETE : UNLABELLED;
  }

  private void enter(int q, long due, long offset, byte[] id) {
    queues[q].add(due, offset, id);
    counts[q]++;
    changed = true;
  }

  private void leave(int q, long due, long offset) {
    queues[q].remove(due, offset);
    counts[q]--;
    changed = true;
  }
}
