package io.braid.bench.jmh;

import io.braid.bench.Jvm;
import io.braid.bench.Report;
import io.braid.bench.Scale;
import io.braid.bench.Shape;
import io.braid.model.layer.Trunks;
import io.braid.model.optimizer.Optimizers;
import io.braid.model.weighting.Weightings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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

/** Runs the JMH benchmarks and makes tables of them. */
public final class LearnerTables {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /** Time in the benchmark's unit and bytes allocated, per call. */
  private record Cell(double time, double bytes) {}

  private final Scale scale;
  private final Report report;
  private final Consumer<String> progress;

  public LearnerTables(Scale scale, Report report, Consumer<String> progress) {
    this.scale = scale;
    this.report = report;
    this.progress = progress;
  }

  /** Everything. */
  public void full() {
    report.section("The learner by itself");
    report.paragraph(
        "JMH, one thread, per event. predict: an encoded example to outputs; learn: predict, then"
            + " update from the same example; event: running statistics, encoding, prediction,"
            + " metrics, drift detection and update. B: bytes allocated per event.");
    mainTable(List.of(Shape.LINEAR_ONE, Shape.LINEAR, Shape.MLP, Shape.WIDE));
    stages();
    oneByOne("trunk", Trunks.CATALOG.names(), "%s tasks=4 features=32");
    oneByOne(
        "optimizer",
        Optimizers.CATALOG.names(),
        "mlp hidden=64-32 tasks=4 features=32 optimizer=%s");
    oneByOne(
        "weighting",
        Weightings.CATALOG.names(),
        "mlp hidden=64-32 tasks=4 features=32 optimizer=adam weighting=%s");
    oneByOne(
        "hidden",
        List.of("16", "64", "64-32", "256-128", "512-256"),
        "mlp hidden=%s tasks=4 features=32 optimizer=adam");
    oneByOne(
        "batch",
        List.of("1", "4", "16", "64"),
        "mlp hidden=64-32 tasks=4 features=32 optimizer=adam batch=%s");
    scaling("tasks", new int[] {1, 2, 4, 8, 16, 32, 64}, "linear features=32 tasks=%d");
    scaling(
        "tasks", new int[] {1, 4, 16, 64}, "mlp hidden=64-32 features=32 optimizer=adam tasks=%d");
    scaling(
        "features",
        new int[] {8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096},
        "linear tasks=4 features=%d");
    sparse();
    wide();
  }

  /** A few cells whose ratios are guarded. */
  public void quick() {
    report.section("The learner by itself");
    Map<String, Cell> learn = run("learn", List.of(Shape.LINEAR_ONE, Shape.LINEAR, Shape.MLP));
    double unit = learn.get(Shape.LINEAR_ONE).time();
    learn.forEach(
        (shape, cell) -> report.ratio("learn: " + shape + " over one task", cell.time() / unit));
    table("shape", learn);
    stages();
    report.ratio(
        "allocated by learn, bytes plus 1",
        1 + Math.rint(learn.values().stream().mapToDouble(Cell::bytes).max().orElse(0)));
    sparse();
    wide();
    scaling("tasks", new int[] {4, 16, 64}, "linear features=32 tasks=%d");
    scaling("features", new int[] {64, 512, 4096}, "linear tasks=4 features=%d");
  }

  private void mainTable(List<String> shapes) {
    Map<String, Cell> predict = run("predict", shapes);
    Map<String, Cell> learn = run("learn", shapes);
    Map<String, Cell> event = run("event", shapes);
    List<List<String>> rows = new ArrayList<>();
    for (String shape : shapes) {
      rows.add(
          List.of(
              shape,
              Report.figure(predict.get(shape).time()),
              Report.figure(learn.get(shape).time()),
              Report.figure(event.get(shape).time()),
              Report.figure(predict.get(shape).bytes()),
              Report.figure(learn.get(shape).bytes()),
              Report.figure(event.get(shape).bytes())));
    }
    report.table(
        List.of("shape", "predict ns", "learn ns", "event ns", "predict B", "learn B", "event B"),
        rows);
  }

  /** Before and behind the learner. */
  private void stages() {
    Cell decode = run("StageBench.decode$", "", List.of()).get("");
    Cell serialize = run("StageBench.serialize$", "", List.of()).get("");
    report.table(
        List.of("stage", "ns", "B"),
        List.of(
            List.of(
                "decode an event of 32 features and 4 labels",
                Report.figure(decode.time()),
                Report.figure(decode.bytes())),
            List.of(
                "serialise a prediction of 4 tasks",
                Report.figure(serialize.time()),
                Report.figure(serialize.bytes()))));
    report.ratio("decode over serialise", decode.time() / serialize.time());
  }

  private void oneByOne(String what, Collection<String> names, String format) {
    List<String> shapes = names.stream().map(name -> String.format(format, name)).toList();
    table(what, run("learn", shapes));
  }

