package io.braid.topology.event;

import io.braid.model.data.RejectedException;

/** One node of a plan: consumes one value of the record. */
abstract class Step {
  /** Consumes the value at the cursor. */
  abstract void run(Cursor in) throws RejectedException;

  /** For a step that only skips: bytes it skips if always the same, else -1. */
  int fixedSize() {
    return -1;
  }
}
