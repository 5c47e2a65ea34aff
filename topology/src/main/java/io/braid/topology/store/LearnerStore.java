package io.braid.topology.store;

import io.braid.model.data.Learned;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotWriter;
import io.braid.topology.StreamsSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a learner on the heap and its snapshots in a logged key-value store, so that every record
 * is learned exactly once under {@code exactly_once_v2} and, with one input topic per stream task,
 * under {@code at_least_once} too (there outputs may repeat).
 *
 * <p><b>When a snapshot is written.</b> Before each commit Kafka Streams calls {@link #flushCache}
 * of every {@link CachedStateStore} and then waits for the producer, and only then commits offsets:
 * a snapshot written there is durable before the offsets it belongs to. ({@link #commit} runs after
 * the offsets, which would lose learning.) The interface is internal to Kafka Streams; the version
 * is pinned and crash tests guard the order.
 *
 * <p><b>What a snapshot says.</b> The last offset learned per input partition. After a crash under
 * {@code at_least_once} the changelog may be ahead of the committed offsets: records come again and
 * {@link #isNew} says that they have been learned.
 *
 * <p><b>Why a snapshot survives.</b> Under {@code exactly_once_v2} the transaction is atomic:
 * blocks are written in place, owner 0. Under {@code at_least_once} nothing is atomic, therefore
 *
 * <ul>
 *   <li>generations of keys alternate. Never overwritten are the last snapshot that {@link #commit}
 *       has confirmed and the last one that was written whole: its offsets may have been committed
 *       without the confirmation coming back. So two generations suffice while commits are
 *       confirmed, and a third is used when one is not;
 *   <li>the manifest is written last and holds the checksums of all blocks;
 *   <li>every loading makes a new owner with keys of its own and the next epoch; the highest valid
 *       epoch wins, so a process that was stopped and wakes up late (a zombie) cannot overwrite its
 *       successor. An owner removes others' keys after its own first confirmed snapshot;
 *   <li>a closing task flushes even after a failure. A mutation that did not return marks the
 *       learner as broken: it is never written, and neither records nor commits pass any more.
 * </ul>
 *
 * <p><b>How a loss is noticed.</b> The learned-through offsets also travel in the metadata of the
 * committed input offsets. A snapshot that has learned less than those say is refused at start.
 * (The committed offsets themselves may rightly be ahead: rejected records and transaction markers
 * are read but not learned.)
 *
 * <p>With two input topics (events and labels) under {@code at_least_once} every record is still
 * learned once, but after a replay possibly in another order: use {@code exactly_once_v2} there.
 *
 * <p>Call {@link #load} in {@code Processor.init()}: it runs after the changelog was restored. Used
 * by one stream thread.
 *
 * @param <L> the learner
 */
public final class LearnerStore<L extends Learned>
    implements StateStore, CachedStateStore<byte[], byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(LearnerStore.class);

  /** Stands for no generation. */
  private static final int NONE = -1;

  private final KeyValueStore<Bytes, byte[]> inner;
  private final Supplier<? extends L> factory;
  private final int blockBytes;
  private final SnapshotWriter writer = new SnapshotWriter();
  private final Committed committed;
  private SnapshotWatcher<? super L> watcher;

  private String task;
  private boolean owned;
  private CommitMetadata metadata;

  // What follows lives from load() to drop().
  private L learner;
  private List<Section> sections;
  private String structureHash;
  private Offsets offsets;
  private long learned;
  private long owner;
  private long epoch;
  private long n;
  private Generation[] generations;
  private boolean dirty;
  private boolean inProgress;
  private String brokenAt;
  private int confirmed;
  private int whole;
  private boolean othersHaveKeys;
  private boolean purgeDue;

  LearnerStore(KeyValueStore<Bytes, byte[]> inner, Supplier<? extends L> factory, int blockBytes) {
    this.inner = inner;
    this.factory = factory;
    this.blockBytes = blockBytes;
    this.committed = new Committed(inner.name());
  }

  /** Sets who is told of snapshots from now on. */
  public void watch(SnapshotWatcher<? super L> told) {
    watcher = told;
  }

  /** What is written, for readers in other threads. */
  public Committed committed() {
    return committed;
  }

  // ---- For the processor ----

  /**
   * Builds the learner and restores the newest valid snapshot into it.
   *
   * @throws SnapshotException if there is none where there must be one, if it is of a learner of
   *     another structure, or if it has learned less than the committed offsets say
   */
  public void load() {
    drop();
    Snapshots snapshots = new Snapshots(inner, metadata, name());
    L fresh = factory.get();
    Manifest found;
    try {
      found = snapshots.restoreBest(fresh);
    } catch (SnapshotException e) {
      SnapshotException placed = new SnapshotException(place() + e.getMessage());
      placed.initCause(e);
      throw placed;
    }
    sections = List.copyOf(fresh.sections());
    structureHash = fresh.structureHash();
    owner = owned ? ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE) : 0;
    offsets = found == null ? new Offsets() : found.offsets();
    learned = found == null ? 0 : found.learned();
    boolean own = found != null && found.owner() == owner;
    epoch = own ? found.epoch() : snapshots.highestEpoch() + 1;
    n = own ? found.n() : 0;
    generations = new Generation[owned ? 3 : 1];
    for (int g = 0; g < generations.length; g++) {
      generations[g] = new Generation(owner, g, sections.size());
    }
    if (own) {
      generations[0].adopt(found, sections);
    }
    othersHaveKeys = Snapshots.hasKeysOfOthers(inner, owner);
    learner = fresh;
    committed.open(inner);
    LOG.info(
        "store '{}' of task {}: {} events learned, {}; epoch {}",
        name(),
        task,
        learned,
        offsets,
        epoch);
  }

  /** The learner; change it only through {@link #mutate}. */
  public L learner() {
    requireUsable();
    return learner;
  }

  /**
   * Whether a record has not been learned yet. Ask for every record: one that comes again makes the
   * next commit write a snapshot, which must be this owner's before offsets pass it.
   */
  public boolean isNew(String topic, int partition, long offset) {
    requireUsable();
    if (offset > offsets.get(topic, partition)) {
      return true;
    }
    dirty = true;
    return false;
  }

  /**
   * Changes the learner on behalf of one record; at most once per record.
   *
   * @throws IllegalArgumentException if the record is not new
   */
  public void mutate(String topic, int partition, long offset, Mutation<? super L> mutation) {
    requireUsable();
    if (offset <= offsets.get(topic, partition)) {
      throw new IllegalArgumentException(
          "record "
              + topic
              + "-"
              + partition
              + "@"
              + offset
              + " has been learned, through offset "
              + offsets.get(topic, partition));
    }
    inProgress = true;
    boolean done = false;
    try {
      mutation.apply(learner);
      done = true;
    } finally {
      if (!done) {
        brokenAt = topic + "-" + partition + "@" + offset;
      }
    }
    offsets.set(topic, partition, offset);
    learned++;
    dirty = true;
    inProgress = false;
  }

  /** Events learned since the learner was new. */
  public long learned() {
    requireUsable();
    return learned;
  }

  // ---- For Kafka Streams ----

  @Override
  public void init(StateStoreContext stateStoreContext, StateStore root) {
    drop();
    Map<String, Object> settings = stateStoreContext.appConfigs();
    StreamsSettings.requireSafe(settings);
    StreamsSettings.requireBlockFits(settings, blockBytes);
    Object guarantee = settings.get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG);
    open(
        stateStoreContext.taskId().toString(),
        !StreamsConfig.EXACTLY_ONCE_V2.equals(guarantee),
        CommitMetadata.of((InternalProcessorContext<?, ?>) stateStoreContext));
    inner.init(stateStoreContext, root);
  }

  /**
   * What {@link #init} takes from Kafka Streams.
   *
   * @param atLeastOnce whether a flush may be torn, so that keys need an owner and generations
   */
  void open(String taskId, boolean atLeastOnce, CommitMetadata commitMetadata) {
    task = taskId;
    owned = atLeastOnce;
    metadata = commitMetadata;
  }

  /** Writes a snapshot if the learner has changed. Runs just before a commit. */
  @Override
  public void flushCache() {
    if (learner == null) {
      return;
    }
    if (inProgress) {
      throw new IllegalStateException(broken());
    }
    if (purgeDue) {
      purgeOthers();
    }
    if (!dirty) {
      return;
    }
    long began = System.nanoTime();
    n++;
    int g = nextGeneration();
    long changed = generations[g].write(sections, inner, blockBytes, writer);
    Manifest manifest =
        new Manifest(structureHash, owner, g, epoch, n, learned, offsets, generations[g].entries());
    inner.put(BlockKey.manifest(owner, g), manifest.encode());
    if (!owned && othersHaveKeys) {
      purgeOthers();
    }
    metadata.require(name(), learned, offsets);
    whole = g;
    dirty = false;
    if (watcher != null) {
      watcher.written(learner, manifest.bytes(), changed, System.nanoTime() - began);
    }
  }

  /** Runs after the offsets were committed (under exactly_once_v2 only when the task closes). */
  @Override
  public void commit(Map<TopicPartition, Long> changelogOffsets) {
    inner.commit(changelogOffsets);
    if (learner != null && !dirty && confirmed != whole) {
      confirmed = whole;
      purgeDue = othersHaveKeys;
    }
  }

  /** A task that becomes a standby: the heap is stale from here on. */
  @Override
  public void clearCache() {
    drop();
  }

  @Override
  public void close() {
    drop();
    inner.close();
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public boolean persistent() {
    return inner.persistent();
  }

  @Override
  public boolean isOpen() {
    return inner.isOpen();
  }

  /** Deprecated in Kafka Streams for stores to come; the built-in inner store still answers. */
  @Override
  @SuppressWarnings("deprecation")
  public boolean managesOffsets() {
    return inner.managesOffsets();
  }

  @Override
  public Long committedOffset(TopicPartition partition) {
    return inner.committedOffset(partition);
  }

  @Override
  public Position getPosition() {
    return inner.getPosition();
  }

  /** There is nothing to listen to: snapshots are not forwarded. */
  @Override
  public boolean setFlushListener(
      CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
    return false;
  }

  // ---- Inside ----

  private int nextGeneration() {
    int g = 0;
    while (owned && (g == confirmed || g == whole)) {
      g++;
    }
    return g;
  }

  private void purgeOthers() {
    Snapshots.removeKeysOfOthers(inner, owner);
    othersHaveKeys = false;
    purgeDue = false;
  }

  private void requireUsable() {
    if (inProgress) {
      throw new IllegalStateException(broken());
    }
    if (learner == null) {
      throw new IllegalStateException(place() + "not loaded: call load() in Processor.init()");
    }
  }

  private String broken() {
    return place()
        + "learning record "
        + brokenAt
        + " ended half-way; the learner on the heap is "
        + "broken and is not kept. The task must be closed and starts again from its last snapshot";
  }

  private String place() {
    return "store '" + name() + "' of task " + task + ": ";
  }

  private void drop() {
    committed.close();
    learner = null;
    sections = null;
    generations = null;
    offsets = null;
    dirty = false;
    inProgress = false;
    brokenAt = null;
    confirmed = NONE;
    whole = NONE;
    othersHaveKeys = false;
    purgeDue = false;
  }
}
