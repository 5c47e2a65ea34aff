package io.braid.model.weighting;

import io.braid.model.spec.Catalog;
import java.util.List;

/**
 * The task weightings. All of them work on loss values alone. The factor a task has in its own
 * specification is not their business: the learner multiplies it in.
 */
public final class Weightings {
  /** Every weighting by name. The context is the tasks' names in order. */
  public static final Catalog<List<String>, Weighting> CATALOG =
      Catalog.<List<String>, Weighting>of("weighting")
          .with("equal", "1 for every task", Equal::new)
          .with("fixed", "given per task", Fixed::new)
          .with("ema_norm", "inverse to the task's recent loss", EmaNorm::new)
          .with("uncertainty", "learned from the noise of each task", Uncertainty::new)
          .with("dwa", "more for tasks that improve less", DynamicAverage::new)
          .with("imtl_l", "learned so that weighted losses are equal", ImtlL::new);

  private Weightings() {}
}
