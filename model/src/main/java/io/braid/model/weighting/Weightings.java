package io.braid.model.weighting;

import io.braid.model.spec.Catalog;

/**
 * The task weightings: by loss values alone, and, from pcgrad on, by the tasks' gradients where
 * they meet. The factor a task has in its own specification is not their business: the learner
 * multiplies it in.
 */
public final class Weightings {
  /** Every weighting by name. */
  public static final Catalog<WeightingContext, Weighting> CATALOG =
      Catalog.<WeightingContext, Weighting>of("weighting")
          .with("equal", "1 for every task", Equal::new)
          .with("fixed", "given per task", Fixed::new)
          .with("ema_norm", "inverse to the task's recent loss", EmaNorm::new)
          .with("uncertainty", "learned from the noise of each task", Uncertainty::new)
          .with("dwa", "more for tasks that improve less", DynamicAverage::new)
          .with("imtl_l", "learned so that weighted losses are equal", ImtlL::new)
          .with("famo", "learned so that log losses fall at one pace", Famo::new)
          .with("stch", "soft maximum of losses relative to their past", SmoothTchebycheff::new)
          .with("rlw", "random in each step: a control", RandomWeights::new)
          .with("pcgrad", "gradients: conflicts projected away", PcGrad::new)
          .with("gradvac", "gradients: brought to their usual cosines", GradVac::new)
          .with("cagrad", "gradients: most for the worst off, near the mean", CaGrad::new)
          .with("mgda", "gradients: shortest combination, no loss rises", Mgda::new)
          .with("imtl_g", "gradients: equal projections on every task's", ImtlG::new)
          .with("nash_mtl", "gradients: bargaining solution", NashMtl::new)
          .with("fairgrad", "gradients: most alpha-fair gain", FairGrad::new)
          .with("aligned_mtl", "gradients: principal components of one length", AlignedMtl::new)
          .with("upgrad", "gradients: each projected so that no loss rises", UpGrad::new)
          .with("gradnorm", "gradients: learned so that they are equally long", GradNorm::new)
          .with("auto_lambda", "gradients: auxiliary tasks by their help", AutoLambda::new);

  private Weightings() {}
}
