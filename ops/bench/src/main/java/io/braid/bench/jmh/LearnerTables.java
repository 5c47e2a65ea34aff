package io.braid.bench.jmh;

import io.braid.bench.Bar;
import io.braid.bench.JavaHome;
import io.braid.bench.Report;
import io.braid.bench.Scale;
import io.braid.bench.Shape;
import io.braid.bench.Steps;
import io.braid.bench.jmh.Cells.Cell;
import io.braid.model.layer.Trunks;
import io.braid.model.optimizer.Optimizers;
import io.braid.model.weighting.Weightings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Runs the JMH benchmarks and makes tables of them. */
public final class LearnerTables {
  private final Report report;
  private final Consumer<String> progress;
  private final Cells cells;
  private final Cells plain;
  private final Cells newer;
  private final String newerVersion;

  /**
   * @param newer another Java to measure a few things on; null for none
   */
  public LearnerTables(Scale scale, JavaHome newer, Report report, Consumer<String> progress) {
    this.report = report;
    this.progress = progress;
    this.cells = new Cells(scale, JavaHome.current(), progress);
    this.plain = new Cells(scale, JavaHome.current(), false, progress);
    this.newer = newer == null ? null : new Cells(scale, newer, progress);
    this.newerVersion = newer == null ? "" : newer.version();
  }

  /** Everything. */
  public void full() {
    report.section("The learner by itself");
    report.paragraph(
        "JMH, one thread, per event. predict: an encoded example to outputs; learn: predict, then"
            + " update from the same example; event: running statistics, encoding, prediction,"
            + " metrics, drift detection and update. B: bytes allocated per event.");
    List<Runnable> tables =
        List.of(
            () -> mainTable(List.of(Shape.LINEAR_ONE, Shape.LINEAR, Shape.MLP, Shape.WIDE)),
            this::onAnotherJava,
            this::withoutVectors,
            this::stages,
            () -> oneByOne("trunk", Trunks.CATALOG.names(), "%s tasks=4 features=32"),
            () ->
                oneByOne(
                    "optimizer",
                    Optimizers.CATALOG.names(),
                    "mlp hidden=64-32 tasks=4 features=32 optimizer=%s"),
            () ->
                oneByOne(
                    "weighting",
                    Weightings.CATALOG.names(),
                    "mlp hidden=64-32 tasks=4 features=32 optimizer=adam weighting=%s"),
            () ->
                oneByOne(
                    "batch",
                    List.of("1", "4", "16", "64"),
                    "mlp hidden=64-32 tasks=4 features=32 optimizer=adam batch=%s"),
            () -> scaling("tasks", new int[] {1, 4, 16, 64}, "linear features=32 tasks=%d"),
            () ->
                scaling(
                    "tasks",
                    new int[] {1, 4, 16, 64},
                    "mlp hidden=64-32 features=32 optimizer=adam tasks=%d"),
            () ->
                scaling(
                    "features",
                    new int[] {8, 32, 128, 512, 2048, 4096},
                    "linear tasks=4 features=%d"),
            () ->
                scaling(
                    "hidden units",
                    new int[] {16, 64, 256, 1024, 4096},
                    "mlp hidden=%d tasks=4 features=32 optimizer=adam"),
            this::sparse,
            this::wide);
    Steps steps = new Steps(progress, tables.size());
    tables.forEach(
        table -> {
          steps.next("tables of the learner");
          table.run();
        });
  }

  /** A few cells whose ratios are guarded. */
  public void quick() {
    report.section("The learner by itself");
    Map<String, Cell> learn =
        cells.learner("learn", List.of(Shape.LINEAR_ONE, Shape.LINEAR, Shape.MLP));
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
    Map<String, Cell> predict = cells.learner("predict", shapes);
    Map<String, Cell> learn = cells.learner("learn", shapes);
    Map<String, Cell> event = cells.learner("event", shapes);
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
    bar(JavaHome.current().version(), 5, learn.get(Shape.MLP));
    double bytes = event.values().stream().mapToDouble(Cell::bytes).max().orElse(Double.NaN);
    report.bar(
        Bar.atMost(3, "allocated per event in the learner, any of four shapes", "bytes", 0, bytes));
  }

