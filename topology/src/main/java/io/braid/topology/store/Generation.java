package io.braid.topology.store;

import io.braid.model.data.Section;
import io.braid.model.data.SnapshotWriter;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * One of an owner's key sets: knows what it holds, so that a snapshot writes only the sections that
 * have changed since this key set was last written.
 */
final class Generation {
  private final long owner;
  private final int number;
  private final Manifest.Entry[] entries;
  private final long[] versions;

  Generation(long owner, int number, int sections) {
    this.owner = owner;
    this.number = number;
    this.entries = new Manifest.Entry[sections];
    this.versions = new long[sections];
  }

  /** Takes over what {@code manifest} says this key set holds, in the learner's present state. */
  void adopt(Manifest manifest, List<Section> sections) {
    for (int i = 0; i < entries.length; i++) {
      entries[i] = manifest.sections().get(i);
      versions[i] = sections.get(i).version().getAsLong();
    }
  }

  /**
   * Writes the sections that have changed and removes blocks that are no longer needed; the
   * manifest is the caller's to write afterwards.
   *
   * @param writer reused memory
   * @return bytes of the sections that were written
   */
  long write(
      List<Section> sections,
      KeyValueStore<Bytes, byte[]> inner,
      int blockBytes,
      SnapshotWriter writer) {
    long written = 0;
    for (int i = 0; i < entries.length; i++) {
      long version = sections.get(i).version().getAsLong();
      if (entries[i] != null && versions[i] == version) {
        continue;
      }
      writer.reset();
      sections.get(i).state().save(writer);
      int before = entries[i] == null ? 0 : entries[i].blocks();
      CRC32C crc = new CRC32C();
      int blocks = 0;
      for (int from = 0; from < writer.size(); from += blockBytes) {
        // Kafka keeps the reference until the block is sent: always a fresh array.
        byte[] block = writer.toByteArray(from, Math.min(writer.size(), from + blockBytes));
        crc.update(block);
        inner.put(BlockKey.block(owner, number, i, blocks++), block);
      }
      for (int surplus = blocks; surplus < before; surplus++) {
        inner.delete(BlockKey.block(owner, number, i, surplus));
      }
      entries[i] =
          new Manifest.Entry(sections.get(i).name(), writer.size(), blocks, crc.getValue());
      versions[i] = version;
      written += writer.size();
    }
    return written;
  }

  /** What the key set holds, once everything has been written. */
  List<Manifest.Entry> entries() {
    return List.copyOf(Arrays.asList(entries));
  }
}
