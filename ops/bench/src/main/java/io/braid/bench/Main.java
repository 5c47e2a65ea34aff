package io.braid.bench;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./braid bench}: measures and reports. */
@Command(
    name = "braid bench",
    description = "Measures the learner, the application and its peers on this machine.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed, or a ratio has moved", "2:wrong usage"})
public final class Main implements Callable<Integer> {

  /** What can be measured. */
  public enum Part {
    QUALITY,
    METHODS,
    LEARNER,
    PEERS,
    THROUGHPUT,
    LATENCY,
    RECOVERY,
    WATCHED,
    RATES,
    POISON,
    DIGITS,
    PROFILE
  }

  @Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--quick",
      description =
          "Measure the guarded ratios only, in a few minutes, and say which have moved against the"
              + " recorded ones.")
  private boolean quick;

  @Option(
      names = "--all",
      description = "Measure everything but RATES, POISON, DIGITS and PROFILE; about 45 minutes.")
  private boolean all;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "Measure these parts: ${COMPLETION-CANDIDATES}.")
  private Set<Part> only;

  @Option(
      names = "--rates",
      description =
          "Measure what the learning rate is worth on every data set: the same as --only RATES.")
  private boolean rates;

  @Option(
      names = "--quality",
      description =
          "Compare methods on every data set: the same as --only QUALITY; about ten minutes.")
  private boolean quality;

  @Option(
      names = "--poison",
      description =
          "Show what one bad task does to the others, and what protection does about it: the same"
              + " as --only POISON.")
  private boolean poison;

  @Option(
      names = "--digits",
      description =
          "Measure what learning which digit is in a picture, and where, gains from learning both:"
              + " the same as --only DIGITS.")
  private boolean digits;

  @Option(names = "--out", paramLabel = "FILE", description = "Write the report to a file too.")
  private Path out;

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      defaultValue = "${sys:braid.root:-.}/ops/bench/baseline.json",
      description = "The recorded ratios; ops/bench/baseline.json unless given.")
  private Path baseline;

  @Option(
      names = "--record",
      description = {
        "With --quick: record the ratios as measured now instead of comparing them.",
        "Otherwise: replace the sections of ops/bench/results.md that were measured."
      })
  private boolean record;

  @Option(
      names = "--jdk25",
      paramLabel = "HOME",
      description =
          "A Java 25 to measure the learner on too; looked for in /usr/lib/jvm unless given.")
  private Path jdk25;

  @Option(
      names = "--profile",
      paramLabel = "SHAPE",
      defaultValue = Shape.LINEAR,
      description = "What part PROFILE profiles, such as '${DEFAULT-VALUE}'.")
  private String profiled;

  @Option(names = "--scale", hidden = true, description = "tiny, quick or full.")
  private String scaleName;

  private final Consumer<String> print;
  private final Consumer<String> progress;

  Main(Consumer<String> print, Consumer<String> progress) {
    this.print = print;
    this.progress = progress;
  }

  public static void main(String[] args) {
    boolean terminal = Boolean.getBoolean("braid.terminal");
    Consumer<String> progress =
        line -> System.err.print(terminal ? "\r\033[K" + line : line + "\n");
    Consumer<String> print =
        line -> {
          if (terminal) {
            System.err.print("\r\033[K");
          }
          System.out.println(line);
        };
    System.exit(run(print, progress, args));
  }

  static int run(Consumer<String> print, Consumer<String> progress, String... args) {
    return new CommandLine(new Main(print, progress))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .execute(args);
  }

  @Override
  public Integer call() throws Exception {
    if (only == null && (rates || quality || poison || digits)) {
      only = EnumSet.noneOf(Part.class);
    }
    if (rates) {
      only.add(Part.RATES);
    }
    if (poison) {
      only.add(Part.POISON);
    }
    if (quality) {
      only.add(Part.QUALITY);
    }
    if (digits) {
      only.add(Part.DIGITS);
    }
    if ((quick ? 1 : 0) + (all ? 1 : 0) + (only != null ? 1 : 0) == 0 || quick && all) {
      throw new ParameterException(
          spec.commandLine(), "say what to measure: --quick, --all or --only PART,...");
    }
    Set<Part> parts =
        only != null
            ? only
            : quick
                ? EnumSet.of(Part.LEARNER, Part.PEERS, Part.THROUGHPUT)
                : EnumSet.complementOf(
                    EnumSet.of(Part.PROFILE, Part.RATES, Part.POISON, Part.DIGITS));
    String machine = Machine.describe();
    print.accept(machine);
    Recorder recorder = new Recorder("./braid bench " + arguments(), machine, print);
    if (out != null) {
      recorder.into(out, new Results());
    }
    if (record && !quick) {
      Path file = root().resolve("ops/bench/results.md");
      recorder.into(file, Results.read(file));
    }
    new Measurements(scale(), quick, newer(), print, progress).run(parts, profiled, recorder);
    int moved = quick ? guard(recorder.ratios()) : 0;
    return recorder.failures() > 0 ? 1 : moved;
  }

  static Path root() {
    return Path.of(System.getProperty("braid.root", "."));
  }

  /** The Java 25 to measure on too; null if there is none. */
  private JavaHome newer() {
    if (jdk25 == null) {
      return JavaHome.find(25).orElse(null);
    }
    return JavaHome.at(jdk25)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "--jdk25 is '" + jdk25 + "', but there is no Java in it"));
  }

  private String arguments() {
    return String.join(" ", spec.commandLine().getParseResult().originalArgs());
  }

  private Scale scale() {
    String name = scaleName != null ? scaleName : quick ? "quick" : "full";
    return List.of(Scale.TINY, Scale.QUICK, Scale.FULL).stream()
        .filter(scale -> scale.name().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "--scale is '" + name + "', allowed: tiny, quick, full"));
  }

  /** Compares with the recorded ratios, or records them. */
  private int guard(Map<String, Double> ratios) {
    Optional<Baseline> recorded = Baseline.read(baseline);
    if (record) {
      recorded.orElse(Baseline.EMPTY).with(ratios).write(baseline);
      print.accept(ratios.size() + " ratios recorded in " + baseline);
      return 0;
    }
    if (recorded.isEmpty()) {
      print.accept("Nothing to compare with: " + baseline + " does not exist; --record makes it.");
      return 1;
    }
    List<String> moved = recorded.get().moved(ratios);
    if (moved.isEmpty()) {
      print.accept("None of " + ratios.size() + " ratios has moved.");
      return 0;
    }
    print.accept("Moved:");
    moved.forEach(line -> print.accept("  " + line));
    return 1;
  }
}