  /** The learner on a newer Java, if one was found. */
  /** The same without the Vector API, as on a machine or a virtual machine that has none. */
  private void withoutVectors() {
    List<String> shapes = List.of(Shape.LINEAR_ONE, Shape.LINEAR, Shape.MLP);
    Map<String, Cell> vectors = cells.learner("learn", shapes);
    Map<String, Cell> loops = plain.learner("learn", shapes);
    List<List<String>> rows = new ArrayList<>();
    for (String shape : shapes) {
      double ratio = loops.get(shape).time() / vectors.get(shape).time();
      rows.add(List.of(shape, Report.figure(loops.get(shape).time()), Report.figure(ratio)));
    }
    report.table(List.of("without the Vector API", "learn ns", "to with it"), rows);
  }

  private void onAnotherJava() {
    if (newer == null) {
      report.paragraph("No other Java was given or found: only this one was measured.");
      return;
    }
    List<String> shapes = List.of(Shape.LINEAR_ONE, Shape.LINEAR, Shape.MLP);
    Map<String, Cell> here = cells.learner("learn", shapes);
    Map<String, Cell> there = newer.learner("learn", shapes);
    List<List<String>> rows = new ArrayList<>();
    for (String shape : shapes) {
      double ratio = there.get(shape).time() / here.get(shape).time();
      rows.add(
          List.of(
              shape,
              Report.figure(there.get(shape).time()),
              Report.figure(ratio),
              Report.figure(there.get(shape).bytes())));
    }
    report.table(List.of("on Java " + newerVersion, "learn ns", "to this Java", "B"), rows);
    bar(newerVersion, 3, there.get(Shape.MLP));
  }

  private void bar(String java, double limit, Cell learn) {
    report.bar(
        Bar.atMost(
            2,
            "predict + learn, mlp 64-32 with adam, 4 tasks, batch 1, Java " + java,
            "us",
            limit,
            learn.time() / 1000));
  }

  /** Before and behind the learner. */
  private void stages() {
    Cell decode = cells.of("StageBench.decode");
    Cell serialize = cells.of("StageBench.serialize");
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
    table(what, cells.learner("learn", shapes));
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
    Map<String, Cell> learn = cells.learner("learn", shapes);
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
    String kind = format.startsWith("mlp") ? "mlp" : "linear";
    report.bar(
        Bar.atMost(
            5,
            String.format(
                Locale.ROOT,
                "growth exponent by %s, %s, %,d to %,d (1 is linear)",
                what,
                kind,
                sizes[from],
                sizes[last]),
            "",
            1.1,
            exponent));
    report.ratio("growth of " + String.format(format, sizes[last]), y[last] / y[from]);
  }

  /** Sparse inputs must cost by what is set. */
  private void sparse() {
    String dense = "linear tasks=1 features=32";
    String small = "linear tasks=1 features=0 sparse=30 buckets=333";
    String large = "linear tasks=1 features=0 sparse=30 buckets=3333";
    Map<String, Cell> learn = cells.learner("learn", List.of(dense, small, large));
    List<List<String>> rows = new ArrayList<>();
    learn.forEach(
        (shape, cell) ->
            rows.add(
                List.of(
                    shape,
                    Report.figure(cell.time()),
                    Report.figure(cell.time() / learn.get(dense).time()))));
    report.table(List.of("sparse: 30 set of 10k, of 100k", "learn ns", "to 32 dense"), rows);
    report.bar(
        Bar.atMost(
            5,
            "30 set of 100,000 hashed features, over 32 dense",
            "",
            3,
            learn.get(large).time() / learn.get(dense).time()));
    report.ratio("sparse 100k over 32 dense", learn.get(large).time() / learn.get(dense).time());
  }

  /** The wide network's step against the bare multiplications in it. */
  private void wide() {
    double bare = cells.of("WideKernelBench.bare").time();
    double kernels = cells.of("WideKernelBench.throughKernels").time();
    double step = cells.learner("step", List.of(Shape.WIDE)).get(Shape.WIDE).time() * 64 / 1000;
    report.table(
        List.of("wide network, 64 rows", "us", "to bare"),
        List.of(
            List.of("five bare sgemm", Report.figure(bare), "1"),
            List.of("the same through Kernels", Report.figure(kernels), ratio(kernels, bare)),
            List.of("a whole step of the learner", Report.figure(step), ratio(step, bare))));
    report.bar(
        Bar.atMost(
            2, "step of the wide network at batch 64, over bare BLAS", "", 1.3, step / bare));
    report.ratio("wide kernels over bare sgemm", kernels / bare);
    report.ratio("wide step over bare sgemm", step / bare);
  }

  private static String ratio(double a, double b) {
    return Report.figure(a / b);
  }
}
