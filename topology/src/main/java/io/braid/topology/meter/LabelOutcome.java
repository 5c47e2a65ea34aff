package io.braid.topology.meter;

/** What becomes of labels that do not come with their event, and of events without all labels. */
public enum LabelOutcome {
  /** Labels that came while their event waited: tested and learned. */
  LATE,
  /** Labels that came before their event: tested and learned with it. */
  EARLY,
  /** Labels that were known already: ignored. */
  DUPLICATE,
  /** Labels that replaced known ones: learned once more, with the new value, not tested again. */
  CORRECTED,
  /** Events that waited to the end without all their labels: dropped. */
  EXPIRED,
  /** Events without all labels that had to go because too many wait: dropped. */
  EVICTED,
  /** Events that waited when another of the same id came: the later one waits in their place. */
  REPLACED,
  /** Label records whose event did not come in time: to the dead-letter topic. */
  UNMATCHED,
  /** Label records read again after they had been learned: ignored. */
  REPLAYED
}
