package io.braid.bench;

import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Java processes with this one's class path. */
public final class Jvm {
  /** Lets the learner use the Vector API. */
  public static final String VECTORS = "--add-modules=jdk.incubator.vector";

  private Jvm() {}

  /** The command line that starts a class. */
  public static List<String> command(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(options());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** What every process on this Java needs, as the launcher script sets it. */
  public static List<String> options() {
    return options(Runtime.version().feature());
  }

  /** What every process on a feature release needs. */
  public static List<String> options(int feature) {
    List<String> options = new ArrayList<>();
    options.add("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");
    options.add("-Dorg.bytedeco.javacpp.maxBytes=0");
    if (ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent()) {
      options.add(VECTORS);
    }
    if (feature >= 24) {
      options.add("--enable-native-access=ALL-UNNAMED");
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    return options;
  }
}
