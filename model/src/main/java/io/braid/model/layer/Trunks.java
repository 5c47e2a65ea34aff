package io.braid.model.layer;

import io.braid.model.spec.Catalog;

/** The trunks by name. */
public final class Trunks {
  public static final Catalog<TrunkContext, Trunk> CATALOG =
      Catalog.<TrunkContext, Trunk>of("trunk")
          .with("linear", "nothing shared: each head reads the features", LinearTrunk::new)
          .with("mlp", "fully connected layers shared by all tasks", MlpTrunk::new)
          .with("conv", "convolutions over an image, then layers as in mlp", ConvTrunk::new)
          .with("soft", "a trunk per task, held close to their mean", SoftTrunk::new)
          .with("soft_pairs", "a trunk per task, a strength per pair", SoftPairsTrunk::new)
          .with("low_rank", "a trunk per task, apart in few directions", LowRankTrunk::new)
          .with("cross_stitch", "a column per task, mixed after each layer", CrossStitchTrunk::new)
          .with("mmoe", "shared experts, a gate per task", MmoeTrunk::new)
          .with("cgc", "shared and own experts, a gate per task", ExtractionTrunk::customized)
          .with("ple", "the same in a level per layer", ExtractionTrunk::progressive)
          .with("clustered", "a trunk per cluster of tasks, clusters learned", ClusteredTrunk::new)
          .with("group_lasso", "an mlp that selects its features", GroupLassoTrunk::new)
          .with("perceptron", "linear models that learn from each other", PerceptronTrunk::new)
          .with("fourier", "random Fourier features: heads are kernel machines", FourierTrunk::new)
          .with("conv1d", "convolutions along sequences, shared by all tasks", Conv1dTrunk::new);

  private Trunks() {}
}
