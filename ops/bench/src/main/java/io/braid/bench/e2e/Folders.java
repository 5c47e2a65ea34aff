package io.braid.bench.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Deletes what runs have left. */
final class Folders {
  private Folders() {}

  /** A folder and all that is in it; does nothing if there is none. */
  static void delete(Path root) {
    deleteExcept(root, "");
  }

  /** All that is in a folder, except files of one name and the folders they are in. */
  static void deleteExcept(Path root, String kept) {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> !file.getFileName().toString().equals(kept))
          .sorted(Comparator.reverseOrder())
          .map(Path::toFile)
          .forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + root, e);
    }
  }
}
