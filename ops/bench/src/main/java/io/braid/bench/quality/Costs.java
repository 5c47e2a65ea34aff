package io.braid.bench.quality;

import com.sun.management.ThreadMXBean;
import io.braid.bench.Report;
import io.braid.bench.Scale;
import io.braid.bench.Shape;
import io.braid.bench.Steps;
import io.braid.bench.Stream;
import io.braid.model.data.Example;
import io.braid.model.data.Prediction;
import io.braid.model.data.Row;
import io.braid.model.layer.Heads;
import io.braid.model.layer.Trunks;
import io.braid.model.learner.Learner;
import io.braid.model.spec.SpecException;
import io.braid.model.weighting.Weightings;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What every weighting, trunk and head costs: CPU time and bytes of one prediction of all tasks and
 * one step. All in one process, block by block in turn, so that a slow minute of the machine meets
 * all of them.
 */
public final class Costs {
  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int FEATURES = 32;
  private static final int RING = 256;

  /** How long a block of one cell takes, about. */
  private static final double BLOCK_MICROS = 20_000;

  /** Rounds of blocks that are not counted: the virtual machine compiles. */
  private static final int WARM_UPS = 12;

  private static final int ROUNDS = 11;

  /**
   * How many tasks there are, and how many of them have a label in an event.
   *
   * @param tasks of the model
   * @param labels in each event
   */
  private record Load(int tasks, int labels) {
    String title() {
      return "us: " + tasks + " tasks" + (labels == tasks ? "" : ", " + labels + " label");
    }
  }

  private static final List<Load> LOADS =
      List.of(new Load(4, 4), new Load(16, 16), new Load(16, 1));

  private final boolean tiny;
  private final Report report;
  private final Consumer<String> progress;

  public Costs(Scale scale, Report report, Consumer<String> progress) {
    tiny = scale.equals(Scale.TINY);
    this.report = report;
    this.progress = progress;
  }

  /** Measures and writes the table. */
  public void run() {
    report.section("What each method costs");
    Map<String, List<Cell>> methods = new LinkedHashMap<>();
    Set<String> refused = new TreeSet<>();
    catalogue(methods, refused, "weighting", Weightings.CATALOG.names());
    catalogue(methods, refused, "trunk", Trunks.CATALOG.names());
    catalogue(methods, refused, "head", Heads.CATALOG.names());
    List<Cell> cells = methods.values().stream().flatMap(List::stream).toList();
    int rounds = tiny ? 2 : WARM_UPS + ROUNDS;
    int warm = rounds - (tiny ? 1 : ROUNDS);
    Steps steps = new Steps(progress, rounds);
    for (int round = 0; round < rounds; round++) {
      steps.next("all " + cells.size() + " cells in turn" + (round < warm ? ", warming up" : ""));
      for (Cell cell : cells) {
        cell.block(round >= warm);
      }
    }
    List<String> head = new ArrayList<>(List.of("method"));
    LOADS.forEach(load -> head.add(load.title()));
    head.add("B");
    List<List<String>> rows = new ArrayList<>();
    methods.forEach((name, own) -> rows.add(row(name, own)));
    report.table(head, rows);
    report.paragraph(
        "Microseconds of CPU time for one prediction of all tasks and one step, from an encoded"
            + " event: "
            + FEATURES
            + " numeric features, tasks binary and regression in turn, trunk mlp 64-32 (or the row's"
            + " own of these widths), dense heads, weighting ema_norm, rmsprop with one learning"
            + " rate: the default, which hedges over three, costs about 2.3 times as much. Medians"
            + " of "
            + ROUNDS
            + " blocks of about 20 ms each, all cells in turn in one process, which a call that"
            + " several methods implement costs a little more than in a process of its own. B:"
            + " bytes allocated per event, the most of the three columns.");
    refused.forEach(line -> report.paragraph("Not measured: " + line + "."));
  }

  private void catalogue(
      Map<String, List<Cell>> methods, Set<String> refused, String kind, Iterable<String> names) {
    for (String name : names) {
      try {
        List<Cell> cells = new ArrayList<>();
        for (Load load : LOADS) {
          cells.add(new Cell(kind, name, load));
        }
        methods.put(kind + " " + name, cells);
      } catch (SpecException e) {
        refused.add(kind + " " + name + ", as " + e.getMessage());
      }
    }
  }

  private static List<String> row(String name, List<Cell> cells) {
    List<String> row = new ArrayList<>(List.of(name));
    cells.forEach(cell -> row.add(Report.figure(Report.median(cell.micros))));
    double bytes = cells.stream().mapToDouble(cell -> Report.median(cell.bytes)).max().orElse(0);
    row.add(Report.figure(bytes));
    return row;
  }

  /** One learner and what was measured of it. */
  private final class Cell {
    private final Learner learner;
    private final Prediction prediction;
    private final Example[] examples = new Example[RING];
    private final List<Double> micros = new ArrayList<>();
    private final List<Double> bytes = new ArrayList<>();
    private int events = 16;
    private int at;

    Cell(String kind, String name, Load load) {
      learner = new Learner(Entries.put(settings(load), kind, name).pipeline());
      prediction = learner.newPrediction();
      Row[] rows =
          new Stream(Shape.of("linear features=" + FEATURES + " tasks=" + load.tasks), 7)
              .rows(RING);
      for (int i = 0; i < RING; i++) {
        for (int k = 0; k < load.tasks - load.labels; k++) {
          rows[i].labels[(i + k) % load.tasks] = Double.NaN;
        }
        learner.observe(rows[i]);
      }
      for (int i = 0; i < RING; i++) {
        examples[i] = learner.newExample();
        learner.encode(rows[i], examples[i]);
      }
    }

    /** Runs a block; one that does not count says how many events the next one is to have. */
    void block(boolean counts) {
      long allocated = THREAD.getCurrentThreadAllocatedBytes();
      long start = THREAD.getCurrentThreadCpuTime();
      for (int i = 0; i < events; i++) {
        at = (at + 1) % RING;
        learner.predict(examples[at], prediction);
        learner.learn(examples[at]);
      }
      double time = (THREAD.getCurrentThreadCpuTime() - start) / 1e3;
      allocated = THREAD.getCurrentThreadAllocatedBytes() - allocated;
      if (counts) {
        micros.add(time / events);
        bytes.add(Math.floor((double) allocated / events));
      } else if (!tiny) {
        double next = BLOCK_MICROS * events / Math.max(1, time);
        events = (int) Math.max(16, Math.min(4.0 * events, next));
      }
    }
  }

  private static Settings settings(Load load) {
    List<String> features = IntStream.range(0, FEATURES).mapToObj(i -> "x" + i).toList();
    List<Map<String, Object>> tasks = new ArrayList<>();
    for (int k = 0; k < load.tasks; k++) {
      tasks.add(Map.of("name", "y" + k, "kind", Shape.binary(k) ? "binary" : "regression"));
    }
    return Entries.bare(features, tasks).with("optimizer", "rmsprop");
  }
}
