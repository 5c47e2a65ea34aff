package io.braid.model.layer;

import io.braid.model.data.Segment;
import io.braid.model.spec.Params;
import java.util.List;

/**
 * Layers that all tasks share, as {@link MlpTrunk}, which choose their features: the parameters by
 * which a feature enters the first layer are a group, drawn to zero as a whole (the l2,1 norm of
 * the first layer's matrix), so that a feature serves all tasks or none: Argyriou, Evgeniou and
 * Pontil, "Convex multi-task feature learning", Machine Learning 73, 2008, section 2, without its
 * rotation; Obozinski, Taskar and Jordan, 2010. The step is that of the optimizer package's group
 * lasso.
 */
final class GroupLassoTrunk extends MlpTrunk {

  GroupLassoTrunk(Params params, TrunkContext context) {
    super(params, context);
    float strength = (float) params.real("strength", 0.1, 0, 1e6);
    List<Segment> segments = context.parameters().segments();
    Segment dense = segments.get(0);
    dense.group(dense.biases(), strength);
    if (context.sparseWidth() > 0) {
      Segment table = segments.get(1);
      table.group(table.rowWidth(), strength);
    }
  }
}
