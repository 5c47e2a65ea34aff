package io.braid.bench.e2e;

import java.util.Map;

/**
 * What a worker measured; a NaN was not measured.
 *
 * @param rate events per second once warm
 * @param events in the measured part
 * @param threadCpu CPU nanoseconds per event of the threads that process
 * @param processCpu CPU nanoseconds per event of the whole process: network threads, collector and
 *     compiler too
 * @param allocated bytes per event allocated by the threads that process
 * @param changelog bytes per event written to changelog topics, as stored by the broker
 * @param heap bytes of heap in use after a collection, the application still open
 * @param resident bytes of the process in memory; NaN where the system does not say
 * @param restoreSeconds from the start with empty local state to the first new prediction
 * @param time shares of CPU samples of the processing threads by layer
 * @param allocation shares of allocated bytes of the processing threads by layer
 * @param methods shares of CPU samples by method, the largest
 * @param sites shares of allocated bytes by class and method, the largest
 */
public record Outcome(
    double rate,
    long events,
    double threadCpu,
    double processCpu,
    double allocated,
    double changelog,
    double heap,
    double resident,
    double restoreSeconds,
    Map<String, Double> time,
    Map<String, Double> allocation,
    Map<String, Double> methods,
    Map<String, Double> sites) {

  static Outcome nothing() {
    return new Outcome(
        Double.NaN,
        0,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of());
  }

  static Outcome restored(double seconds, double rate) {
    Outcome none = nothing();
    return new Outcome(
        rate,
        0,
        none.threadCpu,
        none.processCpu,
        none.allocated,
        none.changelog,
        none.heap,
        none.resident,
        seconds,
        none.time,
        none.allocation,
        none.methods,
        none.sites);
  }
}
