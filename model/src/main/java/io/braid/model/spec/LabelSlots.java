package io.braid.model.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the tasks' labels stand in the label arrays of rows and examples. Slot k says whether task
 * k has a label: NaN is none. Of most tasks it also is the label. A label of several values has a 1
 * there, and its values behind the slots of all tasks, side by side:
 *
 * <pre>
 *   task 0: a class    task 1: a box    task 2: a number
 *   [class, 1, number, x, y, width, height]
 * </pre>
 *
 * Tags have a value per position, NaN where there is no tag, and a label as soon as one is there.
 *
 * <p>So whoever only asks whether there is a label looks at slot k, whatever the task's kind.
 * Immutable.
 */
public final class LabelSlots {
  private final int[] at;
  private final int[] count;
  private final boolean[] tags;
  private final int total;
  private final List<String> fields = new ArrayList<>();
  private final int[] firstField;
  private final int[] taskOfField;

  private LabelSlots(List<Task> tasks) {
    at = new int[tasks.size()];
    count = new int[tasks.size()];
    tags = new boolean[tasks.size()];
    firstField = new int[tasks.size()];
    List<Integer> owners = new ArrayList<>();
    int end = tasks.size();
    for (int k = 0; k < at.length; k++) {
      count[k] = tasks.get(k).labelValues();
      tags[k] = tasks.get(k).kind() == Task.Kind.TAGGING;
      at[k] = count[k] == 1 ? k : end;
      end += count[k] == 1 ? 0 : count[k];
      firstField[k] = fields.size();
      for (String field : tasks.get(k).label().fields()) {
        fields.add(field);
        owners.add(k);
      }
    }
    total = end;
    taskOfField = owners.stream().mapToInt(Integer::intValue).toArray();
  }

  public static LabelSlots of(List<Task> tasks) {
    return new LabelSlots(tasks);
  }

  /** Number of tasks. */
  public int tasks() {
    return at.length;
  }

  /** Length of a label array. */
  public int total() {
    return total;
  }

  /** Slot of a task's first value. */
  public int at(int task) {
    return at[task];
  }

  /** How many values a task's label has. */
  public int count(int task) {
    return count[task];
  }

  /** Whether a task's values stand behind the slots of all tasks. */
  public boolean several(int task) {
    return at[task] != task;
  }

  /** The events' label fields: those of the first task, then those of the second, and so on. */
  public List<String> fields() {
    return List.copyOf(fields);
  }

  /** Which of {@link #fields} is a task's first. */
  public int firstField(int task) {
    return firstField[task];
  }

  /** Whose label one of {@link #fields} holds, or holds a part of. */
  public int taskOfField(int field) {
    return taskOfField[field];
  }

  /**
   * Says in slot {@code task} whether there is a label, from its values: a label that lacks one of
   * them is none, tags that lack all of them are none. Leaves a label of one value alone.
   */
  public void mark(double[] labels, int task) {
    if (!several(task)) {
      return;
    }
    int known = 0;
    for (int i = at[task]; i < at[task] + count[task]; i++) {
      known += Double.isNaN(labels[i]) ? 0 : 1;
    }
    labels[task] = known >= (tags[task] ? 1 : count[task]) ? 1 : Double.NaN;
  }
}