  private void table(String what, Map<String, Cell> cells) {
    List<List<String>> rows = new ArrayList<>();
    cells.forEach(
        (shape, cell) ->
            rows.add(List.of(shape, Report.figure(cell.time()), Report.figure(cell.bytes()))));
    report.table(List.of("by " + what, "learn ns", "B"), rows);
  }

  /** How the cost grows with a number; 1 is proportional. */
  private void scaling(String what, int[] sizes, String format) {
    List<String> shapes = Arrays.stream(sizes).mapToObj(n -> String.format(format, n)).toList();
    Map<String, Cell> learn = run("learn", shapes);
    double[] x = Arrays.stream(sizes).asDoubleStream().toArray();
    double[] y = shapes.stream().mapToDouble(shape -> learn.get(shape).time()).toArray();
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      rows.add(List.of(shapes.get(i), Report.figure(y[i]), Report.figure(y[i] / x[i])));
    }
    report.table(List.of("by " + what, "learn ns", "ns per unit of " + what), rows);
    int last = x.length - 1;
    double slope = (y[last] - y[0]) / (x[last] - x[0]);
    // The upper half, where the fixed cost no longer flattens the curve.
    int from = x.length / 2;
    double exponent =
        Report.exponent(
            Arrays.copyOfRange(x, from, x.length), Arrays.copyOfRange(y, from, y.length));
    report.paragraph(
        "Slope "
            + Report.figure(slope)
            + " ns per unit of "
            + what
            + "; growth exponent over the upper half "
            + Report.figure(exponent)
            + " (1 is linear).");
    report.ratio("growth of " + String.format(format, sizes[last]), y[last] / y[from]);
  }

  /** Sparse inputs must cost by what is set. */
  private void sparse() {
    String dense = "linear tasks=1 features=32";
    String small = "linear tasks=1 features=0 sparse=30 buckets=333";
    String large = "linear tasks=1 features=0 sparse=30 buckets=3333";
    Map<String, Cell> learn = run("learn", List.of(dense, small, large));
    List<List<String>> rows = new ArrayList<>();
    learn.forEach(
        (shape, cell) ->
            rows.add(
                List.of(
                    shape,
                    Report.figure(cell.time()),
                    Report.figure(cell.time() / learn.get(dense).time()))));
    report.table(List.of("sparse: 30 set of 10k, of 100k", "learn ns", "to 32 dense"), rows);
    report.ratio("sparse 100k over 32 dense", learn.get(large).time() / learn.get(dense).time());
  }

  /** The wide network's step against the bare multiplications in it. */
  private void wide() {
    double bare = run("WideKernelBench.bare$", "", List.of()).get("").time();
    double kernels = run("WideKernelBench.throughKernels$", "", List.of()).get("").time();
    double step = run("step", List.of(Shape.WIDE)).get(Shape.WIDE).time() * 64 / 1000;
    report.table(
        List.of("wide network, 64 rows", "us", "to bare"),
        List.of(
            List.of("five bare sgemm", Report.figure(bare), "1"),
            List.of("the same through Kernels", Report.figure(kernels), ratio(kernels, bare)),
            List.of("a whole step of the learner", Report.figure(step), ratio(step, bare))));
    report.ratio("wide kernels over bare sgemm", kernels / bare);
    report.ratio("wide step over bare sgemm", step / bare);
  }

  private static String ratio(double a, double b) {
    return Report.figure(a / b);
  }

  private Map<String, Cell> run(String method, List<String> shapes) {
    return run("LearnerBench." + method + "$", "shape", shapes);
  }

  private Map<String, Cell> run(String include, String param, List<String> values) {
    progress.accept("jmh " + include.replace("$", "") + " " + values);
    List<String> jvm = new ArrayList<>(List.of("-Xmx2g", "-XX:+UseSerialGC"));
    jvm.addAll(Jvm.options());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\." + include)
            .forks(scale.forks())
            .warmupIterations(scale.warmups())
            .warmupTime(TimeValue.milliseconds(scale.iterationMs()))
            .measurementIterations(scale.iterations())
            .measurementTime(TimeValue.milliseconds(scale.iterationMs()))
            // Set, not appended: what this process was started with would be inherited.
            .jvmArgs(jvm.toArray(new String[0]))
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .addProfiler(GCProfiler.class);
    if (!values.isEmpty()) {
      options = options.param(param, values.toArray(new String[0]));
    }
    Map<String, Cell> cells = new LinkedHashMap<>();
    values.forEach(value -> cells.put(value, null));
    try {
      for (RunResult result : new Runner(options.build()).run()) {
        String key = values.isEmpty() ? "" : result.getParams().getParam(param);
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        // Below a byte is the harness itself.
        double bytes = allocated == null ? Double.NaN : Math.floor(allocated.getScore());
        // The median: another process's burst in one iteration does not count.
        double time = result.getPrimaryResult().getStatistics().getPercentile(50);
        cells.put(key, new Cell(time, bytes));
      }
    } catch (RunnerException e) {
      throw new IllegalStateException("the benchmark " + include + " failed", e);
    }
    return cells;
  }
}
