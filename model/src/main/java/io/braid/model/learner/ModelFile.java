package io.braid.model.learner;

import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32C;

/**
 * A learner as a file that needs nothing else to be understood: what it learns, as the text of a
 * pipeline file without patterns, and all it has learned. Reading it builds the learner anew and
 * restores it, so a file that does not fit together is refused as a whole.
 *
 * <p>Format 1, little-endian: the magic "BRMD", the format, the pipeline's text, the bytes of
 * {@link SnapshotFile} (every section under its name with a checksum: encoders' statistics,
 * parameters and optimizer by place in the flat vector, everything else), and last the CRC-32C of
 * all that. Of the pipeline file it holds neither brokers nor registry nor addresses.
 */
public final class ModelFile {
  private static final int MAGIC = 0x444d5242; // "BRMD", little-endian
  private static final int FORMAT = 1;

  private ModelFile() {}

  /**
   * The file's bytes.
   *
   * @throws SpecException if the learner's pipeline was not read from a pipeline file
   */
  public static byte[] encode(Prequential learned) {
    SnapshotWriter out = new SnapshotWriter();
    out.putInt(MAGIC).putInt(FORMAT);
    out.putString(PipelineFile.text(learned.learner().pipeline()));
    out.putBytes(SnapshotFile.save(learned));
    return out.putInt(checksum(out.toByteArray(), out.size())).toByteArray();
  }

  /**
   * The learner of a file's bytes.
   *
   * @throws SnapshotException if they are damaged, of another format, or of a learner that this
   *     version does not know
   */
  public static Prequential decode(byte[] bytes) {
    int body = bytes.length - Integer.BYTES;
    SnapshotReader in = new SnapshotReader(bytes);
    if (body < 2 * Integer.BYTES || in.getInt() != MAGIC) {
      throw new SnapshotException("this is not a snapshot file of Braid");
    }
    int format = in.getInt();
    if (format != FORMAT) {
      throw new SnapshotException(
          "the snapshot file has format " + format + ", this program reads " + FORMAT);
    }
    byte[] tail = new byte[Integer.BYTES];
    System.arraycopy(bytes, body, tail, 0, tail.length);
    if (new SnapshotReader(tail).getInt() != checksum(bytes, body)) {
      throw new SnapshotException("the snapshot file is damaged: its checksum does not match");
    }
    try {
      Pipeline pipeline = PipelineFile.parse(in.getString(), "the pipeline in the snapshot file");
      Prequential learned = new Prequential(pipeline);
      SnapshotFile.restore(in.getBytes(), learned);
      return learned;
    } catch (SpecException e) {
      SnapshotException unknown =
          new SnapshotException(
              "the snapshot file is of a learner this program does not know: " + e.getMessage());
      unknown.initCause(e);
      throw unknown;
    }
  }

  /** Writes a file, replacing what is there as a whole or not at all. */
  public static void write(Path file, Prequential learned) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.write(beside, encode(learned));
    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Reads a file.
   *
   * @throws SnapshotException as {@link #decode} does, naming the file
   * @throws NoSuchFileException if there is none
   */
  public static Prequential read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      return decode(bytes);
    } catch (SnapshotException e) {
      SnapshotException named = new SnapshotException(file + ": " + e.getMessage());
      named.initCause(e);
      throw named;
    }
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
