package io.braid.model.data;

import java.util.List;

/** Something learned that a store can keep: its state in separately stored sections. */
public interface Learned {
  /**
   * The whole state. The same list, in the same order, as long as the instance lives, and the same
   * names in every instance of one {@link #structureHash}.
   */
  List<Section> sections();

  /**
   * Identifies the configuration that gives the sections their shape: a state saved under one hash
   * can only be restored under the same hash.
   */
  String structureHash();

  /**
   * Called once in the life of what is learned, before the first event and on a new instance: takes
   * over what it is to begin with. A state that is restored has begun already.
   */
  default void begin() {}
}
