package io.braid.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.braid.schemas.RegistryClient;
import java.time.Duration;
import java.util.Locale;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.testcontainers.containers.GenericContainer;

/**
 * What goes wrong around a running application under exactly_once_v2. However it goes, every event
 * is predicted once and learned once: all predictions equal, bit for bit, those of a learner that
 * nothing disturbed, the last ones showing the final model.
 *
 * <p>Faults of one container run beside each other; faults of what all share run alone.
 */
@InDocker
@Execution(ExecutionMode.CONCURRENT)
class FaultsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String NO_SPACE = "No space left on device";
  private static final double PER_SECOND = 300;

  private final Stack stack;

  FaultsTest(Stack stack) {
    this.stack = stack;
  }

  /** What happens to the application while it learns. */
  private interface Fault {
    /** Lets it happen and pass; says what was seen. */
    String happen(Feed feed, Follower follower, Braid braid) throws Exception;
  }

  /** Lets the readings flow, and the fault happen after a third of them. */
  private void each(Readings readings, Fault fault) throws Exception {
    try (Braid braid = new Braid(stack, readings)) {
      each(readings, braid, fault);
    }
  }

  private void each(Readings readings, Braid braid, Fault fault) throws Exception {
    stack.createTopic(readings.topic());
    try (RegistryClient registry = stack.registryClient()) {
      var records = readings.records(registry);
      braid.start();
      try (Follower follower = new Follower(stack, readings.name());
          Feed feed = new Feed(stack, readings.topic(), records, PER_SECOND)) {
        follower.await(readings.count() / 3, PATIENCE, braid);
        String seen = fault.happen(feed, follower, braid);
        feed.awaitEnd();
        follower.await(readings.count(), PATIENCE, braid);
        assertThat(braid.stop()).as(braid.tail()).isEqualTo(128 + 15);
        follower.assertEachOnceAndAsUndisturbed(readings);
        report(seen, follower, readings);
      }
    }
  }

  private static void report(String seen, Follower follower, Readings readings) {
    Report.line(
        "%s; longest time without predictions %.1f s; all %,d events predicted once and learned"
            + " once, bit for bit as undisturbed",
        seen, follower.longestGap(), readings.count());
  }

  @Test
  @ResourceLock(value = "stack", mode = ResourceAccessMode.READ)
  void dockerStopLosesNothing() throws Exception {
    Readings readings = new Readings("stopped", "[16, 8]", 3000);
    each(
        readings,
        (feed, follower, braid) -> {
          long before = System.nanoTime();
          assertThat(braid.stop()).isEqualTo(128 + 15);
          double stopped = Report.secondsSince(before);
          assertThat(braid.log()).contains("what it has learned is committed");
          long again = System.nanoTime();
          braid.startAgain();
          follower.await(follower.count() + 1, PATIENCE, braid);
          return said(
              "docker stop: ended in good order after %.1f s, predicts %.1f s after its new start",
              stopped, follower.resumedAfter(again));
        });
  }

  @Test
  @ResourceLock("stack")
  void aBrokerKilledAndStartedAgain() throws Exception {
    Readings readings = new Readings("brokerless", "[16, 8]", 5000);
    each(
        readings,
        (feed, follower, braid) -> {
          Stack.kill(stack.kafka());
          Thread.sleep(5000);
          long back = System.nanoTime();
          Stack.startAgain(stack.kafka());
          follower.await(follower.count() + 1, PATIENCE, braid);
          return said(
              "broker killed (SIGKILL) and started after 5 s: predictions go on %.1f s after that",
              follower.resumedAfter(back));
        });
  }

  @Test
  @ResourceLock(value = "stack", mode = ResourceAccessMode.READ)
  void thirtySecondsWithoutNetwork() throws Exception {
    Readings readings = new Readings("cut", "[16, 8]", 5000);
    each(
        readings,
        (feed, follower, braid) -> {
          String before = braid.address();
          braid.disconnect();
          // Takes the address that is free now.
          try (GenericContainer<?> other = Braid.idle().withNetwork(stack.network())) {
            other.start();
            Thread.sleep(30_000);
            int seen = follower.count();
            long back = System.nanoTime();
            braid.connect();
            follower.await(seen + 1, PATIENCE, braid);
            return said(
                "network cut for 30 s%s: predictions go on %.1f s after its return",
                braid.address().equals(before) ? "" : ", back with another address",
                follower.resumedAfter(back));
          }
        });
  }

  @Test
  @ResourceLock("stack")
  void aRegistryThatIsAway() throws Exception {
    Readings readings = new Readings("unregistered", "[16, 8]", 4000);
    stack.createTopic(readings.topic());
    try (RegistryClient registry = stack.registryClient();
        Braid braid = new Braid(stack, readings)) {
      int first = 2400;
      var known = readings.records(registry, Readings.schema(), 0, first);
      Schema evolved = Readings.schema(fields -> fields.optionalString("comment"));
      var unknown = readings.records(registry, evolved, first, readings.count());
      braid.start();
      try (Follower follower = new Follower(stack, readings.name())) {
        try (Feed feed = new Feed(stack, readings.topic(), known, PER_SECOND)) {
          follower.await(first / 3, PATIENCE, braid);
          Stack.kill(stack.registry());
          feed.awaitEnd();
          // A schema that has been seen needs no registry.
          follower.await(first, PATIENCE, braid);
        }
        try (Feed feed = new Feed(stack, readings.topic(), unknown, PER_SECOND)) {
          braid.awaitLog("the schema registry does not answer, asking again");
          Thread.sleep(8000);
          assertThat(follower.count()).isEqualTo(first);
          long back = System.nanoTime();
          Stack.startAgain(stack.registry());
          feed.awaitEnd();
          follower.await(readings.count(), PATIENCE, braid);
          assertThat(braid.stop()).as(braid.tail()).isEqualTo(128 + 15);
          follower.assertEachOnceAndAsUndisturbed(readings);
          report(
              said(
                  "registry killed: events of a known schema flowed on; those of a new one waited,"
                      + " and went on %.1f s after its new start",
                  follower.resumedAfter(back)),
              follower,
              readings);
        }
      }
    }
  }

  @Test
  @ResourceLock(value = "stack", mode = ResourceAccessMode.READ)
  void aSlowLink() throws Exception {
    assumeTrue(
        Command.run(5, "id", "-u").output().strip().equals("0")
            && Command.run(5, "nsenter", "--version").code() == 0
            && Command.run(5, "tc", "-V").code() == 0,
        "a link is made slow by root with nsenter and tc (util-linux, iproute2)");
    Readings readings = new Readings("slow", "[16, 8]", 3000);
    each(
        readings,
        (feed, follower, braid) -> {
          String namespace = Long.toString(braid.pid());
          String[] slow = {
            "nsenter", "-t", namespace, "-n", "tc", "qdisc", "add", "dev", "eth0", "root", "tbf",
            "rate", "256kbit", "burst", "8kb", "latency", "400ms"
          };
          var made = Command.run(10, slow);
          assertThat(made.code()).as(made.output()).isZero();
          int before = follower.count();
          long from = System.nanoTime();
          feed.awaitEnd();
          follower.await(readings.count(), PATIENCE, braid);
          double seconds = Report.secondsSince(from);
          return said(
              "link of 256 kbit/s: %,d events in %.1f s (undisturbed: %.1f s)",
              readings.count() - before, seconds, (readings.count() - before) / PER_SECOND);
        });
  }

  @Test
  @ResourceLock(value = "stack", mode = ResourceAccessMode.READ)
  void aFullDiskUnderTheState() throws Exception {
    // A model large enough that RocksDB writes to the disk every few seconds.
    Readings readings = new Readings("full", "[512, 256]", 5000);
    try (SmallDisk disk = new SmallDisk(readings.name());
        Braid braid = new Braid(stack, readings).withState(disk)) {
      each(readings, braid, (feed, follower, same) -> fillAndEmpty(disk, follower, same));
    }
  }

  private static String fillAndEmpty(SmallDisk disk, Follower follower, Braid braid)
      throws Exception {
    disk.fill();
    long full = System.nanoTime();
    braid.awaitEnd();
    double ended = Report.secondsSince(full);
    assertThat(braid.exitCode()).as(braid.tail()).isEqualTo(1);
    assertThat(braid.log()).contains("braid: the application has failed: ", NO_SPACE);
    // Still full: it does not start, and says the same.
    Stack.startAgain(braid.container());
    braid.awaitEnd();
    assertThat(braid.exitCode()).as(braid.tail()).isEqualTo(1);
    assertThat(braid.lastLine()).startsWith("braid: ").contains(NO_SPACE);
    disk.empty();
    long again = System.nanoTime();
    braid.startAgain();
    follower.await(follower.count() + 1, PATIENCE, braid);
    return said(
        "state directory full: stopped and said so after %.1f s, predicts %.1f s after its new"
            + " start with space",
        ended, follower.resumedAfter(again));
  }

  private static String said(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
