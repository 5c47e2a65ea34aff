package io.braid.topology.crash;

import io.braid.model.data.Learned;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import java.util.List;

/**
 * A small learner that no lost, doubled or swapped event leaves the same: a chained digest, floats
 * that all move with every event, and a section that changes rarely and grows and shrinks.
 */
public final class ToyLearner implements Learned {
  private static final int FLOATS = 3000;
  private static final int RARE = 16;

  private final float[] dense = new float[FLOATS];
  private long chain = 1;
  private long count;
  private long[] rare = new long[0];
  private long rareVersion;

  private final List<Section> sections =
      List.of(
          new Section("chain", new Chain(), () -> count),
          new Section("dense", new Dense(), () -> count),
          new Section("rare", new Rare(), () -> rareVersion));

  /** Depends on the whole past and on the value. */
  public long predict(long value) {
    int i = (int) Math.floorMod(value, (long) FLOATS);
    return chain * 31 + Float.floatToRawIntBits(dense[i]) + value;
  }

  public void learn(long value) {
    chain = chain * 6364136223846793005L + value + 1;
    for (int i = 0; i < FLOATS; i++) {
      dense[i] = dense[i] * 0.999f + (((chain >>> (i & 63)) & 1) - 0.5f) * i;
    }
    count++;
    if (value % RARE == 0) {
      long[] next = new long[(int) Math.floorMod(chain >>> 7, 900L)];
      for (int i = 0; i < next.length; i++) {
        next[i] = chain ^ i;
      }
      rare = next;
      rareVersion++;
    }
  }

  public long count() {
    return count;
  }

  @Override
  public List<Section> sections() {
    return sections;
  }

  @Override
  public String structureHash() {
    return "toy-" + FLOATS;
  }

  private final class Chain implements State {
    @Override
    public void save(SnapshotWriter out) {
      out.putLong(chain).putLong(count);
    }

    @Override
    public void restore(SnapshotReader in) {
      chain = in.getLong();
      count = in.getLong();
    }
  }

  private final class Dense implements State {
    @Override
    public void save(SnapshotWriter out) {
      out.putFloats(dense);
    }

    @Override
    public void restore(SnapshotReader in) {
      in.getFloats(dense);
    }
  }

  private final class Rare implements State {
    @Override
    public void save(SnapshotWriter out) {
      out.putLong(rareVersion).putInt(rare.length);
      for (long value : rare) {
        out.putLong(value);
      }
    }

    @Override
    public void restore(SnapshotReader in) {
      rareVersion = in.getLong();
      rare = new long[in.getInt()];
      for (int i = 0; i < rare.length; i++) {
        rare[i] = in.getLong();
      }
    }
  }
}
