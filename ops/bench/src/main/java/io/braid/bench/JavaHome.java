package io.braid.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An installed Java.
 *
 * @param home its folder
 * @param version such as {@code 25.0.1}
 */
public record JavaHome(Path home, String version) {
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"([^\"]+)\"");

  /** The Java this process runs on. */
  public static JavaHome current() {
    return new JavaHome(
        Path.of(System.getProperty("java.home")), System.getProperty("java.version"));
  }

  /** The Java in a folder; empty if there is none. */
  public static Optional<JavaHome> at(Path home) {
    try {
      if (Files.isExecutable(home.resolve("bin").resolve("java"))) {
        Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
        if (version.find()) {
          return Optional.of(new JavaHome(home, version.group(1)));
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** An installed Java of a feature release other than this process's, where they usually are. */
  public static Optional<JavaHome> find(int feature) {
    if (Runtime.version().feature() == feature) {
      return Optional.empty();
    }
    return Stream.of("/usr/lib/jvm", "/Library/Java/JavaVirtualMachines")
        .flatMap(folder -> homes(Path.of(folder)).stream())
        .flatMap(home -> at(home).stream())
        .filter(java -> java.feature() == feature)
        .findFirst();
  }

  /** Folders in which a Java may be, in the order of their names; none if there is no folder. */
  private static List<Path> homes(Path folder) {
    try (Stream<Path> homes = Files.list(folder)) {
      return homes
          .sorted()
          .flatMap(home -> Stream.of(home, home.resolve("Contents").resolve("Home")))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The feature release: 25 of 25.0.1. */
  public int feature() {
    return Runtime.Version.parse(version).feature();
  }

  /** The program that starts it. */
  public Path launcher() {
    return home.resolve("bin").resolve("java");
  }
}
