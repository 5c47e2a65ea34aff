package io.braid.bench.e2e;

import io.braid.bench.Bar;
import io.braid.bench.Report;
import io.braid.bench.Scale;
import io.braid.bench.Shape;
import io.braid.bench.Steps;
import io.braid.bench.jmh.MeterBench;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How fast a preloaded topic is drained: by a bare loop, by the topology with a dot product in the
 * learner's place, by Braid and by peers. Each contestant has a process of its own that stays;
 * rounds are interleaved, the first one is not counted.
 */
public final class Throughput {
  private static final String RAW = "raw";
  private static final String IDENTITY = "identity";
  private static final List<String> PEERS = List.of("moa sgd 0.01", "moa perceptron 0.01");

  /** A contestant and what it reads; the identity of that feed is what it is compared with. */
  private record Entry(String contestant, Feed feed) {
    String label() {
      return contestant.startsWith("linear") || contestant.startsWith("mlp")
          ? "braid " + contestant
          : contestant + (feed == Feed.BROAD ? " (256 features)" : "");
    }

    Entry reference() {
      return new Entry(IDENTITY, feed);
    }
  }

  /** Settings of a run. */
  private record Setting(String guarantee, int commitMs, int threads) {
    String label() {
      return guarantee
          + ", "
          + commitMs
          + " ms, "
          + threads
          + (threads > 1 ? " threads" : " thread");
    }
  }

  private static final Setting MAIN = new Setting(StreamsConfig.EXACTLY_ONCE_V2, 100, 1);
  private static final Setting PLAIN = new Setting(StreamsConfig.AT_LEAST_ONCE, 100, 1);

  private final Scale scale;
  private final Report report;
  private final Consumer<String> progress;
  private final BrokerProcess broker;
  private Steps steps;
  private int runs;

  public Throughput(Scale scale, Report report, Consumer<String> progress, BrokerProcess broker) {
    this.scale = scale;
    this.report = report;
    this.progress = progress;
    this.broker = broker;
  }

  /** Everything; the wide network reads its own feed of fewer, larger events. */
  public void full() {
    List<Entry> narrow =
        List.of(
            new Entry(RAW, Feed.NARROW),
            new Entry(IDENTITY, Feed.NARROW),
            new Entry(Shape.LINEAR, Feed.NARROW),
            new Entry(Shape.MLP, Feed.NARROW));
    List<Entry> broad = List.of(new Entry(IDENTITY, Feed.BROAD), new Entry(Shape.WIDE, Feed.BROAD));
    List<Entry> entries = new ArrayList<>(narrow);
    entries.addAll(broad);
    List<Setting> settings = new ArrayList<>();
    for (int threads = 1; threads <= 2; threads++) {
      for (String guarantee : List.of(StreamsConfig.AT_LEAST_ONCE, StreamsConfig.EXACTLY_ONCE_V2)) {
        settings.add(new Setting(guarantee, 100, threads));
        settings.add(new Setting(guarantee, 20, threads));
      }
    }
    List<Entry> withPeers = new ArrayList<>(entries);
    PEERS.forEach(name -> withPeers.add(new Entry(name, Feed.NARROW)));
    List<Entry> profiled = new ArrayList<>(narrow.subList(1, narrow.size()));
    profiled.add(broad.get(1));
    report.section("End to end: draining a preloaded topic");
    explain();
    int total = profiled.size();
    for (Setting setting : settings) {
      total += rounds(setting) * (setting.equals(MAIN) ? withPeers : entries).size();
    }
    steps = new Steps(progress, total);
    try (Fleet fleet = new Fleet(broker)) {
      Map<Setting, Map<Entry, List<Outcome>>> results = new LinkedHashMap<>();
      for (Setting setting : settings) {
        results.put(setting, measure(fleet, setting, setting.equals(MAIN) ? withPeers : entries));
      }
      results.forEach(this::table);
      bars(results.get(MAIN), MAIN);
      bars(results.get(PLAIN), PLAIN);
      costs(results.get(MAIN));
      hotspots(fleet, profiled);
    }
  }

