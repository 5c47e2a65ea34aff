package io.braid.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.braid.schemas.RegistryClient;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

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
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final double PER_SECOND = 300;

  private final Stack stack;

  FaultsTest(Stack stack) {
    this.stack = stack;
  }

  /** What happens to the application while it learns. */
  private interface Fault {
    void happen(Feed feed, Follower follower, Braid braid) throws Exception;
  }

  /** Lets the readings flow, and the fault happen after a third of them. */
  private void each(Readings readings, Map<String, String> tmpfs, Fault fault) throws Exception {
    stack.createTopic(readings.topic());
    try (RegistryClient registry = stack.registryClient();
        Braid braid = new Braid(stack, readings, tmpfs)) {
      var records = readings.records(registry);
      braid.start();
      try (Follower follower = new Follower(stack, readings.name());
          Feed feed = new Feed(stack, readings.topic(), records, PER_SECOND)) {
        follower.await(readings.count() / 3, PATIENCE, braid);
        fault.happen(feed, follower, braid);
        feed.awaitEnd();
        follower.await(readings.count(), PATIENCE, braid);
        assertThat(braid.stop()).as(braid.log()).isEqualTo(128 + 15);
        follower.assertEachOnceAndAsUndisturbed(readings);
      }
    }
  }

  @Test
  @ResourceLock(value = "stack", mode = ResourceAccessMode.READ)
  void dockerStopLosesNothing() throws Exception {
    Readings readings = new Readings("stopped", "[16, 8]", 3000);
    each(
        readings,
        Map.of(),
        (feed, follower, braid) -> {
          long before = System.nanoTime();
          assertThat(braid.stop()).isEqualTo(128 + 15);
          double stopped = Report.secondsSince(before);
          assertThat(braid.log()).contains("what it has learned is committed");
          long again = System.nanoTime();
          braid.startAgain();
          follower.await(follower.count() + 1, PATIENCE, braid);
          Report.line(
              "docker stop: ended in good order after %.1f s; started again, it predicts after"
                  + " %.1f s; %,d events predicted once and learned once",
              stopped, follower.resumedAfter(again), readings.count());
        });
  }

  @Test
  @ResourceLock("stack")
  void aBrokerKilledAndStartedAgain() throws Exception {
    Readings readings = new Readings("brokerless", "[16, 8]", 5000);
    each(
        readings,
        Map.of(),
        (feed, follower, braid) -> {
          Stack.kill(stack.kafka());
          Thread.sleep(5000);
          long back = System.nanoTime();
          Stack.startAgain(stack.kafka());
          follower.await(follower.count() + 1, PATIENCE, braid);
          Report.line(
              "broker killed (SIGKILL), started again after 5 s: predictions go on %.1f s after"
                  + " its start, longest gap %.1f s; %,d events predicted once and learned once",
              follower.resumedAfter(back), follower.longestGap(), readings.count());
        });
  }

  @Test
  @ResourceLock(value = "stack", mode = ResourceAccessMode.READ)
  void thirtySecondsWithoutNetwork() throws Exception {
    Readings readings = new Readings("cut", "[16, 8]", 5000);
    each(
        readings,
        Map.of(),
        (feed, follower, braid) -> {
          braid.disconnect();
          Thread.sleep(30_000);
          int seen = follower.count();
          long back = System.nanoTime();
          braid.connect();
          follower.await(seen + 1, PATIENCE, braid);
          Report.line(
              "network cut for 30 s: predictions go on %.1f s after its return, longest gap"
                  + " %.1f s; %,d events predicted once and learned once",
              follower.resumedAfter(back), follower.longestGap(), readings.count());
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
          assertThat(braid.stop()).as(braid.log()).isEqualTo(128 + 15);
          follower.assertEachOnceAndAsUndisturbed(readings);
          Report.line(
              "registry killed: %,d events of a known schema went on; a new schema waited, and"
                  + " went on %.1f s after the registry's start; %,d events predicted once and"
                  + " learned once",
              first - first / 3, follower.resumedAfter(back), readings.count());
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
        Map.of(),
        (feed, follower, braid) -> {
          String namespace = Long.toString(braid.pid());
          String[] slow = {
            "nsenter", "-t", namespace, "-n", "tc", "qdisc", "add", "dev", "eth0", "root", "tbf",
            "rate", "1mbit", "burst", "16kb", "latency", "300ms"
          };
          var made = Command.run(10, slow);
          assertThat(made.code()).as(made.output()).isZero();
          int before = follower.count();
          long from = System.nanoTime();
          feed.awaitEnd();
          follower.await(readings.count(), PATIENCE, braid);
          double seconds = Report.secondsSince(from);
          Report.line(
              "link of 1 Mbit/s: %,d events in %.1f s, longest gap %.1f s; %,d events predicted"
                  + " once and learned once",
              readings.count() - before, seconds, follower.longestGap(), readings.count());
        });
  }

  @Test
  @ResourceLock(value = "stack", mode = ResourceAccessMode.READ)
  void aFullDiskUnderTheState() throws Exception {
    // A model large enough that RocksDB writes to the disk every few seconds.
    Readings readings = new Readings("full", "[256, 128]", 4000);
    each(
        readings,
        Map.of("/var/lib/braid", "rw,size=64m,uid=10001"),
        (feed, follower, braid) -> {
          braid.shell("dd if=/dev/zero of=/var/lib/braid/filler bs=64k 2>/dev/null; true");
          long full = System.nanoTime();
          braid.awaitEnd();
          double ended = Report.secondsSince(full);
          assertThat(braid.exitCode()).as(braid.log()).isEqualTo(1);
          assertThat(braid.log()).contains("No space left on device");
          long again = System.nanoTime();
          braid.startAgain();
          follower.await(follower.count() + 1, PATIENCE, braid);
          Report.line(
              "state directory full: stopped and said so after %.1f s; with space again and"
                  + " started, it predicts after %.1f s; %,d events predicted once and learned once",
              ended, follower.resumedAfter(again), readings.count());
        });
  }
}
