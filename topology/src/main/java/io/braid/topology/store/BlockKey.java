package io.braid.topology.store;

import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the inner store, 18 bytes, big-endian, so that all manifests lie together and first:
 *
 * <pre>
 *   kind (1): 0 manifest, 1 block | owner (8) | generation (1) | section (4) | block (4)
 * </pre>
 */
final class BlockKey {
  private static final int LENGTH = 18;
  private static final byte MANIFEST = 0;
  private static final byte BLOCK = 1;

  /** Bounds of a scan over all manifests. */
  static final Bytes FIRST_MANIFEST = Bytes.wrap(new byte[] {MANIFEST});

  static final Bytes FIRST_BLOCK = Bytes.wrap(new byte[] {BLOCK});

  private BlockKey() {}

  static Bytes manifest(long owner, int generation) {
    return key(MANIFEST, owner, generation, 0, 0);
  }

  static Bytes block(long owner, int generation, int section, int block) {
    return key(BLOCK, owner, generation, section, block);
  }

  static boolean isManifest(Bytes key) {
    return key.get().length == LENGTH && key.get()[0] == MANIFEST;
  }

  static long owner(Bytes key) {
    return ByteBuffer.wrap(key.get()).getLong(1);
  }

  private static Bytes key(byte kind, long owner, int generation, int section, int block) {
    ByteBuffer key = ByteBuffer.allocate(LENGTH);
    key.put(kind).putLong(owner).put((byte) generation).putInt(section).putInt(block);
    return Bytes.wrap(key.array());
  }
}
