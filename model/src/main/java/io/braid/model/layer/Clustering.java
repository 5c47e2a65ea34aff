package io.braid.model.layer;

/** A trunk that learns which tasks belong together. */
public interface Clustering {
  /** How much of each cluster a task has: one share per cluster, which sum to 1; made anew. */
  float[] assignment(int task);
}