  private void bars(Map<Entry, List<Outcome>> outcomes, Setting setting) {
    Entry linear = new Entry(Shape.LINEAR, Feed.NARROW);
    Entry mlp = new Entry(Shape.MLP, Feed.NARROW);
    double identity = rate(outcomes.get(linear.reference()));
    double ofLinear = rate(outcomes.get(linear)) / identity;
    double ofMlp = rate(outcomes.get(mlp)) / identity;
    String where = " to the identity topology, " + setting.label();
    report.bar(Bar.atLeast(1, "linear, 4 tasks, 32 features" + where, "", 0.75, ofLinear));
    report.bar(Bar.atLeast(1, "mlp 64-32 with adam" + where, "", 0.40, ofMlp));
  }

  /** The ratios that are guarded. */
  public void quick() {
    report.section("End to end: draining a preloaded topic");
    List<Entry> entries =
        List.of(
            new Entry(IDENTITY, Feed.NARROW),
            new Entry(Shape.LINEAR, Feed.NARROW),
            new Entry(Shape.MLP, Feed.NARROW));
    steps = new Steps(progress, (1 + scale.rounds()) * entries.size());
    try (Fleet fleet = new Fleet(broker)) {
      Map<Entry, List<Outcome>> outcomes = measure(fleet, MAIN, entries);
      table(MAIN, outcomes);
      costs(outcomes);
      outcomes.forEach(
          (entry, list) -> {
            if (entry.contestant().equals(IDENTITY)) {
              return;
            }
            report.ratio(
                "end to end: " + entry.label() + " over identity",
                rate(list) / rate(outcomes.get(entry.reference())));
          });
    }
  }

  /**
   * What the HTTP server, its meters and an open page cost: pairs of runs, one watched and one not,
   * in turn first.
   */
  public void watched() {
    report.section("Being watched");
    report.paragraph(
        "Each shape with the HTTP server on, one live page open and a scrape of the meters every"
            + " five seconds, and without, "
            + MAIN.label()
            + ". Ratios of pairs of runs next to each other, alternating which comes first; the"
            + " first pair warms up. By CPU: process time per event. Counting is on in both; what it"
            + " costs is measured by itself, and stated as a share of all that an event takes.");
    int pairs = 2 * scale.rounds();
    List<String> shapes = List.of(Shape.LINEAR, Shape.MLP);
    steps = new Steps(progress, 2 * shapes.size() * (1 + pairs));
    double counting = MeterBench.nanos(scale, progress);
    List<List<String>> rows = new ArrayList<>();
    try (Fleet fleet = new Fleet(broker)) {
      for (String shape : shapes) {
        Entry plain = new Entry(shape, Feed.NARROW);
        Entry watched = new Entry(WatchedApplication.PREFIX + shape, Feed.NARROW);
        List<Double> byRate = new ArrayList<>();
        List<Double> byCpu = new ArrayList<>();
        List<Double> alones = new ArrayList<>();
        for (int pair = 0; pair <= pairs; pair++) {
          boolean watchedFirst = pair % 2 == 1;
          Outcome first = drain(fleet, watchedFirst ? watched : plain);
          Outcome second = drain(fleet, watchedFirst ? plain : watched);
          if (pair > 0) {
            Outcome seen = watchedFirst ? first : second;
            Outcome alone = watchedFirst ? second : first;
            byRate.add(seen.rate() / alone.rate());
            byCpu.add(alone.processCpu() / seen.processCpu());
            alones.add(alone.rate());
          }
        }
        double share = counting * 1e-9 * Report.median(alones);
        report.bar(
            Bar.atMost(
                8,
                "events/s lost to counting, HTTP server, page and scrapes, " + plain.label(),
                "%",
                3,
                100 * (1 - Report.median(byRate) + share)));
        rows.add(
            List.of(
                plain.label(),
                Integer.toString(pairs),
                Report.figure(counting),
                Report.figure(100 * share),
                Report.figure(Report.median(byRate)),
                Report.figure(100 * Report.spread(byRate)),
                Report.figure(Report.median(byCpu)),
                Report.figure(100 * Report.spread(byCpu))));
      }
    }
    report.table(
        List.of(
            "watched to not watched",
            "pairs",
            "counting ns",
            "share %",
            "events/s",
            "spread %",
            "by CPU",
            "spread %"),
        rows);
  }

