package io.braid.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders a command works in. */
final class Folders {
  private Folders() {}

  /** Makes a folder, or accepts one that is there and empty. */
  static void requireEmpty(String option, Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
      try (Stream<Path> entries = Files.list(folder)) {
        if (entries.findAny().isPresent()) {
          throw new CliException(option + ": '" + folder + "' is not empty");
        }
      }
    } catch (java.nio.file.FileAlreadyExistsException | NotDirectoryException e) {
      throw new CliException(option + ": '" + folder + "' is no folder");
    }
  }

  /** Deletes a folder with all that is in it; what cannot be deleted stays. */
  static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(folder)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
