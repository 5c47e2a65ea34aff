package io.braid.bench.e2e;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Runs a contestant over a preloaded feed and measures from when it is warm. */
final class Drain {
  /** Share of the events after which the measurement starts. */
  private static final double WARM = 0.25;

  private static final int POLL_MS = 10;
  private static final long STALLED_MS = 60_000;

  private final Job job;
  private final String bootstrapServers;
  private final Path directory;

  Drain(Job job, String bootstrapServers, Path directory) {
    this.job = job;
    this.bootstrapServers = bootstrapServers;
    this.directory = directory.resolve(job.name());
  }

  Outcome run() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      try {
        return job.kind() == Job.Kind.RECOVER ? recover() : drain(admin);
      } finally {
        BrokerProcess.deleteTopics(admin, job.name());
        Folders.delete(directory);
      }
    }
  }

  private Contestant contestant() {
    return Contestant.of(job, bootstrapServers, directory.toString());
  }

  private Outcome drain(Admin admin) throws Exception {
    try (Contestant contestant = contestant()) {
      contestant.start();
      try (Progress progress = new Progress(bootstrapServers, job.output(), job.threads());
          Hotspots hotspots = new Hotspots(job.profile())) {
        hotspots.start();
        long begin = System.nanoTime();
        await(contestant, progress, (long) (job.events() * WARM), begin, job.seconds() * WARM);
        hotspots.mark();
        Usage before = Usage.now();
        long from = progress.count();
        long start = System.nanoTime();
        await(contestant, progress, job.events(), begin, job.seconds());
        long count = progress.count();
        double seconds = (System.nanoTime() - start) / 1e9;
        long events = Math.max(1, count - from);
        Usage used = Usage.now().since(before);
        hotspots.stop();
        double changelog = BrokerProcess.changelogBytes(admin, job.name()) / (double) count;
        System.gc();
        return new Outcome(
            events / seconds,
            events,
            used.threadCpu() / (double) events,
            used.processCpu() / (double) events,
            used.allocated() / (double) events,
            changelog,
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
            Usage.resident(),
            Double.NaN,
            hotspots.time(),
            hotspots.allocation(),
            hotspots.methods(),
            hotspots.sites());
      }
    }
  }

  /** First life, clean end, empty local state, second life: until its first own prediction. */
  private Outcome recover() throws Exception {
    long before;
    double rate;
    try (Progress progress = new Progress(bootstrapServers, job.output(), job.threads())) {
      try (Contestant contestant = contestant()) {
        contestant.start();
        long begin = System.nanoTime();
        await(contestant, progress, job.events(), begin, job.seconds());
        rate = progress.count() / ((System.nanoTime() - begin) / 1e9);
      }
      // Transaction markers count too, so that the number of outputs is not exact; new ones are
      // new.
      Thread.sleep(2L * job.commitMs());
      before = progress.count();
      job.feed().append(bootstrapServers, job.topic(), 1, 100);
      // The member's name stays, as it does on a persistent volume: a new one would wait for the
      // old one's session to end.
      Folders.deleteExcept(directory, "braid-instance-id");
      long begin = System.nanoTime();
      try (Contestant contestant = contestant()) {
        contestant.start();
        await(contestant, progress, before + 10, begin, 120);
        return Outcome.restored((System.nanoTime() - begin) / 1e9, rate);
      }
    }
  }

  /** Waits until so many outputs are there or the time is over, which begins at the first one. */
  private static void await(
      Contestant contestant, Progress progress, long wanted, long begin, double seconds)
      throws InterruptedException {
    long last = -1;
    long moved = System.nanoTime();
    while (true) {
      long count = progress.count();
      long now = System.nanoTime();
      if (contestant.failure() != null) {
        throw new IllegalStateException("the contestant failed", contestant.failure());
      }
      if (count >= wanted || count > 0 && (now - begin) / 1e9 > seconds) {
        return;
      }
      if (count != last) {
        last = count;
        moved = now;
      } else if ((now - moved) / 1_000_000 > STALLED_MS) {
        throw new IllegalStateException("stalled at " + count + " of " + wanted + " outputs");
      }
      Thread.sleep(POLL_MS);
    }
  }
}
