package io.braid.model.layer;

import io.braid.model.spec.Catalog;

/** The trunks by name. */
public final class Trunks {
  public static final Catalog<TrunkContext, Trunk> CATALOG =
      Catalog.<TrunkContext, Trunk>of("trunk")
          .with("linear", "nothing shared: each head reads the features", LinearTrunk::new)
          .with("mlp", "fully connected layers shared by all tasks", MlpTrunk::new)
          .with("fourier", "random Fourier features: heads are kernel machines", FourierTrunk::new);

  private Trunks() {}
}
