package io.braid.model.learner;

import io.braid.model.data.Learned;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A learner's whole state as one array of bytes: magic, format version, structure hash, then every
 * section as name, CRC-32C and bytes, then the CRC-32C of all that. Restoring checks everything
 * before it changes anything, so a damaged or foreign snapshot leaves the learner as it was.
 */
public final class SnapshotFile {
  private static final int MAGIC = 0x44494152; // "RAID", little-endian
  private static final int VERSION = 1;

  private SnapshotFile() {}

  /** The whole state of {@code learned}. */
  public static byte[] save(Learned learned) {
    SnapshotWriter out = new SnapshotWriter();
    out.putInt(MAGIC).putInt(VERSION).putString(learned.structureHash());
    out.putInt(learned.sections().size());
    SnapshotWriter section = new SnapshotWriter();
    for (Section s : learned.sections()) {
      s.state().save(section.reset());
      byte[] bytes = section.toByteArray();
      out.putString(s.name()).putInt(checksum(bytes, bytes.length)).putBytes(bytes);
    }
    return out.putInt(checksum(out.toByteArray(), out.size())).toByteArray();
  }

  /**
   * Replaces the whole state of {@code learned}.
   *
   * @throws SnapshotException if the bytes are damaged, or of another version or model
   */
  public static void restore(byte[] bytes, Learned learned) {
    SnapshotReader in = new SnapshotReader(bytes);
    if (in.getInt() != MAGIC) {
      throw new SnapshotException("this is not a model snapshot");
    }
    int version = in.getInt();
    if (version != VERSION) {
      throw new SnapshotException(
          "snapshot format " + version + " is not supported, this program reads " + VERSION);
    }
    int body = bytes.length - Integer.BYTES;
    byte[] tail = new byte[Integer.BYTES];
    System.arraycopy(bytes, body, tail, 0, tail.length);
    if (new SnapshotReader(tail).getInt() != checksum(bytes, body)) {
      throw new SnapshotException("the snapshot is damaged: its checksum does not match");
    }
    String hash = in.getString();
    if (!hash.equals(learned.structureHash())) {
      throw new SnapshotException(
          "the snapshot is of another model: structure "
              + hash
              + " where this pipeline has "
              + learned.structureHash());
    }
    Map<String, byte[]> sections = new HashMap<>();
    int count = in.getInt();
    for (int i = 0; i < count; i++) {
      String name = in.getString();
      int checksum = in.getInt();
      byte[] section = in.getBytes();
      if (checksum != checksum(section, section.length)) {
        throw new SnapshotException("the snapshot is damaged: section '" + name + "'");
      }
      sections.put(name, section);
    }
    for (Section s : learned.sections()) {
      if (!sections.containsKey(s.name())) {
        throw new SnapshotException("the snapshot has no section '" + s.name() + "'");
      }
    }
    for (Section s : learned.sections()) {
      SnapshotReader section = new SnapshotReader(sections.get(s.name()));
      s.state().restore(section);
      section.end();
    }
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
