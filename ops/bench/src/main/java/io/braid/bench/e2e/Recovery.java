package io.braid.bench.e2e;

import io.braid.bench.Bar;
import io.braid.bench.Report;
import io.braid.bench.Scale;
import io.braid.bench.Shape;
import io.braid.bench.Steps;
import io.braid.model.learner.Learner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.kafka.streams.StreamsConfig;

/** From nothing to the first prediction: a new process, and lost local state by model size. */
public final class Recovery {
  private static final int FIRST_LIFE = 400;

  /** A bit less than a million parameters in the second layer, a bit more in all. */
  private static final String MILLION = "mlp hidden=1000-970 tasks=4 features=32 optimizer=adam";

  private final Scale scale;
  private final Report report;
  private final Consumer<String> progress;
  private final BrokerProcess broker;

  public Recovery(Scale scale, Report report, Consumer<String> progress, BrokerProcess broker) {
    this.scale = scale;
    this.report = report;
    this.progress = progress;
    this.broker = broker;
  }

  /** Both tables, up to a million parameters. */
  public void run() throws InterruptedException {
    run(
        scale.rounds(),
        List.of(Shape.MLP, "mlp hidden=400-200 tasks=4 features=32 optimizer=adam", MILLION));
  }

  void run(int rounds, List<String> shapes) throws InterruptedException {
    report.section("Start-up and restore");
    Feed.NARROW.preload(broker, 1, scale.events());
    Steps steps = new Steps(progress, 1 + rounds + shapes.size());
    startUp(rounds, steps);
    restore(shapes, steps);
  }

  /** A process that learns a preloaded topic, from its launch to its first prediction. */
  private void startUp(int rounds, Steps steps) throws InterruptedException {
    List<Double> seconds = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      steps.next("start-up");
      Job job = job(Job.Kind.SERVE, "start" + round, Feed.NARROW.topic(1), Shape.MLP);
      broker.createTopic(job.output(), 1);
      long begin = System.nanoTime();
      try (WorkerProcess worker = new WorkerProcess(broker, job.name());
          Progress progressed = new Progress(broker.bootstrapServers(), job.output(), 1)) {
        worker.run(job);
        while (progressed.count() == 0) {
          Thread.sleep(5);
        }
        if (round > 0) {
          seconds.add((System.nanoTime() - begin) / 1e9);
        }
        worker.stop();
      }
    }
    report.paragraph(
        "From the launch of the process to the first committed prediction, "
            + Shape.MLP
            + ", exactly_once_v2 at 100 ms: "
            + Report.figure(Report.median(seconds))
            + " s, median of "
            + rounds
            + " after one to warm the machine's caches.");
    report.bar(
        Bar.atMost(6, "launch to first prediction, mlp 64-32", "s", 4, Report.median(seconds)));
  }

  private void restore(List<String> shapes, Steps steps) {
    List<List<String>> rows = new ArrayList<>();
    try (Fleet fleet = new Fleet(broker)) {
      for (String shape : shapes) {
        steps.next("restore of " + shape);
        String name = "restore" + rows.size();
        broker.createTopic(name + ".events", 1);
        Feed.NARROW.append(broker.bootstrapServers(), name + ".events", 1, FIRST_LIFE);
        Outcome outcome = fleet.run(job(Job.Kind.RECOVER, name, name + ".events", shape));
        int parameters = new Learner(Shape.of(shape).pipeline()).parameterCount();
        rows.add(
            List.of(
                shape,
                String.format(Locale.ROOT, "%,d", parameters),
                Report.figure(outcome.restoreSeconds())));
        if (shape.equals(MILLION)) {
          report.bar(
              Bar.atMost(
                  6,
                  String.format(Locale.ROOT, "restore of %,d parameters", parameters),
                  "s",
                  3,
                  outcome.restoreSeconds()));
        }
      }
    }
    report.table(
        List.of("local state lost, same process", "parameters", "s to first prediction"), rows);
  }

  private Job job(Job.Kind kind, String name, String topic, String shape) {
    return new Job(
        kind,
        name,
        shape,
        Feed.NARROW,
        topic,
        StreamsConfig.EXACTLY_ONCE_V2,
        100,
        1,
        FIRST_LIFE,
        120,
        false);
  }
}
