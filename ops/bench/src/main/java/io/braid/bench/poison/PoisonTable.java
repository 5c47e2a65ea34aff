package io.braid.bench.poison;

import io.braid.bench.Report;
import io.braid.model.data.Row;
import io.braid.model.learner.Prequential;
import io.braid.model.learner.TransferGain;
import io.braid.model.spec.Component;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.Safeguards;
import io.braid.model.spec.Task;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * One stream, learned together, each task alone, and together with protection: what each loses by
 * task, beside the bound, and what protection costs.
 */
public final class PoisonTable {
  private static final long SEED = 42;

  private final Path pipeline;
  private final int events;
  private final Report report;
  private final Consumer<String> progress;

  /**
   * @param pipeline that of {@link PoisonStream}, without protection
   */
  public PoisonTable(Path pipeline, int events, Report report, Consumer<String> progress) {
    this.pipeline = pipeline;
    this.events = events;
    this.report = report;
    this.progress = progress;
  }

  /** Measures and writes the table. */
  public void run() throws IOException {
    String text = Files.readString(pipeline);
    Pipeline plain = PipelineFile.parse(text, pipeline.toString());
    Pipeline guarded = PipelineFile.parse(text + "\nprotection: hedge\n", pipeline.toString());
    Safeguards.Hedge hedge = guarded.safeguards().hedge();
    report.section("One task is poison");
    List<List<String>> table = new ArrayList<>();
    Prequential mixed = new Prequential(guarded);
    List<TaskLosses> losses = learn(plain, mixed, hedge.range());
    for (int k = 0; k < losses.size(); k++) {
      table.add(row(losses.get(k), hedge, mixed.transferGain(k)));
    }
    report.table(
        List.of(
            "task",
            "together",
            "alone",
            "protected",
            "lost to the better",
            "bound",
            "transfer gain",
            "its interval",
            "shared part"),
        table);
    double without = micros(plain);
    double with = micros(guarded);
    report.paragraph(
        String.format(
            Locale.ROOT,
            "%,d events, mean losses by label: log loss, and of numbers half the squared error in"
                + " units of the labels' variance, where errors count up to %s standard deviations."
                + " 'Lost to the better' is a sum over all labels. Processor time per event:"
                + " together %.1f us, protected %.1f us (%.1f times).",
            events,
            hedge.range(),
            without,
            with,
            with / without));
  }

  private static List<String> row(TaskLosses losses, Safeguards.Hedge hedge, TransferGain gain) {
    double n = losses.count();
    double better = Math.min(losses.together, losses.alone);
    return List.of(
        losses.task().name(),
        decimals("%.4f", losses.together / n),
        decimals("%.4f", losses.alone / n),
        decimals("%.4f", losses.mixed / n),
        decimals("%.2f", losses.mixed - better),
        decimals("%.2f", hedge.bound(losses.task().kind(), losses.count(), 0)),
        decimals("%.2f", gain.value()),
        decimals("%.2f", gain.low()) + " to " + decimals("%.2f", gain.high()),
        decimals("%.2f", gain.shared()));
  }

  private static String decimals(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** The pipeline with one of its tasks. */
  private static Pipeline alone(Pipeline p, Task task) {
    return new Pipeline(
        p.name(),
        p.input(),
        p.labels(),
        p.features(),
        p.trunk(),
        List.of(task),
        Component.of("equal"),
        p.optimizer(),
        p.drift(),
        p.training(),
        p.evaluation(),
        p.kafka(),
        p.registry());
  }

  /** The same rows together, alone and protected. */
  private List<TaskLosses> learn(Pipeline plain, Prequential mixed, double range) {
    Prequential together = new Prequential(plain);
    List<Prequential> alone = new ArrayList<>();
    List<TaskLosses> losses = new ArrayList<>();
    for (Task task : plain.tasks()) {
      alone.add(new Prequential(alone(plain, task)));
      losses.add(new TaskLosses(task, range));
    }
    PoisonStream stream = new PoisonStream(SEED);
    Row row = new Row(PoisonStream.FEATURES, PoisonStream.TASKS);
    Row one = new Row(PoisonStream.FEATURES, 1);
    for (int i = 0; i < events; i++) {
      stream.next(row);
      System.arraycopy(row.numbers, 0, one.numbers, 0, one.numbers.length);
      float[][] saidTogether = together.predict(row).outputs;
      float[][] saidMixed = mixed.predict(row).outputs;
      for (int k = 0; k < losses.size(); k++) {
        one.labels[0] = row.labels[k];
        float[] saidAlone = alone.get(k).predict(one).outputs[0];
        losses.get(k).add(row.labels[k], saidTogether[k], saidAlone, saidMixed[k]);
        alone.get(k).learn(one);
      }
      together.learn(row);
      mixed.learn(row);
      if (i % 1000 == 0) {
        progress.accept("event " + i);
      }
    }
    return losses;
  }

  /** Processor time of an event, once compiled. */
  private double micros(Pipeline learned) {
    Prequential learner = new Prequential(learned);
    PoisonStream stream = new PoisonStream(SEED);
    Row row = new Row(PoisonStream.FEATURES, PoisonStream.TASKS);
    var threads = ManagementFactory.getThreadMXBean();
    long start = 0;
    int half = events / 2;
    for (int i = 0; i < 2 * half; i++) {
      if (i == half) {
        start = threads.getCurrentThreadCpuTime();
      }
      stream.next(row);
      learner.predict(row);
      learner.learn(row);
    }
    return (threads.getCurrentThreadCpuTime() - start) / 1e3 / half;
  }
}
