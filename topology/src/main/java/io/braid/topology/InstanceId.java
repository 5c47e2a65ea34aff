package io.braid.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Names a process among those of its application by its state directory: the same directory is the
 * same member of the group, so a restart takes its own partitions back at once instead of waiting
 * until its former self is given up.
 */
final class InstanceId {
  private static final String FILE = "braid-instance-id";

  private InstanceId() {}

  /**
   * The id kept in a directory, made on first use.
   *
   * @throws UncheckedIOException if the directory cannot be read or written
   */
  static String of(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      if (Files.exists(file)) {
        String id = Files.readString(file, StandardCharsets.UTF_8).strip();
        if (!id.isEmpty()) {
          return id;
        }
      }
      Files.createDirectories(directory);
      String id = UUID.randomUUID().toString();
      Path written = Files.writeString(directory.resolve(FILE + ".new"), id + "\n");
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot keep the instance id in the state directory " + directory, e);
    }
  }
}
