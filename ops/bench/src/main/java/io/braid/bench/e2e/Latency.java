package io.braid.bench.e2e;

import io.braid.bench.Bar;
import io.braid.bench.Report;
import io.braid.bench.Scale;
import io.braid.bench.Shape;
import io.braid.bench.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Time from when an event was due to be sent until its prediction is read, at a fixed rate. The
 * schedule does not wait for anything: an event that could not be sent in time, because the
 * application or the machine was busy, is counted from when it was due. That is the correction for
 * coordinated omission at its source.
 *
 * <p>One partition, and one prediction per event in the events' order: the n-th prediction belongs
 * to the n-th event.
 */
public final class Latency {
  private static final int BAR_RATE = 10_000;
  private static final long MAX_MICROS = 120_000_000;

  /** Events due within this time are sent together. */
  private static final long TICK_NANOS = 200_000;

  /** How the application runs. */
  enum Setting {
    AT_LEAST_ONCE("at_least_once, linger 0", StreamsConfig.AT_LEAST_ONCE, 1000),
    EXACTLY_ONCE_20("exactly_once_v2, 20 ms", StreamsConfig.EXACTLY_ONCE_V2, 20),
    EXACTLY_ONCE_100("exactly_once_v2, 100 ms", StreamsConfig.EXACTLY_ONCE_V2, 100);

    private final String label;
    private final String guarantee;
    private final int commitMs;

    Setting(String label, String guarantee, int commitMs) {
      this.label = label;
      this.guarantee = guarantee;
      this.commitMs = commitMs;
    }

    /** Most milliseconds allowed at the 99th percentile at {@link #BAR_RATE}; NaN: no bar. */
    private double p99Bar() {
      return switch (this) {
        case AT_LEAST_ONCE -> 20;
        case EXACTLY_ONCE_20 -> 60;
        case EXACTLY_ONCE_100 -> Double.NaN;
      };
    }
  }

  private final Scale scale;
  private final Report report;
  private final Consumer<String> progress;
  private final BrokerProcess broker;
  private int runs;

  public Latency(Scale scale, Report report, Consumer<String> progress, BrokerProcess broker) {
    this.scale = scale;
    this.report = report;
    this.progress = progress;
    this.broker = broker;
  }

  /** Every setting. */
  public void run(List<Integer> rates, List<String> contestants) throws InterruptedException {
    run(List.of(Setting.values()), rates, contestants);
  }

  void run(List<Setting> settings, List<Integer> rates, List<String> contestants)
      throws InterruptedException {
    report.section("Latency at fixed rates");
    report.paragraph(
        "From when an event is due to when its prediction is read (read_committed), ms; open loop."
            + " Sender, reader, application and broker share the machine. Each process has drained"
            + " a preloaded topic before, and each run's first third is not counted.");
    List<List<String>> rows = new ArrayList<>();
    Steps steps = new Steps(progress, contestants.size() * (1 + settings.size() * rates.size()));
    try (Fleet fleet = new Fleet(broker)) {
      for (String contestant : contestants) {
        steps.next(contestant + ", warming up");
        warmUp(fleet, contestant);
        for (Setting setting : settings) {
          for (int rate : rates) {
            steps.next(contestant + ", " + setting.label + ", " + rate + " events/s");
            Histogram histogram = measure(fleet, contestant, setting, rate);
            rows.add(
                List.of(
                    contestant,
                    setting.label,
                    Integer.toString(rate),
                    millis(histogram, 50),
                    millis(histogram, 99),
                    millis(histogram, 99.9),
                    Report.figure(histogram.getMaxValue() / 1000.0)));
            if (rate == BAR_RATE && !contestant.equals("identity")) {
              bar(contestant, setting, histogram);
            }
          }
        }
      }
    }
    report.table(List.of("", "setting", "events/s", "p50", "p99", "p99.9", "max"), rows);
  }

  private void bar(String contestant, Setting setting, Histogram histogram) {
    if (!Double.isNaN(setting.p99Bar())) {
      report.bar(
          Bar.atMost(
              4,
              "p99 latency at 10,000 events/s, " + setting.label + ", braid " + contestant,
              "ms",
              setting.p99Bar(),
              histogram.getValueAtPercentile(99) / 1000.0));
    }
  }

  private static String millis(Histogram histogram, double percentile) {
    return Report.figure(histogram.getValueAtPercentile(percentile) / 1000.0);
  }

  /** Drains a preloaded feed, so that what is measured is compiled code. */
  private void warmUp(Fleet fleet, String contestant) {
    Feed.NARROW.preload(broker, 1, scale.events());
    fleet.run(
        new Job(
            Job.Kind.DRAIN,
            "warm" + runs++,
            contestant,
            Feed.NARROW,
            Feed.NARROW.topic(1),
            StreamsConfig.EXACTLY_ONCE_V2,
            100,
            1,
            scale.events(),
            scale.drainSeconds(),
            false));
  }

  private Histogram measure(Fleet fleet, String contestant, Setting setting, int rate)
      throws InterruptedException {
    String name = "live" + runs++;
    Job job =
        new Job(
            Job.Kind.SERVE,
            name,
            contestant,
            Feed.NARROW,
            name + ".events",
            setting.guarantee,
            setting.commitMs,
            1,
            0,
            0,
            false);
    broker.createTopic(job.topic(), 1);
    WorkerProcess worker = fleet.worker(contestant);
    worker.run(job);
    // The first third only warms up; it is at the same rate.
    int warm = (int) (rate * scale.latencySeconds() / 3);
    int events = warm + (int) (rate * scale.latencySeconds());
    Histogram histogram = new Histogram(MAX_MICROS, 3);
    long start = System.nanoTime() + 50_000_000;
    Thread sender = new Thread(() -> send(job.topic(), rate, events, start), "sender");
    sender.start();
    read(job.output(), rate, events, warm, start, histogram);
    sender.join();
    worker.stop();
    return histogram;
  }

  private static long due(int event, int rate, long start) {
    return start + event * 1_000_000_000L / rate;
  }

  private void send(String topic, int rate, int events, long start) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 0),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      byte[][] values = Feed.NARROW.records();
      Sends sends = new Sends(producer);
      for (int i = 0; i < events; i++) {
        long wait = due(i, rate, start) - System.nanoTime();
        while (wait > 0) {
          LockSupport.parkNanos(Math.max(wait, TICK_NANOS));
          wait = due(i, rate, start) - System.nanoTime();
        }
        sends.send(topic, 0, null, values[i % values.length]);
      }
    }
  }

  private void read(String topic, int rate, int events, int warm, long start, Histogram histogram) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "fetch.max.wait.ms",
                20),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long deadline = due(events, rate, start) + Duration.ofSeconds(60).toNanos();
      int read = 0;
      while (read < events) {
        int got = consumer.poll(Duration.ofMillis(100)).count();
        long now = System.nanoTime();
        for (int i = 0; i < got; i++, read++) {
          if (read >= warm) {
            histogram.recordValue(Math.min(MAX_MICROS, (now - due(read, rate, start)) / 1000));
          }
        }
        if (now > deadline) {
          throw new IllegalStateException(read + " of " + events + " predictions came in time");
        }
      }
    }
  }

  /** What the issue asks for: both rates, the references and the two learners. */
  public static List<String> contestants() {
    return List.of("identity", Shape.LINEAR, Shape.MLP);
  }
}
