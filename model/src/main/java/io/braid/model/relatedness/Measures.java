package io.braid.model.relatedness;

import io.braid.model.spec.Catalog;

/** The measures of relatedness by name. */
public final class Measures {
  public static final Catalog<MeasureContext, Measure> CATALOG =
      Catalog.<MeasureContext, Measure>of("measure")
          .with("gradient_cosine", "angle of the gradients at one event", GradientCosine::new)
          .with("cross_event_cosine", "the same at different events", CrossEventCosine::new)
          .with("affinity", "what a step for one does to the other's loss", Affinity::new)
          .with("residual_correlation", "wrong at the same time", ResidualCorrelation::new);

  private Measures() {}
}
