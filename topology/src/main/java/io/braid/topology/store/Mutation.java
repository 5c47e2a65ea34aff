package io.braid.topology.store;

/**
 * One change of the learner. Implement it once per processor and set its fields per record: then a
 * change allocates nothing.
 *
 * @param <L> the learner
 */
@FunctionalInterface
public interface Mutation<L> {
  /**
   * Changes the learner. An exception, of whatever kind, leaves a half-changed learner behind that
   * the store will never write: validate before, not here.
   */
  void apply(L learner);
}
