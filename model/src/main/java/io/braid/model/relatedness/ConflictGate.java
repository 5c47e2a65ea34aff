package io.braid.model.relatedness;

import io.braid.model.spec.Params;
import java.util.List;

/**
 * Stops the gradient of a task into the trunk while it conflicts with those of other tasks for
 * certain. Its head goes on learning from what the trunk gives, and is measured as before.
 *
 * <p>Two tasks conflict if {@code r + sureness se < -conflict}. Of the tasks that are in a conflict
 * the one with the most of it, summed over its partners, is stopped, then the next, until no two
 * tasks that pass conflict: so of one task against many it is the one that yields. An auxiliary
 * task yields to a primary one; of equals the later in the file. A stopped task passes again as
 * soon as none that passes is certain to be against it by even {@code release}, which is less than
 * {@code conflict}: a task on the edge does not flutter. At least one task always passes.
 *
 * <p>No paper is followed; that gradients in conflict are what harms is Yu et al., "Gradient
 * surgery for multi-task learning", NeurIPS 2020, section 2, and PCGrad there takes the conflicting
 * part out of single steps, where this one looks at what lasts.
 */
final class ConflictGate extends Decision {
  private final List<Boolean> auxiliary;
  private final double conflict;
  private final double release;
  private final double sureness;

  ConflictGate(Params params, ActionContext context) {
    super(params, context);
    auxiliary = context.auxiliary();
    conflict = params.real("conflict", 0.1, 0.0, 1.0);
    release = params.real("release", 0.05, 0.0, conflict);
    sureness = params.real("sureness", 3.0, 0.0, 100.0);
    context.require(
        context.shared(),
        params,
        "stops gradients into a representation, which",
        "a trunk other than linear and perceptron");
  }

  @Override
  void decide(Levers levers) {
    for (int k = 0; k < auxiliary.size(); k++) {
      if (levers.stopped(k) && against(k, release, levers) == 0) {
        levers.stop(k, false);
      }
    }
    for (int k = worst(levers); k >= 0; k = worst(levers)) {
      levers.stop(k, true);
    }
  }

  /** The task that passes with most against it; -1 if nothing is against any. */
  private int worst(Levers levers) {
    int worst = -1;
    double most = 0;
    for (int k = 0; k < auxiliary.size(); k++) {
      double against = levers.stopped(k) ? 0 : against(k, conflict, levers);
      if (against > 0 && against >= most) {
        worst = k;
        most = against;
      }
    }
    return worst;
  }

  /** By how much, in total, a task is in conflict with those that pass and need not yield to it. */
  private double against(int k, double threshold, Levers levers) {
    double sum = 0;
    for (int j = 0; j < auxiliary.size(); j++) {
      boolean yields = auxiliary.get(j) && !auxiliary.get(k);
      if (j != k && !yields && !levers.stopped(j)) {
        double beyond = -threshold - findings.upper(k, j, sureness);
        sum += beyond > 0 ? beyond : 0;
      }
    }
    return sum;
  }
}
