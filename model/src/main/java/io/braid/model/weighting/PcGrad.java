package io.braid.model.weighting;

import io.braid.model.spec.Params;

/**
 * Projects conflicts away, PCGrad (Yu et al., "Gradient surgery for multi-task learning", NeurIPS
 * 2020, algorithm 1): where a task's gradient points against another's, the part along that one is
 * taken out,
 *
 * <pre>  g_i &lt;- g_i - &lt;g_i, g_j&gt; / |g_j|^2 g_j   if &lt;g_i, g_j&gt; &lt; 0</pre>
 *
 * for all j != i in random order; the step follows the sum over i. Without conflicts, equal
 * weights.
 */
final class PcGrad extends Surgery {

  PcGrad(Params params, WeightingContext context) {
    super(context);
  }

  @Override
  double correction(int taskI, int taskJ, double inner, double squareI, double squareJ) {
    return inner < 0 ? -inner / squareJ : 0;
  }
}
