package io.braid.bench;

/**
 * How long measurements take.
 *
 * <p>{@code TINY} only shows that everything runs, {@code QUICK} is enough for ratios within a
 * tolerance, {@code FULL} is for figures that are written down.
 *
 * @param forks JVMs per JMH cell; 0 runs in this one
 * @param warmups JMH warm-up iterations
 * @param iterations JMH measured iterations
 * @param iterationMs length of a JMH iteration
 * @param rounds measured rounds of what the bars are about, of which the median is taken; one more
 *     runs before, to warm up
 * @param otherRounds measured rounds of everything else that is interleaved
 * @param events events preloaded for a throughput run
 * @param drainSeconds a throughput run ends after this time even if events are left
 * @param latencySeconds length of a latency run
 * @param peerRows rows of the synthetic stream for peers
 * @param peerSeconds a peer's pass ends after this time even if rows are left
 */
public record Scale(
    String name,
    int forks,
    int warmups,
    int iterations,
    int iterationMs,
    int rounds,
    int otherRounds,
    int events,
    double drainSeconds,
    double latencySeconds,
    int peerRows,
    double peerSeconds) {

  public static final Scale TINY = new Scale("tiny", 0, 0, 1, 5, 1, 1, 300, 10, 0.3, 300, 0.2);
  public static final Scale QUICK =
      new Scale("quick", 1, 2, 3, 300, 3, 2, 400_000, 8, 8, 50_000, 3);
  public static final Scale FULL =
      new Scale("full", 1, 3, 5, 300, 5, 2, 1_000_000, 6, 12, 100_000, 3);
}