  private Outcome drain(Fleet fleet, Entry entry) {
    steps.next(entry.label() + ", " + MAIN.label());
    return fleet.run(job(MAIN, entry, false));
  }

  /** Where the time of one contestant goes. */
  public void profile(String contestant) {
    report.section("Where the time goes");
    steps = new Steps(progress, 2);
    try (Fleet fleet = new Fleet(broker)) {
      Entry entry = new Entry(contestant, contestant.equals(Shape.WIDE) ? Feed.BROAD : Feed.NARROW);
      steps.next("warming up " + entry.label());
      fleet.run(job(MAIN, entry, false));
      hotspots(fleet, List.of(entry));
    }
  }

  private void explain() {
    report.paragraph(
        "Events are users' records: flat Avro behind a schema id, 32 doubles and 4 labels (wide:"
            + " 256 and 8). identity: the same topology, decoder, settings and output size with a"
            + " dot product per task in the learner's place. raw: poll, send, commit. The broker"
            + " has a process of its own. Median of "
            + scale.rounds()
            + " interleaved rounds after one to warm up (settings without a bar: "
            + scale.otherRounds()
            + "); spread is half the range over the median. A round measures from a quarter of the"
            + " events on, until all are out. us/event: CPU time of the stream threads, and of the"
            + " whole process (network threads, garbage collector and compiler too), which other"
            + " work on the machine disturbs less than it does the rate.");
  }

  /** Rounds of a setting, with one to warm up where the bars are. */
  private int rounds(Setting setting) {
    return barred(setting) ? 1 + scale.rounds() : scale.otherRounds();
  }

  private static boolean barred(Setting setting) {
    return setting.equals(MAIN) || setting.equals(PLAIN);
  }

  private Map<Entry, List<Outcome>> measure(Fleet fleet, Setting setting, List<Entry> entries) {
    Map<Entry, List<Outcome>> outcomes = new LinkedHashMap<>();
    int warm = barred(setting) ? 1 : 0;
    for (int round = 0; round < rounds(setting); round++) {
      for (Entry entry : entries) {
        steps.next(entry.label() + ", " + setting.label());
        Outcome outcome = fleet.run(job(setting, entry, false));
        if (round >= warm) {
          outcomes.computeIfAbsent(entry, key -> new ArrayList<>()).add(outcome);
        }
      }
    }
    return outcomes;
  }

  private Job job(Setting setting, Entry entry, boolean profile) {
    // Larger events come in smaller numbers.
    int events = entry.feed() == Feed.BROAD ? Math.max(1, scale.events() / 8) : scale.events();
    entry.feed().preload(broker, setting.threads(), events);
    return new Job(
        Job.Kind.DRAIN,
        "drain" + runs++,
        entry.contestant(),
        entry.feed(),
        entry.feed().topic(setting.threads()),
        setting.guarantee(),
        setting.commitMs(),
        setting.threads(),
        events,
        scale.drainSeconds(),
        profile);
  }

