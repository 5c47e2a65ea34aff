package io.braid.topology.crash;

import io.braid.model.data.Learned;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotWriter;

/** The whole state of a learner as bytes, for comparison bit for bit. */
public final class Bits {
  private Bits() {}

  public static byte[] of(Learned learner) {
    SnapshotWriter out = new SnapshotWriter();
    for (Section section : learner.sections()) {
      out.putString(section.name());
      section.state().save(out);
    }
    return out.toByteArray();
  }
}
