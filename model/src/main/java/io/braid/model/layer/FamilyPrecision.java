package io.braid.model.layer;

import io.braid.model.data.Section;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The {@link Precision} of what a family of tasks shares, and one of each member's own part, made
 * when the member is first learned. Not thread-safe.
 */
final class FamilyPrecision {
  /** Numbers per section of members: 128 KiB. */
  private static final int SECTION = 1 << 14;

  /**
   * How a precision begins and forgets.
   *
   * @param inputs numbers per row
   * @param initial variance
   * @param forgetting factor on the past per row
   * @param limit of the mean of the diagonal, over its start
   */
  record Start(int inputs, double initial, double forgetting, double limit) {
    Precision precision() {
      Precision made = new Precision(inputs, initial, forgetting, limit * initial * inputs);
      made.reset();
      return made;
    }
  }

  private final String name;
  private final Start start;
  private final Precision shared;
  private final Precision[] members;
  private final int perSection;
  private final long[] versions;

  /**
   * @param name of its task
   * @param members the most there can be
   */
  FamilyPrecision(String name, Start shared, Start own, int members) {
    this.name = "family." + name;
    this.start = own;
    this.shared = shared.precision();
    this.members = new Precision[members];
    perSection = Math.max(1, SECTION / (own.inputs * own.inputs));
    versions = new long[(members + perSection - 1) / perSection];
  }

  Precision shared() {
    return shared;
  }

  /** That of a member, or null if it has not been learned. */
  Precision known(int m) {
    return members[m];
  }

  /** That of a member that is about to be learned. */
  Precision learning(int m) {
    versions[m / perSection]++;
    if (members[m] == null) {
      members[m] = start.precision();
    }
    return members[m];
  }

  /** Starts afresh. */
  void reset() {
    shared.reset();
    Arrays.fill(members, null);
    for (int s = 0; s < versions.length; s++) {
      versions[s]++;
    }
  }

  List<Section> sections() {
    List<Section> sections = new ArrayList<>(shared.sections(name));
    for (int s = 0; s < versions.length; s++) {
      int section = s;
      sections.add(new Section(name + ".members." + s, new Part(s), () -> versions[section]));
    }
    return sections;
  }

  private final class Part implements State {
    private final int section;

    Part(int section) {
      this.section = section;
    }

    private int end() {
      return Math.min(members.length, (section + 1) * perSection);
    }

    @Override
    public void save(SnapshotWriter out) {
      for (int m = section * perSection; m < end(); m++) {
        out.putBoolean(members[m] != null);
        if (members[m] != null) {
          members[m].whole().save(out);
        }
      }
    }

    @Override
    public void restore(SnapshotReader in) {
      versions[section]++;
      for (int m = section * perSection; m < end(); m++) {
        members[m] = in.getBoolean() ? start.precision() : null;
        if (members[m] != null) {
          members[m].whole().restore(in);
        }
      }
    }
  }
}
