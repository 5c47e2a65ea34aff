package io.braid.bench.jmh;

import io.braid.bench.JavaHome;
import io.braid.bench.Jvm;
import io.braid.bench.Scale;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Cells of JMH benchmarks on one Java. What several tables show is measured once. Not thread-safe.
 */
final class Cells {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /** Time in the benchmark's unit and bytes allocated, per call. */
  record Cell(double time, double bytes) {}

  private final Scale scale;
  private final JavaHome java;
  private final boolean vectors;
  private final Consumer<String> progress;
  private final Map<String, Cell> known = new HashMap<>();

  /**
   * @param java the Java to measure on; with no forks it is this one anyway
   */
  Cells(Scale scale, JavaHome java, Consumer<String> progress) {
    this(scale, java, true, progress);
  }

  /**
   * @param vectors whether the learner may use the Vector API
   */
  Cells(Scale scale, JavaHome java, boolean vectors, Consumer<String> progress) {
    this.scale = scale;
    this.java = java;
    this.vectors = vectors;
    this.progress = progress;
  }

  /** A benchmark without parameters. */
  Cell of(String benchmark) {
    return cells(benchmark, "", List.of("")).get("");
  }

  /** A method of {@link LearnerBench} by shape, in the order of the shapes. */
  Map<String, Cell> learner(String method, List<String> shapes) {
    return cells("LearnerBench." + method, "shape", shapes);
  }

  private Map<String, Cell> cells(String benchmark, String param, List<String> values) {
    List<String> missing =
        values.stream().filter(value -> !known.containsKey(key(benchmark, value))).toList();
    if (!missing.isEmpty()) {
      progress.accept("jmh " + benchmark + " " + String.join(", ", missing));
      measure(benchmark, param, missing);
    }
    Map<String, Cell> cells = new LinkedHashMap<>();
    values.forEach(value -> cells.put(value, known.get(key(benchmark, value))));
    return cells;
  }

  private static String key(String benchmark, String value) {
    return benchmark + ' ' + value;
  }

  private void measure(String benchmark, String param, List<String> values) {
    List<String> jvm = new ArrayList<>(List.of("-Xmx2g", "-XX:+UseSerialGC"));
    jvm.addAll(Jvm.options(java.feature()));
    if (!vectors) {
      jvm.remove(Jvm.VECTORS);
    }
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\." + benchmark + "$")
            .forks(scale.forks())
            .warmupIterations(scale.warmups())
            .warmupTime(TimeValue.milliseconds(scale.iterationMs()))
            .measurementIterations(scale.iterations())
            .measurementTime(TimeValue.milliseconds(scale.iterationMs()))
            .jvm(java.launcher().toString())
            // Set, not appended: what this process was started with would be inherited.
            .jvmArgs(jvm.toArray(new String[0]))
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .addProfiler(GCProfiler.class);
    if (!param.isEmpty()) {
      options = options.param(param, values.toArray(new String[0]));
    }
    try {
      for (RunResult result : new Runner(options.build()).run()) {
        String value = param.isEmpty() ? "" : result.getParams().getParam(param);
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        // Below a byte is the harness itself.
        double bytes = allocated == null ? Double.NaN : Math.floor(allocated.getScore());
        // The median: another process's burst in one iteration does not count.
        double time = result.getPrimaryResult().getStatistics().getPercentile(50);
        known.put(key(benchmark, value), new Cell(time, bytes));
      }
    } catch (RunnerException e) {
      throw new IllegalStateException("the benchmark " + benchmark + " failed", e);
    }
  }
}