  private void table(Setting setting, Map<Entry, List<Outcome>> outcomes) {
    List<List<String>> rows = new ArrayList<>();
    outcomes.forEach(
        (entry, list) -> {
          List<Outcome> reference = outcomes.get(entry.reference());
          rows.add(
              List.of(
                  entry.label(),
                  Report.figure(rate(list)),
                  Report.figure(rate(list) / rate(reference)),
                  Report.figure(100 * Report.spread(list.stream().map(Outcome::rate).toList())),
                  figure(list, Outcome::threadCpu, 1000),
                  figure(list, Outcome::processCpu, 1000),
                  Report.figure(
                      median(reference, Outcome::processCpu) / median(list, Outcome::processCpu))));
        });
    report.table(
        List.of(
            setting.label(),
            "events/s",
            "to identity",
            "spread %",
            "thread us/event",
            "process us/event",
            "to identity by CPU"),
        rows);
  }

  private static double rate(List<Outcome> outcomes) {
    return median(outcomes, Outcome::rate);
  }

  private void costs(Map<Entry, List<Outcome>> outcomes) {
    report.section("Memory, allocation and changelog");
    report.paragraph(
        MAIN.label()
            + ". Allocated: by the processing threads, Kafka's clients in them included; the"
            + " profile below says whose it is. Changelog: as stored by the broker. Heap: in use"
            + " after a collection. Resident: the whole process.");
    List<List<String>> rows = new ArrayList<>();
    outcomes.forEach(
        (entry, list) ->
            rows.add(
                List.of(
                    entry.label(),
                    figure(list, Outcome::allocated, 1),
                    figure(list, Outcome::changelog, 1),
                    figure(list, Outcome::heap, 1 << 20),
                    figure(list, Outcome::resident, 1 << 20))));
    report.table(
        List.of("", "allocated B/event", "changelog B/event", "heap MiB", "resident MiB"), rows);
  }

  private static String figure(List<Outcome> list, Function<Outcome, Double> field, double unit) {
    return Report.figure(median(list, field) / unit);
  }

  private static double median(List<Outcome> list, Function<Outcome, Double> field) {
    return Report.median(list.stream().map(field).toList());
  }

  private void hotspots(Fleet fleet, List<Entry> entries) {
    report.section("Where time and allocation go");
    report.paragraph(
        "Flight recorder, "
            + MAIN.label()
            + ": samples of the processing threads by the innermost layer, in percent; allocation"
            + " in bytes per event.");
    for (Entry entry : entries) {
      steps.next("profile of " + entry.label());
      Outcome outcome = fleet.run(job(MAIN, entry, true));
      List<List<String>> rows = new ArrayList<>();
      List<String> layers = new ArrayList<>(outcome.time().keySet());
      outcome.allocation().keySet().stream().filter(l -> !layers.contains(l)).forEach(layers::add);
      double outside = 0;
      for (String layer : layers) {
        double bytes = outcome.allocation().getOrDefault(layer, 0.0) * outcome.allocated();
        outside += layer.startsWith("Kafka") ? 0 : bytes;
        rows.add(
            List.of(
                layer,
                Report.figure(100 * outcome.time().getOrDefault(layer, 0.0)),
                Report.figure(bytes)));
      }
      report.table(List.of(entry.label(), "time %", "allocated B/event"), rows);
      report.paragraph(
          "Allocated outside Kafka's code: "
              + Report.figure(outside)
              + " bytes per event. Kafka Streams and the clients would allocate theirs for any"
              + " topology.");
      if (entry.contestant().equals(Shape.LINEAR) || entry.contestant().equals(Shape.MLP)) {
        report.bar(
            Bar.atMost(
                3,
                "allocated per event outside Kafka's clients and Kafka Streams, " + entry.label(),
                "bytes",
                600,
                outside));
      }
      List<List<String>> methods = new ArrayList<>();
      outcome
          .methods()
          .forEach((name, share) -> methods.add(List.of(name, Report.figure(100 * share))));
      report.table(List.of(entry.label() + ", by method", "time %"), methods);
      List<List<String>> sites = new ArrayList<>();
      outcome
          .sites()
          .forEach(
              (name, share) ->
                  sites.add(List.of(name, Report.figure(share * outcome.allocated()))));
      report.table(List.of(entry.label() + ", by class and method", "B/event"), sites);
    }
  }
}
