package io.braid.bench;

import io.braid.bench.Main.Part;
import io.braid.bench.digits.DigitTable;
import io.braid.bench.e2e.BrokerProcess;
import io.braid.bench.e2e.Latency;
import io.braid.bench.e2e.Recovery;
import io.braid.bench.e2e.Throughput;
import io.braid.bench.jmh.LearnerTables;
import io.braid.bench.peer.PeerData;
import io.braid.bench.peer.PeerTable;
import io.braid.bench.poison.PoisonTable;
import io.braid.bench.quality.Costs;
import io.braid.bench.quality.QualityTable;
import io.braid.bench.rates.RateTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Runs the parts of a measurement one after the other. Not thread-safe. */
final class Measurements {
  private static final Set<Part> NEED_BROKER =
      EnumSet.of(Part.THROUGHPUT, Part.LATENCY, Part.RECOVERY, Part.WATCHED, Part.PROFILE);

  /** Seeds of the rows of the tables of quality that the others are compared with. */
  private static final int SEEDS = 3;

  private final Scale scale;
  private final boolean quick;
  private final JavaHome newer;
  private final Consumer<String> print;
  private final Consumer<String> out;
  private final long begin = System.nanoTime();

  /** What the steps of the part that runs are introduced with. */
  private String part = "";

  /** Is told of every part that is over. */
  interface Listener {
    void measured(Part part, Report report) throws IOException;

    /** The others are measured all the same. */
    void failed(Part part, Exception why) throws IOException;
  }

  /**
   * @param quick whether only what is guarded is measured
   * @param newer a Java to measure the learner on too; null for none
   * @param print gets every line of the reports
   * @param out gets a line for every step
   */
  Measurements(
      Scale scale, boolean quick, JavaHome newer, Consumer<String> print, Consumer<String> out) {
    this.scale = scale;
    this.quick = quick;
    this.newer = newer;
    this.print = print;
    this.out = out;
  }

  /**
   * Measures.
   *
   * @param profiled what part PROFILE profiles
   */
  void run(Set<Part> parts, String profiled, Listener listener)
      throws IOException, InterruptedException {
    List<Part> all = new ArrayList<>(EnumSet.copyOf(parts));
    BrokerProcess broker = null;
    try {
      for (int i = 0; i < all.size(); i++) {
        part = all.get(i).name().toLowerCase(Locale.ROOT);
        if (all.size() > 1) {
          part += " (part " + (i + 1) + " of " + all.size() + ")";
        }
        Report report = new Report(print);
        try {
          if (broker == null && NEED_BROKER.contains(all.get(i))) {
            broker = new BrokerProcess(Files.createTempDirectory("braid-bench-"));
          }
          run(all.get(i), broker, profiled, report);
        } catch (IOException | RuntimeException e) {
          listener.failed(all.get(i), e);
          continue;
        }
        listener.measured(all.get(i), report);
      }
    } finally {
      if (broker != null) {
        broker.close();
      }
    }
  }

  private void run(Part what, BrokerProcess broker, String profiled, Report report)
      throws IOException, InterruptedException {
    switch (what) {
      case LEARNER -> {
        LearnerTables tables = new LearnerTables(scale, newer, report, this::step);
        if (quick) {
          tables.quick();
        } else {
          tables.full();
        }
      }
      case PEERS -> {
        PeerTable peers = new PeerTable(scale, report, this::step);
        if (quick) {
          peers.quick();
        } else {
          peers.full();
        }
      }
      case THROUGHPUT -> {
        Throughput throughput = new Throughput(scale, report, this::step, broker);
        if (quick) {
          throughput.quick();
        } else {
          throughput.full();
        }
      }
      case LATENCY ->
          new Latency(scale, report, this::step, broker)
              .run(quick ? List.of(1000) : List.of(1000, 10_000), Latency.contestants());
      case RECOVERY -> new Recovery(scale, report, this::step, broker).run();
      case WATCHED -> new Throughput(scale, report, this::step, broker).watched();
      case RATES -> new RateTable(pipelines(), PeerData.folder(), rows(), report, this::step).run();
      case QUALITY ->
          new QualityTable(pipelines(), PeerData.folder(), rows(), seeds(), 1, report, this::step)
              .run();
      case METHODS -> new Costs(scale, report, this::step).run();
      case POISON ->
          new PoisonTable(
                  pipelines().resolve("poison.yaml"),
                  scale.equals(Scale.TINY) ? scale.peerRows() : 30_000,
                  report,
                  this::step)
              .run();
      case DIGITS ->
          new DigitTable(
                  PeerData.folder(),
                  scale.equals(Scale.TINY) ? scale.peerRows() : Long.MAX_VALUE,
                  report,
                  this::step)
              .run();
      case PROFILE -> new Throughput(scale, report, this::step, broker).profile(profiled);
    }
  }

  private static Path pipelines() {
    return Main.root().resolve("ops/bench/pipelines");
  }

  /** Rows of each data set at most. */
  private long rows() {
    return scale.equals(Scale.FULL) ? Long.MAX_VALUE : scale.peerRows();
  }

  private int seeds() {
    return scale.equals(Scale.TINY) ? 1 : SEEDS;
  }

  private void step(String line) {
    long seconds = (System.nanoTime() - begin) / 1_000_000_000L;
    out.accept(String.format("%02d:%02d %s, %s", seconds / 60, seconds % 60, part, line));
  }
}
