package io.braid.topology.event;

import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Steps into records, unions and maps that hold mapped values. */
final class Containers {
  private Containers() {}

  /** The fields in the writer's order. */
  static final class Fields extends Step {
    private final Step[] fields;

    Fields(Step[] fields) {
      this.fields = fields;
    }

    @Override
    void run(Cursor in) throws RejectedException {
      in.enter();
      for (Step field : fields) {
        field.run(in);
      }
      in.leave();
    }
  }

  /** One of several. */
  static final class Branches extends Step {
    private final Step[] branches;

    Branches(Step[] branches) {
      this.branches = branches;
    }

    @Override
    void run(Cursor in) throws RejectedException {
      branches[in.readIndex(branches.length)].run(in);
    }
  }

  /**
   * A map, of which some keys are mapped. Writers mostly keep their order, so the key that followed
   * last time is tried first.
   */
  static final class Keys extends Step {
    private final byte[][] keys;
    private final Step[] values;
    private final int[] following;
    private final Map<Text, Integer> index = new HashMap<>();
    private final Text probe = new Text();
    private final Step other;
    private final Set<String> allowed;
    private int first;

    /**
     * @param values the step of each mapped key
     * @param other the step of every other value, or null if no other key is allowed
     */
    Keys(Map<String, Step> values, Step other) {
      this.keys = new byte[values.size()][];
      this.values = new Step[keys.length];
      this.following = new int[keys.length];
      this.other = other;
      this.allowed = values.keySet();
      int i = 0;
      for (Map.Entry<String, Step> value : values.entrySet()) {
        keys[i] = value.getKey().getBytes(StandardCharsets.UTF_8);
        this.values[i] = value.getValue();
        following[i] = (i + 1) % keys.length;
        index.put(new Text().set(keys[i], 0, keys[i].length), i);
        i++;
      }
    }

    @Override
    void run(Cursor in) throws RejectedException {
      in.enter();
      int previous = -1;
      for (long count = in.readBlock(-1); count > 0; count = in.readBlock(-1)) {
        for (long i = 0; i < count; i++) {
          int length = in.readLength();
          int key = find(in.bytes(), in.position(), length, previous);
          if (key >= 0) {
            in.skip(length);
            values[key].run(in);
            previous = key;
          } else if (other != null) {
            in.skip(length);
            other.run(in);
          } else {
            throw unknown(in, length);
          }
        }
      }
      in.leave();
    }

    private int find(byte[] bytes, int from, int length, int previous) {
      int guess = previous < 0 ? first : following[previous];
      if (Arrays.equals(bytes, from, from + length, keys[guess], 0, keys[guess].length)) {
        return guess;
      }
      Integer found = index.get(probe.set(bytes, from, length));
      if (found == null) {
        return -1;
      }
      if (previous < 0) {
        first = found;
      } else {
        following[previous] = found;
      }
      return found;
    }

    private RejectedException unknown(Cursor in, int length) {
      String key = new String(in.bytes(), in.position(), length, StandardCharsets.UTF_8);
      return new RejectedException(
          Reason.UNKNOWN_TASK,
          "no task has the label " + RejectedException.shown(key) + ", known: " + allowed);
    }
  }

  /** Some bytes, as the key of a table. */
  private static final class Text {
    private byte[] bytes;
    private int from;
    private int length;

    Text set(byte[] source, int start, int count) {
      bytes = source;
      from = start;
      length = count;
      return this;
    }

    @Override
    public int hashCode() {
      int hash = 1;
      for (int i = from; i < from + length; i++) {
        hash = 31 * hash + bytes[i];
      }
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Text text
          && Arrays.equals(
              bytes, from, from + length, text.bytes, text.from, text.from + text.length);
    }
  }
}
