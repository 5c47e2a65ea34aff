package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;

/**
 * The task-specific part of the network: a task's representation in, raw outputs out. A head over a
 * trunk of width 0 reads the features themselves.
 */
public interface Head extends State {
  /** Sets the initial parameters, once they are allocated; called once, before anything else. */
  void initialize(Rng rng);

  /**
   * Raw outputs {@code [rows][outputs]}, row-major, owned by the head, valid until the next forward
   * pass. Does not depend on chance, in training or not.
   *
   * @param x the features; rows are counted here
   * @param h the task's representation, or null for a head that reads the features
   */
  float[] forward(Features x, float[] h, boolean training);

  /**
   * Writes the head's parameter gradients, for the rows last forwarded. Not called in a step in
   * which no row has a label; a row without one has a gradient of zeros.
   *
   * @param dOutputs loss gradient with respect to the raw outputs, {@code [rows][outputs]}
   * @param dh where the gradient with respect to {@code h} is added, or null
   */
  void backward(Features x, float[] h, float[] dOutputs, float[] dh);

  /**
   * Standard deviation of a label about the output of the first row last forwarded, on the loss's
   * scale; NaN from a head that does not know.
   */
  default double deviation() {
    return Double.NaN;
  }

  /**
   * Takes over what another head of the same class and shape knows beside its parameters; before
   * anything was learned here. Of several heads in the order of their tasks.
   */
  default void inherit(Head other) {
    SnapshotWriter state = new SnapshotWriter();
    other.save(state);
    restore(new SnapshotReader(state.toByteArray()));
  }
}
