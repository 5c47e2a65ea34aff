package io.braid.model.optimizer;

import io.braid.model.spec.Catalog;
import io.braid.model.spec.Params;

/**
 * The learning-rate schedules. All of them take {@code warm_up}, the steps over which the rate
 * first rises in a straight line; what follows counts from its end.
 */
public final class Schedules {
  /** Every schedule by name. They need to know nothing of the model: the context is null. */
  public static final Catalog<Void, Schedule> CATALOG =
      Catalog.<Void, Schedule>of("schedule")
          .with("constant", "stays", warmed(params -> step -> 1.0))
          .with(
              "inverse_square_root", "falls with the root of time", warmed(InverseSquareRoot::new))
          .with("exponential", "halves again and again", warmed(Exponential::new))
          .with("cosine", "falls along half a cosine", warmed(Cosine::new));

  private Schedules() {}

  /** Makes a schedule that counts from the end of its warm-up. */
  private interface Made {
    Schedule from(Params params);
  }

  private static Catalog.Constructor<Void, Schedule> warmed(Made made) {
    return (params, none) -> {
      int warmUp = params.integer("warm_up", 0, 0, Integer.MAX_VALUE);
      Schedule after = made.from(params);
      return step -> step < warmUp ? (step + 1.0) / (warmUp + 1.0) : after.factor(step - warmUp);
    };
  }
}
