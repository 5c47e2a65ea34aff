package io.braid.topology.store;

import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Describes one snapshot; written after its blocks, so that a valid manifest whose blocks match is
 * a complete snapshot.
 *
 * <p>Format 1, little-endian: tag, format, structure hash, owner, generation, epoch, n, events
 * learned, offsets, sections, and last the CRC32C of everything before it.
 *
 * @param structureHash the learner's
 * @param owner whose keys these are; 0 under exactly_once_v2
 * @param generation which of the owner's key sets holds the blocks
 * @param epoch grows with every owner: of two valid snapshots the higher epoch is the right one
 * @param n grows with every snapshot of one owner
 * @param learned events learned since the learner was new
 * @param offsets the last offset learned per input partition
 * @param sections what the blocks hold
 */
record Manifest(
    String structureHash,
    long owner,
    int generation,
    long epoch,
    long n,
    long learned,
    Offsets offsets,
    List<Entry> sections) {
  private static final int FORMAT = 1;
  private static final String TAG = "braid.manifest";

  /**
   * One section's bytes.
   *
   * @param name the section's
   * @param length bytes in all its blocks together
   * @param blocks how many blocks hold them
   * @param crc CRC32C of the bytes
   */
  record Entry(String name, int length, int blocks, long crc) {}

  byte[] encode() {
    SnapshotWriter out = new SnapshotWriter();
    out.tag(TAG).putInt(FORMAT).putString(structureHash).putLong(owner).putInt(generation);
    out.putLong(epoch).putLong(n).putLong(learned);
    offsets.save(out);
    out.putInt(sections.size());
    for (Entry e : sections) {
      out.putString(e.name).putInt(e.length).putInt(e.blocks).putLong(e.crc);
    }
    return out.putLong(crc(out.toByteArray(), out.size())).toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws SnapshotException if the bytes are damaged or of a format this version does not know
   */
  static Manifest decode(byte[] bytes) {
    int body = bytes.length - Long.BYTES;
    if (body < 0
        || ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(body)
            != crc(bytes, body)) {
      throw new SnapshotException("the manifest is damaged: its checksum is wrong");
    }
    SnapshotReader in = new SnapshotReader(bytes).tag(TAG);
    int format = in.getInt();
    if (format != FORMAT) {
      throw new SnapshotException("the manifest has format " + format + ", known: " + FORMAT);
    }
    String hash = in.getString();
    long owner = in.getLong();
    int generation = in.getInt();
    long epoch = in.getLong();
    long n = in.getLong();
    long learned = in.getLong();
    Offsets offsets = Offsets.restore(in);
    List<Entry> sections = new ArrayList<>();
    for (int count = in.getInt(); count > 0; count--) {
      sections.add(new Entry(in.getString(), in.getInt(), in.getInt(), in.getLong()));
    }
    in.getLong();
    in.end();
    return new Manifest(hash, owner, generation, epoch, n, learned, offsets, sections);
  }

  /** Bytes of all sections. */
  long bytes() {
    return sections.stream().mapToLong(Entry::length).sum();
  }

  /** CRC32C of the first {@code length} bytes. */
  static long crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }
}
