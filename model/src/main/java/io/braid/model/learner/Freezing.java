package io.braid.model.learner;

import io.braid.model.data.Segment;
import io.braid.model.spec.Transfer;
import java.util.Arrays;
import java.util.List;

/**
 * Which segments stand still, for good or until a number of steps has been taken. Follows from the
 * settings and the number of steps alone, so it is no state. A segment that stands still has no
 * gradient when the step is taken: neither it nor what the optimizer knows of it moves, and it does
 * not count for the gradient's norm. Where all of the trunk stands still its backward pass is not
 * made. A head stands still when all of its segments do, those of a path beside it included, or any
 * of one that learns by itself; the scale of its task's labels then stands still, too, so that what
 * it says of the same representation does. Not thread-safe.
 */
final class Freezing {
  private final List<Segment> segments;
  private final Parts parts;
  private final Segment[][] frozen;
  private final long[] until;

  private final boolean[] still;
  private final boolean[] heads;
  private boolean trunk;
  private boolean any;

  /** The steps for which the above holds: [from, to). */
  private long from;

  private long to;

  /**
   * @param settings what to freeze
   * @param heads by task, kept up to date
   * @throws io.braid.model.spec.SpecException if there is no such part
   */
  Freezing(List<Transfer.Frozen> settings, List<Segment> segments, Parts parts, boolean[] heads) {
    this.segments = segments;
    this.parts = parts;
    this.heads = heads;
    frozen = new Segment[settings.size()][];
    until = new long[frozen.length];
    for (int i = 0; i < frozen.length; i++) {
      Transfer.Frozen each = settings.get(i);
      frozen[i] = parts.of(each.part(), each.path()).toArray(Segment[]::new);
      until[i] = each.steps();
    }
    still = new boolean[segments.size()];
    to = frozen.length == 0 ? Long.MAX_VALUE : 0;
  }

  /** Says how many steps have been taken. */
  void at(long steps) {
    if (steps >= from && steps < to) {
      return;
    }
    from = 0;
    to = Long.MAX_VALUE;
    any = false;
    Arrays.fill(still, false);
    for (int i = 0; i < frozen.length; i++) {
      if (until[i] <= steps) {
        from = Math.max(from, until[i]);
        continue;
      }
      to = Math.min(to, until[i]);
      any = true;
      for (Segment segment : frozen[i]) {
        still[segment.index()] = true;
      }
    }
    trunk = any && trunkStandsStill();
    for (int k = 0; k < heads.length; k++) {
      heads[k] = any && headStandsStill(k);
    }
  }

  private boolean trunkStandsStill() {
    boolean there = false;
    for (Segment segment : segments) {
      if (segment.name().startsWith("trunk.")) {
        there = true;
        if (!still[segment.index()]) {
          return false;
        }
      }
    }
    return there;
  }

  private boolean headStandsStill(int task) {
    boolean all = true;
    boolean one = false;
    for (Segment segment : parts.head(task)) {
      all &= still[segment.index()];
      one |= still[segment.index()];
    }
    return parts.learnsItself(task) ? one : all;
  }

  /** Whether all of the trunk stands still. */
  boolean trunk() {
    return trunk;
  }

  /** Whether a task's head stands still. */
  boolean head(int task) {
    return heads[task];
  }

  /** Takes away the gradients of what stands still. */
  void drop() {
    for (int s = 0; any && s < still.length; s++) {
      if (still[s]) {
        segments.get(s).clearGradient();
      }
    }
  }
}
