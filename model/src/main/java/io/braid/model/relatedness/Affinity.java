package io.braid.model.relatedness;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * By what share a step for task i lowers the loss of task j, per unit of learning rate: inter-task
 * affinity (Fifty et al., "Efficiently identifying task groupings for multi-task learning", NeurIPS
 * 2021, section 3; the number of the equation is not at hand),
 *
 * <pre>
 *   Z_ij = 1 - L_j(h - eta z_i) / L_j(h)  ~  eta &lt;z_i, z_j&gt; / L_j      to first order in eta
 * </pre>
 *
 * of which eta is left out. The step is one of the representation, as everywhere here. With single
 * events L_j may be as good as 0, and the mean of the ratios has no bound; so the product is
 * divided by the fading mean of L_j instead, which is what the ratio of the two means comes to. Not
 * symmetric: a task with a small loss is easily helped. Its size depends on the scale of the
 * representation, so pairs are compared with each other and with 0, not with a fixed number.
 */
final class Affinity implements Measure {
  private final FadingPairs pairs;
  private final double[] loss;
  private final double[] mass;

  Affinity(Params params, MeasureContext context) {
    context.requireRepresentation(params, "affinity");
    pairs = new FadingPairs(params, context.tasks(), false);
    loss = new double[context.tasks()];
    mass = new double[context.tasks()];
  }

  @Override
  public void observe(Observed step) {
    for (int j = 0; j < loss.length; j++) {
      if (step.active[j]) {
        double keep = 1 - pairs.decay();
        loss[j] = keep * loss[j] + Math.abs(step.losses[j]);
        mass[j] = keep * mass[j] + 1;
        for (int i = 0; i < loss.length; i++) {
          if (step.active[i]) {
            // Not finite, which says nothing, before the first loss that is not 0.
            pairs.add(i, j, step.gradients.inner(i, j) * mass[j] / loss[j]);
          }
        }
      }
    }
  }

  @Override
  public double value(int i, int j) {
    return pairs.mean(i, j);
  }

  @Override
  public double standardError(int i, int j) {
    return pairs.standardError(i, j);
  }

  @Override
  public boolean bounded() {
    return false;
  }

  @Override
  public void save(SnapshotWriter out) {
    pairs.save(out);
    out.putDoubles(loss).putDoubles(mass);
  }

  @Override
  public void restore(SnapshotReader in) {
    pairs.restore(in);
    in.getDoubles(loss);
    in.getDoubles(mass);
  }
}
