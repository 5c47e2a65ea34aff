package io.braid.model.relatedness;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import io.braid.model.weighting.TaskGradients;

/**
 * Whether two tasks pull the representation the same way at the same event: the fading mean of
 *
 * <pre>  cos(z_i, z_j) = G_ij / sqrt(G_ii G_jj),     z_k = dL_k / dh,  G_ij = &lt;z_i, z_j&gt;
 * </pre>
 *
 * (gradient cosines as a sign of conflict: Du et al., "Adapting auxiliary losses using gradient
 * similarity", 2018; Yu et al., "Gradient surgery for multi-task learning", NeurIPS 2020,
 * definition 1). The mean is over the cosines, not the ratio of means: a single event with a huge
 * loss weighs like any other. Noise that labels of one event have in common counts; {@link
 * CrossEventCosine} leaves it out.
 */
final class GradientCosine implements Measure {
  private final FadingPairs pairs;

  GradientCosine(Params params, MeasureContext context) {
    context.requireRepresentation(params, "gradient_cosine");
    pairs = new FadingPairs(params, context.tasks(), true);
  }

  @Override
  public void observe(Observed step) {
    TaskGradients gradients = step.gradients;
    for (int i = 1; i < step.tasks(); i++) {
      double own = step.active[i] ? gradients.inner(i, i) : 0;
      for (int j = 0; own > 0 && j < i; j++) {
        if (step.active[j]) {
          // NaN, which says nothing, where the other has no gradient.
          double lengths = Math.sqrt(own) * Math.sqrt(gradients.inner(j, j));
          pairs.add(i, j, Cosine.of(gradients.inner(i, j), lengths));
        }
      }
    }
  }

  @Override
  public double value(int i, int j) {
    return i == j ? 1 : pairs.mean(i, j);
  }

  @Override
  public double standardError(int i, int j) {
    return i == j ? 0 : pairs.standardError(i, j);
  }

  @Override
  public void save(SnapshotWriter out) {
    pairs.save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    pairs.restore(in);
  }
}
