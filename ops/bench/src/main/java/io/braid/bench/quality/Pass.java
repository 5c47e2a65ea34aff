package io.braid.bench.quality;

import io.braid.model.data.Row;
import io.braid.model.learner.TaskQuality;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/** Lets contestants go through data sets. */
final class Pass {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private Pass() {}

  /** One pass. */
  static Outcome over(List<Row> rows, Contestant contestant) {
    long start = THREADS.getCurrentThreadCpuTime();
    for (Row row : rows) {
      contestant.event(row);
    }
    double seconds = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
    return new Outcome(contestant.quality(), rows.size(), seconds, contestant.parameters());
  }

  /** The outcome of several learners, each of which had some of the tasks of the same rows. */
  static Outcome together(List<Outcome> parts) {
    List<TaskQuality> tasks = new ArrayList<>();
    parts.forEach(part -> tasks.addAll(part.tasks()));
    return new Outcome(
        tasks,
        parts.get(0).rows(),
        parts.stream().mapToDouble(Outcome::seconds).sum(),
        parts.stream().mapToLong(Outcome::parameters).sum());
  }
}
