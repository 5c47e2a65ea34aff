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

  /** Manifests of the known format with a right checksum, the right one first. */
  final List<Manifest> manifests = new ArrayList<>();

  /** What was wrong with the others. */
  final List<String> problems = new ArrayList<>();

  Snapshots(ReadOnlyKeyValueStore<Bytes, byte[]> inner) {
    this.inner = inner;
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
   * Restores the snapshot into a new learner.
   *
   * @return whether the blocks match the manifest; if not, the learner is untouched and the reason
   *     is in {@link #problems}
   * @throws SnapshotException if the snapshot is of a learner of another structure
   */
  boolean restore(Manifest manifest, Learned learner) {
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
      String problem =
          "the snapshot of epoch "
              + manifest.epoch()
              + ", n "
              + manifest.n()
              + ", learned "
              + manifest.offsets()
              + " is damaged: "
              + e.getMessage();
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

  private byte[] read(Manifest manifest, int section, String name) {
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
