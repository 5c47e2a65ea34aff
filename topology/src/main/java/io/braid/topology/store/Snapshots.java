package io.braid.topology.store;

import io.braid.model.data.Learned;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds, checks and reads the snapshots in an inner store. */
final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  /** The right snapshot comes first; see {@link Manifest} for the order's reasons. */
  private static final Comparator<Manifest> BEST_FIRST =
      Comparator.comparingLong(Manifest::epoch)
          .thenComparingLong(m -> m.offsets().sum())
          .thenComparingLong(Manifest::n)
          .reversed();

  private final ReadOnlyKeyValueStore<Bytes, byte[]> inner;
  private final CommitMetadata metadata;
  private final String store;

  /** Manifests of the known format with a right checksum, the right one first. */
  final List<Manifest> manifests = new ArrayList<>();

  /** What was wrong with the others. */
  final List<String> problems = new ArrayList<>();

  /**
   * @param metadata what the committed offsets say was learned
   * @param store the store's name in the metadata
   */
  Snapshots(ReadOnlyKeyValueStore<Bytes, byte[]> inner, CommitMetadata metadata, String store) {
    this.inner = inner;
    this.metadata = metadata;
    this.store = store;
    try (KeyValueIterator<Bytes, byte[]> found =
        inner.range(BlockKey.FIRST_MANIFEST, BlockKey.FIRST_BLOCK)) {
      while (found.hasNext()) {
        KeyValue<Bytes, byte[]> next = found.next();
        if (BlockKey.isManifest(next.key)) {
          try {
            manifests.add(Manifest.decode(next.value));
          } catch (SnapshotException e) {
            problems.add(e.getMessage());
          }
        }
      }
    }
    manifests.sort(BEST_FIRST);
  }

  /**
   * Restores the right snapshot into a new learner, or else lets it begin.
   *
   * @return the restored snapshot; null if there is none and nothing was committed either: the
   *     learner then begins
   * @throws SnapshotException if there is no valid one where there must be one, or if it is of a
   *     learner of another structure
   */
  Manifest restoreBest(Learned learner) {
    String hash = learner.structureHash();
    for (Manifest manifest : manifests) {
      if (!manifest.structureHash().equals(hash)) {
        throw new SnapshotException(
            "the snapshot is of a learner with structure "
                + manifest.structureHash()
                + ", this pipeline's has "
                + hash
                + ". Give the changed pipeline a new name, or reset the application to learn anew,"
                + " or go back to the pipeline of the snapshot");
      }
      if (!metadata.covers(store, manifest)) {
        problems.add(describe(manifest) + " has not learned enough");
      } else if (restore(manifest, learner)) {
        return manifest;
      }
    }
    // Blocks without any manifest, and nothing committed: the very first flush was cut.
    Long committed = metadata.learned(store);
    if (committed == null && manifests.isEmpty() && problems.isEmpty()) {
      learner.begin();
      return null;
    }
    throw new SnapshotException(
        (committed == null
                ? ""
                : "the committed offsets say that " + committed + " events were learned, but ")
            + "no valid snapshot holds what was learned. Bring the changelog topic back, or reset"
            + " the application to learn anew. Found: "
            + (problems.isEmpty() ? "no snapshot" : problems));
  }

  /** The epoch a new owner has to exceed. */
  long highestEpoch() {
    return manifests.isEmpty() ? 0 : manifests.get(0).epoch();
  }

  static boolean hasKeysOfOthers(ReadOnlyKeyValueStore<Bytes, byte[]> inner, long owner) {
    try (KeyValueIterator<Bytes, byte[]> all = inner.all()) {
      while (all.hasNext()) {
        if (BlockKey.owner(all.next().key) != owner) {
          return true;
        }
      }
    }
    return false;
  }

  /** Manifests go first: what is left of a snapshot is never taken for a damaged one. */
  static void removeKeysOfOthers(KeyValueStore<Bytes, byte[]> inner, long owner) {
    List<Bytes> keys = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> all = inner.all()) {
      while (all.hasNext()) {
        Bytes key = all.next().key;
        if (BlockKey.owner(key) != owner) {
          keys.add(key);
        }
      }
    }
    keys.forEach(inner::delete);
  }

  private static String describe(Manifest manifest) {
    return "the snapshot of epoch "
        + manifest.epoch()
        + ", n "
        + manifest.n()
        + " with "
        + manifest.learned()
        + " events learned, "
        + manifest.offsets()
        + ",";
  }

  /** Whether the blocks match the manifest; if not, the learner is untouched. */
  private boolean restore(Manifest manifest, Learned learner) {
    List<Section> sections = learner.sections();
    byte[][] contents = new byte[sections.size()][];
    try {
      if (manifest.sections().size() != sections.size()) {
        throw new SnapshotException(
            "it has " + manifest.sections().size() + " sections, the learner " + sections.size());
      }
      for (int i = 0; i < contents.length; i++) {
        contents[i] = read(manifest, i, sections.get(i).name());
      }
    } catch (SnapshotException e) {
      String problem = describe(manifest) + " is damaged: " + e.getMessage();
      LOG.warn("{}", problem);
      problems.add(problem);
      return false;
    }
    for (int i = 0; i < contents.length; i++) {
      SnapshotReader in = new SnapshotReader(contents[i]);
      sections.get(i).state().restore(in);
      in.end();
    }
    return true;
  }

  /**
   * A section's bytes, checked.
   *
   * @throws SnapshotException if they are not what the manifest says
   */
  byte[] read(Manifest manifest, int section, String name) {
    Manifest.Entry entry = manifest.sections().get(section);
    if (!entry.name().equals(name)) {
      throw new SnapshotException(
          "it has section '" + entry.name() + "' in place of '" + name + "'");
    }
    byte[] content = new byte[entry.length()];
    int at = 0;
    for (int i = 0; i < entry.blocks(); i++) {
      byte[] block = inner.get(BlockKey.block(manifest.owner(), manifest.generation(), section, i));
      if (block == null || block.length > content.length - at) {
        throw new SnapshotException(
            "block "
                + i
                + " of section '"
                + name
                + "' "
                + (block == null ? "is missing" : "is too long"));
      }
      System.arraycopy(block, 0, content, at, block.length);
      at += block.length;
    }
    if (at != content.length || Manifest.crc(content, at) != entry.crc()) {
      throw new SnapshotException("section '" + name + "' does not match its checksum");
    }
    return content;
  }
}
