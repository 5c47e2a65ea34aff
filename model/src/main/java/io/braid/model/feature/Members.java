package io.braid.model.feature;

import io.braid.model.data.Categories;
import io.braid.model.data.Features;
import io.braid.model.data.Row;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.spec.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * The members of the families among the tasks, numbered in the order in which they are first seen.
 * When a family is full, events of further members have none, and are counted; so are events that
 * name no member. Allocates nothing for a known member. Not thread-safe.
 */
public final class Members {
  private final Family[] families;
  private long changes;
  private long counted;

  private Members(Family[] families) {
    this.families = families;
  }

  /** Those of some tasks; null if none of these is a family. */
  public static Members of(List<Task> tasks) {
    Family[] families = new Family[tasks.size()];
    boolean any = false;
    for (int k = 0; k < families.length; k++) {
      if (tasks.get(k).by() != null) {
        families[k] = new Family(tasks.get(k).by().max());
        any = true;
      }
    }
    return any ? new Members(families) : null;
  }

  /** Takes a new event in: numbers members that are new, and counts those that get no number. */
  public void take(Row row) {
    for (int k = 0; k < families.length; k++) {
      Family family = families[k];
      if (family == null) {
        continue;
      }
      long code = row.members[k];
      if (code == Categories.MISSING) {
        family.unnamed++;
        counted++;
      } else if (family.codes.find(code) < 0) {
        if (family.codes.full()) {
          family.beyond++;
          counted++;
        } else {
          family.codes.add(code);
          family.names.add(row.memberName(k).toString());
          changes++;
        }
      }
    }
  }

  /** Writes the members of an event into the one row of its features; changes nothing else. */
  public void write(Row row, Features into) {
    for (int k = 0; k < families.length; k++) {
      long code = row.members[k];
      into.members[k] =
          families[k] == null || code == Categories.MISSING ? -1 : families[k].codes.find(code);
    }
  }

  /** Members of a task seen so far; 0 of one that is no family. */
  public int size(int task) {
    return families[task] == null ? 0 : families[task].codes.size();
  }

  /** What member {@code m} of a task is called. */
  public String name(int task, int m) {
    return families[task].names.get(m);
  }

  /** Events whose member came when the family was full. */
  public long beyond(int task) {
    return families[task] == null ? 0 : families[task].beyond;
  }

  /** Events that named no member. */
  public long unnamed(int task) {
    return families[task] == null ? 0 : families[task].unnamed;
  }

  /** The state: who the members are, and apart from it the counts, which move more often. */
  public List<Section> sections() {
    return List.of(
        new Section("members", new Known(), () -> changes),
        new Section("members.counts", new Counts(), () -> counted));
  }

  /** One family: a member's number is its place. */
  private static final class Family {
    final CodeIndex codes;
    final List<String> names = new ArrayList<>();
    long beyond;
    long unnamed;

    Family(int max) {
      codes = new CodeIndex(max);
    }
  }

  private final class Known implements State {
    @Override
    public void save(SnapshotWriter out) {
      for (Family family : families) {
        if (family != null) {
          family.codes.save(out);
          family.names.forEach(out::putString);
        }
      }
    }

    @Override
    public void restore(SnapshotReader in) {
      for (Family family : families) {
        if (family != null) {
          family.codes.restore(in);
          family.names.clear();
          for (int m = 0; m < family.codes.size(); m++) {
            family.names.add(in.getString());
          }
        }
      }
      changes++;
    }
  }

  private final class Counts implements State {
    @Override
    public void save(SnapshotWriter out) {
      for (Family family : families) {
        if (family != null) {
          out.putLong(family.beyond).putLong(family.unnamed);
        }
      }
    }

    @Override
    public void restore(SnapshotReader in) {
      for (Family family : families) {
        if (family != null) {
          family.beyond = in.getLong();
          family.unnamed = in.getLong();
          if (family.beyond < 0 || family.unnamed < 0) {
            throw new SnapshotException("a count of events below zero");
          }
        }
      }
      counted++;
    }
  }
}
