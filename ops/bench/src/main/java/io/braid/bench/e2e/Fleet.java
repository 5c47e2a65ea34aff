package io.braid.bench.e2e;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The workers of a run by contestant, started when they are first needed. */
final class Fleet implements AutoCloseable {
  private final BrokerProcess broker;
  private final Map<String, WorkerProcess> workers = new LinkedHashMap<>();

  Fleet(BrokerProcess broker) {
    this.broker = broker;
  }

  Outcome run(Job job) {
    return worker(job.contestant()).run(job);
  }

  WorkerProcess worker(String contestant) {
    return workers.computeIfAbsent(contestant, name -> new WorkerProcess(broker, name));
  }

  @Override
  public void close() {
    List<WorkerProcess> all = new ArrayList<>(workers.values());
    all.forEach(WorkerProcess::close);
  }
}
