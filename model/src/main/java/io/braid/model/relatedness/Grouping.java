package io.braid.model.relatedness;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds groups of related tasks, by agglomeration with average linkage (Sokal and Michener, 1958):
 * starting from single tasks, the two groups with the largest mean relatedness between their
 * members are joined, while that is above {@code join}. What counts of a pair is what is certain of
 * it; an unknown pair counts as 0. Two tasks that were in one group before count {@code hold} more,
 * so that a group comes apart only when it has fallen that far below what brings one together.
 *
 * <p>A trunk that takes a strength per pair then holds the tasks of one group together {@code
 * factor} times as strongly as its own setting says, and those of different groups not at all; over
 * any other trunk this only says who belongs together. One decision costs O(K^3) of K tasks.
 */
final class Grouping extends Decision {
  private final int tasks;
  private final double join;
  private final double hold;
  private final double sureness;
  private final double factor;

  /** Lowest number among the members of a task's group. */
  private final int[] group;

  // Of a decision: summed relatedness between groups, by lowest members, and their sizes.
  private final double[] linkage;
  private final int[] size;
  private final int[] next;

  Grouping(Params params, ActionContext context) {
    super(params, context);
    tasks = context.tasks();
    join = params.real("join", 0.15, 0.0, 1.0);
    hold = params.real("hold", 0.1, 0.0, 2.0);
    sureness = params.real("sureness", 2.0, 0.0, 100.0);
    factor = params.real("factor", 1.0, 0.0, 1e6);
    group = new int[tasks];
    Arrays.setAll(group, k -> k);
    linkage = new double[tasks * tasks];
    size = new int[tasks];
    next = new int[tasks];
  }

  @Override
  void decide(Levers levers) {
    for (int i = 0; i < tasks; i++) {
      next[i] = i;
      size[i] = 1;
      for (int j = 0; j < i; j++) {
        double certain = findings.certain(i, j, sureness);
        double related = Double.isNaN(certain) ? 0 : certain;
        related += group[i] == group[j] ? hold : 0;
        linkage[i * tasks + j] = related;
        linkage[j * tasks + i] = related;
      }
    }
    while (joinClosest()) {
      // Until no two groups are close enough.
    }
    System.arraycopy(next, 0, group, 0, tasks);
    for (int i = 1; i < tasks; i++) {
      for (int j = 0; j < i; j++) {
        levers.relate(i, j, group[i] == group[j] ? factor : 0);
      }
    }
  }

  private boolean joinClosest() {
    int one = -1;
    int other = -1;
    double closest = join;
    for (int a = 0; a < tasks; a++) {
      for (int b = a + 1; size[a] > 0 && b < tasks; b++) {
        if (size[b] > 0 && linkage[a * tasks + b] / ((double) size[a] * size[b]) > closest) {
          closest = linkage[a * tasks + b] / ((double) size[a] * size[b]);
          one = a;
          other = b;
        }
      }
    }
    if (one < 0) {
      return false;
    }
    for (int c = 0; c < tasks; c++) {
      linkage[one * tasks + c] += linkage[other * tasks + c];
      linkage[c * tasks + one] = linkage[one * tasks + c];
      next[c] = next[c] == other ? one : next[c];
    }
    size[one] += size[other];
    size[other] = 0;
    return true;
  }

  @Override
  public List<List<Integer>> groups() {
    List<List<Integer>> groups = new ArrayList<>();
    for (int lowest = 0; lowest < tasks; lowest++) {
      List<Integer> members = new ArrayList<>();
      for (int k = lowest; k < tasks; k++) {
        if (group[k] == lowest) {
          members.add(k);
        }
      }
      if (!members.isEmpty()) {
        groups.add(List.copyOf(members));
      }
    }
    return List.copyOf(groups);
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putInts(group);
  }

  @Override
  public void restore(SnapshotReader in) {
    in.getInts(group);
  }
}
