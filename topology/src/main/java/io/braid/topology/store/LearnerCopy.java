package io.braid.topology.store;

import io.braid.model.data.Learned;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import java.util.List;

/**
 * A second learner that follows the one in a store from snapshot to snapshot, on request and in the
 * thread of whoever asks: the stream thread does no work for it. Reads only the sections that have
 * changed. Not thread-safe.
 *
 * @param <L> the learner
 */
public final class LearnerCopy<L extends Learned> {
  /** A snapshot that is being overwritten does not match its checksums: look again. */
  private static final int ATTEMPTS = 20;

  private static final int PAUSE_MS = 2;

  private final L learner;
  private final List<Section> sections;
  private final Manifest.Entry[] held;

  /**
   * @param learner new, of the same structure as those in the stores
   */
  public LearnerCopy(L learner) {
    this.learner = learner;
    this.sections = learner.sections();
    this.held = new Manifest.Entry[sections.size()];
  }

  /** The learner as of the latest {@link #refresh}; its state must be left as it is. */
  public L learner() {
    return learner;
  }

  /**
   * Brings the learner to the newest snapshot of a store; without one it is left as it is.
   *
   * @throws SnapshotException if the store is closed, or of a learner of another structure, or if
   *     its snapshot stays unreadable; the learner is then as it was
   */
  public void refresh(Committed store) {
    for (int attempt = 1; ; attempt++) {
      try {
        store.read(this::follow);
        return;
      } catch (SnapshotException e) {
        if (attempt == ATTEMPTS || !store.isOpen()) {
          throw e;
        }
      }
      try {
        Thread.sleep(PAUSE_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SnapshotException("interrupted while a snapshot was read");
      }
    }
  }

  private Void follow(Snapshots snapshots) {
    if (snapshots.manifests.isEmpty()) {
      return null;
    }
    Manifest newest = snapshots.manifests.get(0);
    if (!newest.structureHash().equals(learner.structureHash())) {
      throw new SnapshotException("the snapshot is of a learner with another structure");
    }
    byte[][] contents = new byte[sections.size()][];
    for (int i = 0; i < contents.length; i++) {
      Manifest.Entry entry = newest.sections().get(i);
      if (held[i] == null || held[i].crc() != entry.crc() || held[i].length() != entry.length()) {
        contents[i] = snapshots.read(newest, i, sections.get(i).name());
      }
    }
    for (int i = 0; i < contents.length; i++) {
      if (contents[i] != null) {
        SnapshotReader in = new SnapshotReader(contents[i]);
        sections.get(i).state().restore(in);
        in.end();
        held[i] = newest.sections().get(i);
      }
    }
    return null;
  }
}
