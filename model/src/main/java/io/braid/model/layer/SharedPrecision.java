package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One {@link Precision} for all heads that have learned from the same rows so far: P depends on the
 * rows alone, not on the labels. Heads that read the same numbers begin in one pool; when a row
 * teaches some of a pool's heads and not the others, or they turn out to read different
 * representations, the pool splits and both parts go on from the same P. Pools never merge again.
 *
 * <p>A pool's number is the place of its first member; the order in which pools learn is that of
 * their numbers. Not thread-safe.
 */
final class SharedPrecision {
  /** Inputs and outputs beyond this are refused: nothing computed from them can overflow then. */
  private static final double MOST = 1e15;

  /**
   * What heads have to agree on to share.
   *
   * @param inputs numbers per row, the constant among them
   * @param forgetting factor on the past per row
   * @param ridge what R starts as, on the diagonal
   * @param limit of the mean of P's diagonal, over its start
   */
  record Settings(int inputs, double forgetting, double ridge, double limit) {}

  private final Settings settings;
  private final int number;
  private final List<RlsHead> heads = new ArrayList<>();
  private final List<Precision> pools = new ArrayList<>();
  private final double[] z;
  private int[] poolOf = new int[0];

  /** By place, whose P a head began with; of those that took one over. */
  private final Map<Integer, Precision> origins = new HashMap<>();

  private long rows;
  private long lastLesson = -1;
  private long changes;

  SharedPrecision(Settings settings, int number) {
    this.settings = settings;
    this.number = number;
    z = new double[settings.inputs];
  }

  Settings settings() {
    return settings;
  }

  /**
   * @return the head's place
   */
  int join(RlsHead head) {
    int place = heads.size();
    heads.add(head);
    double start = 1 / settings.ridge;
    pools.add(
        new Precision(
            settings.inputs, start, settings.forgetting, settings.limit * start * settings.inputs));
    if (place == 0) {
      pools.get(0).reset();
    }
    poolOf = new int[heads.size()];
    return place;
  }

  /** P of a head. */
  Precision precision(int place) {
    return pools.get(poolOf[place]);
  }

  /** Says that the heads will read other rows. */
  void nextRows() {
    rows++;
  }

  /** z'Pz of the first row last forwarded, by a head's pool. */
  double quadratic(int place, Features x, float[] h) {
    heads.get(place).map().gather(x, h, 0, z);
    Precision precision = pools.get(poolOf[place]);
    precision.direction(z, rows);
    return precision.quadratic();
  }

  /** Whether what a head has been shown stays finite in every computation. */
  static boolean admits(Lesson lesson, int task, int outputs, LinearMap map) {
    float[] h = lesson.representations[task];
    for (int r = 0; r < lesson.x.rows; r++) {
      if (lesson.teaches(task, r)
          && !(map.squaredNorm(lesson.x, h, r) <= MOST * MOST
              && within(lesson.outputs[task], r, outputs)
              && within(lesson.gradients[task], r, outputs))) {
        return false;
      }
    }
    return true;
  }

  private static boolean within(float[] values, int r, int width) {
    boolean sane = true;
    for (int i = r * width; i < (r + 1) * width; i++) {
      sane &= Math.abs(values[i]) <= MOST;
    }
    return sane;
  }

  /** Lets every head learn; the first call of a lesson does it for all. */
  void learn(Lesson lesson) {
    if (lesson.serial == lastLesson) {
      return;
    }
    lastLesson = lesson.serial;
    for (int r = 0; r < lesson.x.rows; r++) {
      for (int i = 0; i < heads.size(); i++) {
        if (poolOf[i] == i) {
          part(lesson, r, i);
        }
      }
      for (int i = 0; i < heads.size(); i++) {
        if (poolOf[i] == i && lesson.teaches(heads.get(i).task(), r)) {
          learn(lesson, r, i);
        }
      }
    }
  }

  /** Parts from a pool those that do not learn the same row as its first member. */
  private void part(Lesson lesson, int r, int first) {
    int other = -1;
    for (int i = first + 1; i < heads.size(); i++) {
      if (poolOf[i] == first && !alike(lesson, r, heads.get(first).task(), heads.get(i).task())) {
        if (other < 0) {
          other = i;
          pools.get(other).copy(pools.get(first));
          changes++;
        }
        poolOf[i] = other;
      }
    }
  }

  private static boolean alike(Lesson lesson, int r, int one, int other) {
    boolean learns = lesson.teaches(one, r);
    return learns == lesson.teaches(other, r)
        && (!learns || lesson.representations[one] == lesson.representations[other]);
  }

  /** One row for a pool all of whose members learn it. */
  private void learn(Lesson lesson, int r, int first) {
    RlsHead reader = heads.get(first);
    reader.map().gather(lesson.x, lesson.representations[reader.task()], r, z);
    Precision precision = pools.get(first);
    double[] direction = precision.direction(z, r == 0 ? rows : Precision.UNKNOWN);
    double q = precision.quadratic();
    double gain = precision.learn(lesson.weights[r]);
    for (int i = first; i < heads.size(); i++) {
      if (poolOf[i] == first) {
        heads.get(i).move(lesson, r, direction, gain, q);
      }
    }
  }

  /** Parts a head from its pool and lets its P start afresh. */
  void reset(int place) {
    leave(place);
    pools.get(place).reset();
  }

  /**
   * Gives a head the P of one of another model's; heads that take the same one share it here, too.
   * To be called in the order of the places.
   */
  void inherit(int place, Precision other) {
    leave(place);
    origins.put(place, other);
    for (int i = 0; i < place; i++) {
      if (origins.get(i) == other) {
        poolOf[place] = poolOf[i];
        return;
      }
    }
    pools.get(place).copy(other);
  }

  /** Gives a head a pool of its own, whose P is still to be set. */
  private void leave(int place) {
    changes++;
    int old = poolOf[place];
    int heir = -1;
    for (int i = 0; i < heads.size(); i++) {
      if (i != place && poolOf[i] == old) {
        heir = heir < 0 ? i : heir;
        if (old == place) {
          poolOf[i] = heir;
        }
      }
    }
    if (old == place && heir >= 0) {
      pools.get(heir).copy(pools.get(place));
    }
    poolOf[place] = place;
  }

  /** The state of all pools. */
  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    String name = "precision." + number;
    sections.add(new Section(name, new Members(), () -> changes));
    for (int i = 0; i < pools.size(); i++) {
      sections.addAll(pools.get(i).sections(name + "." + i));
    }
    return sections;
  }

  /** Which head is in which pool. */
  private final class Members implements State {
    @Override
    public void save(SnapshotWriter out) {
      out.putInts(poolOf);
    }

    @Override
    public void restore(SnapshotReader in) {
      in.getInts(poolOf);
      for (int i = 0; i < poolOf.length; i++) {
        int pool = poolOf[i];
        if (pool < 0 || pool > i || poolOf[pool] != pool) {
          throw new SnapshotException("head " + i + " in a pool " + pool + " that is not there");
        }
      }
      changes++;
    }
  }
}
