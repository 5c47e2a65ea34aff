package io.braid.model.relatedness;

import io.braid.model.spec.Params;

/**
 * Holds tasks together as strongly as they are related for certain:
 *
 * <pre>  strength_ij = factor max(0, r_ij - sureness se_ij)</pre>
 *
 * in multiples of the trunk's own strength, so that with {@code factor: 1} a pair whose gradients
 * are parallel is held as the trunk holds every pair without this. Tasks in each other's way, and
 * those whose relation may be chance, are let go their own ways. A pair not known yet stays as it
 * is. (A graph of task relations as a regulariser: Evgeniou, Micchelli and Pontil, JMLR 6, 2005,
 * section 3.1.3; taken from data as it comes, there given.)
 */
final class SoftSharing extends Decision {
  private final int tasks;
  private final double factor;
  private final double sureness;

  SoftSharing(Params params, ActionContext context) {
    super(params, context);
    tasks = context.tasks();
    factor = params.real("factor", 3.0, 0, 1e6);
    sureness = params.real("sureness", 2.0, 0, 100);
    context.require(
        context.relatable(),
        params,
        "sets a strength per pair of tasks, which",
        "[soft, soft_pairs]");
  }

  @Override
  void decide(Levers levers) {
    for (int i = 1; i < tasks; i++) {
      for (int j = 0; j < i; j++) {
        double certain = findings.certain(i, j, sureness);
        if (!Double.isNaN(certain)) {
          levers.relate(i, j, factor * Math.max(0, certain));
        }
      }
    }
  }
}
