package io.braid.model.learner;

import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.spec.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which tasks of one learner are those of another, and which segments correspond. */
final class TaskMatch {
  /** What a trunk keeps per task carries the task's number. */
  private static final Pattern OWN = Pattern.compile("trunk\\.(task|column)([0-9]+)(\\..*)?");

  private final List<Task> tasks;
  private final List<Task> theirs;
  private final int[] match;
  private final FeatureMatch features;
  private final String trunk;
  private final String otherTrunk;

  TaskMatch(Learner learner, Learner source) {
    tasks = learner.pipeline().tasks();
    theirs = source.pipeline().tasks();
    trunk = learner.pipeline().trunk().kind();
    otherTrunk = source.pipeline().trunk().kind();
    features = new FeatureMatch(learner, source);
    match = new int[tasks.size()];
    for (int k = 0; k < match.length; k++) {
      match[k] = -1;
      for (int j = 0; j < theirs.size(); j++) {
        if (theirs.get(j).name().equals(tasks.get(k).name())) {
          match[k] = j;
        }
      }
    }
  }

  int tasks() {
    return match.length;
  }

  String name(int task) {
    return tasks.get(task).name();
  }

  /** The other's task of the same name, or -1. */
  int of(int task) {
    return match[task];
  }

  FeatureMatch features() {
    return features;
  }

  /** The segments of a network's trunk. */
  static List<Segment> trunk(Network network) {
    return network.parameters().segments().stream()
        .filter(segment -> segment.name().startsWith("trunk."))
        .toList();
  }

  /** The segment that corresponds to one of the trunk; null if it is of a task that is new. */
  Segment trunkSegment(Segment segment, Network there) {
    String name = theirName(segment.name());
    return name == null ? null : find(name, there);
  }

  /** What the other calls a segment of the trunk; null if it is of a task that is new. */
  private String theirName(String name) {
    Matcher own = OWN.matcher(name);
    if (!own.matches()) {
      return name;
    }
    int j = match[Integer.parseInt(own.group(2))];
    String rest = own.group(3) == null ? "" : own.group(3);
    return j < 0 ? null : "trunk." + own.group(1) + j + rest;
  }

  private static Segment find(String name, Network network) {
    for (Segment segment : network.parameters().segments()) {
      if (segment.name().equals(name)) {
        return segment;
      }
    }
    return null;
  }

  List<String> trunkMisfits(Network here, Network there) {
    if (!trunk.equals(otherTrunk)) {
      return List.of("the trunk is " + trunk + " here, " + otherTrunk + " there");
    }
    List<String> found = new ArrayList<>();
    Set<String> used = new HashSet<>();
    boolean mixesTasks = trunk.equals("perceptron");
    for (Segment segment : trunk(here)) {
      String name = theirName(segment.name());
      mixesTasks |= segment.name().startsWith("trunk.column") || segment.name().contains(".stitch");
      if (name != null) {
        used.add(name);
        compare(segment, find(name, there), found);
      }
    }
    for (Segment segment : trunk(there)) {
      if (!used.contains(segment.name()) && !OWN.matcher(segment.name()).matches()) {
        found.add(segment.name() + " is not here, " + shape(segment) + " there");
      }
    }
    if (mixesTasks && !sameTasks()) {
      found.add(
          "the trunk " + trunk + " mixes its tasks, which are others or in another order there");
    }
    int own = bytes(here.trunk());
    int other = bytes(there.trunk());
    if (own != other && found.isEmpty()) {
      found.add("the trunk's own state has " + own + " bytes here, " + other + " there");
    }
    return found;
  }

  private boolean sameTasks() {
    boolean same = tasks.size() == theirs.size();
    for (int k = 0; k < match.length; k++) {
      same &= match[k] == k;
    }
    return same;
  }

  private static int bytes(State state) {
    SnapshotWriter out = new SnapshotWriter();
    state.save(out);
    return out.size();
  }

  List<String> headMisfits(int k, Network here, Network there) {
    Task own = tasks.get(k);
    Task other = theirs.get(match[k]);
    String ours = goal(own);
    String their = goal(other);
    if (own.by() != null || other.by() != null) {
      return List.of(
          "task "
              + own.name()
              + " is a family, whose members are taken over with everything else or not at all");
    }
    if (!ours.equals(their)) {
      return List.of("task " + own.name() + " is " + ours + " here, " + their + " there");
    }
    List<String> found = new ArrayList<>();
    List<Segment> segments = here.headSegments(k);
    List<Segment> others = there.headSegments(match[k]);
    for (int s = 0; s < Math.max(segments.size(), others.size()); s++) {
      if (s >= segments.size()) {
        found.add(others.get(s).name() + " is not here, " + shape(others.get(s)) + " there");
      } else {
        compare(segments.get(s), s < others.size() ? others.get(s) : null, found);
      }
    }
    return found;
  }

  /** What a task predicts, from which loss, with which kind of head. */
  private static String goal(Task task) {
    String classes = task.classes().isEmpty() ? "" : " of " + task.classes();
    String head = task.head() == null ? "dense" : task.head().kind();
    return task.kind().key() + classes + " by " + task.loss().kind() + " with a head " + head;
  }

  private static void compare(Segment own, Segment other, List<String> found) {
    String ours = shape(own);
    if (other == null || !other.name().equals(own.name()) && !OWN.matcher(own.name()).matches()) {
      found.add(own.name() + " is " + ours + " here, not there");
    } else if (!ours.equals(shape(other))) {
      found.add(own.name() + " is " + ours + " here, " + shape(other) + " there");
    }
  }

  /** Rows by columns of a segment's matrix. */
  static String shape(Segment segment) {
    int out = segment.table() ? segment.rowWidth() : segment.biases();
    if (out == 0 || segment.length() % out != 0) {
      return Integer.toString(segment.length());
    }
    return segment.length() / out + " x " + out;
  }
}
