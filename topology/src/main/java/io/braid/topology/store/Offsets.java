package io.braid.topology.store;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import java.util.Arrays;

/**
 * The last offset learned per input partition. A stream task reads few partitions: a scan over
 * arrays finds one without allocation.
 */
final class Offsets {
  /** Stands for a partition nothing was learned from. */
  static final long NONE = -1;

  private String[] topics = new String[2];
  private int[] partitions = new int[2];
  private long[] offsets = new long[2];
  private int size;

  long get(String topic, int partition) {
    int i = indexOf(topic, partition);
    return i < 0 ? NONE : offsets[i];
  }

  void set(String topic, int partition, long offset) {
    int i = indexOf(topic, partition);
    if (i < 0) {
      i = size++;
      if (i == offsets.length) {
        topics = Arrays.copyOf(topics, 2 * i);
        partitions = Arrays.copyOf(partitions, 2 * i);
        offsets = Arrays.copyOf(offsets, 2 * i);
      }
      topics[i] = topic;
      partitions[i] = partition;
    }
    offsets[i] = offset;
  }

  int size() {
    return size;
  }

  String topic(int i) {
    return topics[i];
  }

  int partition(int i) {
    return partitions[i];
  }

  long offset(int i) {
    return offsets[i];
  }

  /** Orders two snapshots of one input: the one that has learned further has the larger sum. */
  long sum() {
    long sum = 0;
    for (int i = 0; i < size; i++) {
      sum += offsets[i] + 1;
    }
    return sum;
  }

  void save(SnapshotWriter out) {
    out.putInt(size);
    for (int i = 0; i < size; i++) {
      out.putString(topics[i]).putInt(partitions[i]).putLong(offsets[i]);
    }
  }

  static Offsets restore(SnapshotReader in) {
    Offsets result = new Offsets();
    for (int count = in.getInt(); count > 0; count--) {
      result.set(in.getString(), in.getInt(), in.getLong());
    }
    return result;
  }

  private int indexOf(String topic, int partition) {
    for (int i = 0; i < size; i++) {
      if (partitions[i] == partition && topics[i].equals(topic)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : ", ").append(topics[i]).append('-').append(partitions[i]);
      text.append(" through ").append(offsets[i]);
    }
    return text.append('}').toString();
  }
}
