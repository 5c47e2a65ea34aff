package io.braid.model.learner;

import io.braid.model.data.Segment;
import io.braid.model.layer.Head;
import io.braid.model.layer.LearningHead;
import io.braid.model.spec.SpecException;
import io.braid.model.spec.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The parts of a network by the names that pipeline files use for them: {@code trunk}, {@code
 * heads} and {@code skip} (of all tasks), {@code head.NAME} and {@code skip.NAME} of one, or a
 * segment, or what several segments' names begin with up to a dot.
 */
final class Parts {
  private final List<Segment> segments;
  private final List<Task> tasks;
  private final Head[] heads;
  private final int[] headFrom;

  /**
   * @param heads one per task
   * @param headFrom first segment of each task's head, and the end of the last
   */
  Parts(List<Segment> segments, List<Task> tasks, Head[] heads, int[] headFrom) {
    this.segments = segments;
    this.tasks = tasks;
    this.heads = heads;
    this.headFrom = headFrom;
  }

  /**
   * The segments of a part, at least one.
   *
   * @param path where its name is written
   * @throws SpecException if there is no such part
   */
  List<Segment> of(String part, String path) {
    String prefix = part.equals("heads") ? "head" : part;
    List<Segment> found = new ArrayList<>();
    int task = task(prefix);
    int begin = task < 0 ? 0 : headFrom[task];
    int end = task < 0 ? segments.size() : headFrom[task + 1];
    for (Segment segment : segments.subList(begin, end)) {
      if (segment.name().equals(prefix) || segment.name().startsWith(prefix + ".")) {
        found.add(segment);
      }
    }
    if (found.isEmpty()) {
      throw new SpecException(path, "no part named '" + part + "', known: " + known());
    }
    return found;
  }

  /** The task of {@code head.NAME} or {@code skip.NAME}: names may hold dots; -1 if none. */
  private int task(String part) {
    for (int k = 0; k < tasks.size(); k++) {
      String name = tasks.get(k).name();
      if (part.equals("head." + name) || part.equals("skip." + name)) {
        return k;
      }
    }
    return -1;
  }

  private List<String> known() {
    List<String> known = new ArrayList<>();
    if (segments.stream().anyMatch(s -> s.name().startsWith("trunk."))) {
      known.add("trunk");
    }
    known.add("heads");
    if (segments.stream().anyMatch(s -> s.name().startsWith("skip."))) {
      known.add("skip");
    }
    for (Task task : tasks) {
      known.add("head." + task.name());
    }
    return known;
  }

  /** Segments of a task's head, those of a path beside it among them. */
  List<Segment> head(int task) {
    return segments.subList(headFrom[task], headFrom[task + 1]);
  }

  /** Whether a head moves its parameters itself. */
  boolean learnsItself(int task) {
    return heads[task] instanceof LearningHead;
  }

  /**
   * Multiplies learning rates; what has several names here is told by the longest.
   *
   * @param rates factor by part
   * @throws SpecException if there is no such part, or one that has no learning rate
   */
  void scale(Map<String, Double> rates) {
    double[] factors = new double[segments.size()];
    Arrays.fill(factors, 1.0);
    for (String part :
        rates.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).thenComparing(p -> p))
            .toList()) {
      String path = "rates." + part;
      int task = task(part);
      if (task >= 0 && learnsItself(task)) {
        throw new SpecException(
            path,
            "not allowed, the head of task '" + tasks.get(task).name() + "' learns by itself");
      }
      for (Segment segment : of(part, path)) {
        factors[segment.index()] = rates.get(part);
      }
    }
    for (Segment segment : segments) {
      segment.rateFactor((float) (segment.rateFactor() * factors[segment.index()]));
    }
  }
}
