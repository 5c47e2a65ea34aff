package io.braid.model.learner;

import io.braid.model.data.Section;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameter vector and the optimizer's slots, cut into sections of {@value #LENGTH} values,
 * each with a version of its own, so that a store writes only what has moved: with a large
 * embedding table, that is very little of it.
 */
final class FloatSections {
  /** 64 Ki floats: 256 KiB, below the stores' limit for one block. */
  static final int LENGTH = 1 << 16;

  private static final int LOG_LENGTH = 16;

  private final long[] versions;
  private final List<Section> sections = new ArrayList<>();

  FloatSections(float[] parameters, float[][] slots) {
    versions = new long[(parameters.length + LENGTH - 1) / LENGTH];
    add("parameters", parameters);
    for (int s = 0; s < slots.length; s++) {
      add("optimizer." + s, slots[s]);
    }
  }

  private void add(String name, float[] values) {
    for (int c = 0; c < versions.length; c++) {
      int chunk = c;
      int from = c * LENGTH;
      int to = Math.min(values.length, from + LENGTH);
      State state =
          new State() {
            @Override
            public void save(SnapshotWriter out) {
              out.putFloats(values, from, to);
            }

            @Override
            public void restore(SnapshotReader in) {
              in.getFloats(values, from, to);
              versions[chunk]++;
            }
          };
      sections.add(new Section(name + "." + c, state, () -> versions[chunk]));
    }
  }

  List<Section> sections() {
    return sections;
  }

  /** Values in [from, to) have moved. */
  void touch(int from, int to) {
    int last = (to - 1) >> LOG_LENGTH;
    for (int c = from >> LOG_LENGTH; c <= last; c++) {
      versions[c]++;
    }
  }
}
