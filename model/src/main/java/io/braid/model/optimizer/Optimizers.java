package io.braid.model.optimizer;

import io.braid.model.spec.Catalog;
import io.braid.model.spec.Component;
import io.braid.model.spec.SpecException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The optimizers. Besides its own parameters every entry reads {@code learning_rate} (of a list of
 * rates each has a model of its own, and predictions are mixed: see {@link #perRate}), {@code
 * schedule} (a name of {@link Schedules} or {@code {kind: name, ...}}), {@code clip_norm}, {@code
 * l1} and {@code l2}.
 */
public final class Optimizers {
  /** Every optimizer by name, with the learning rate it has unless one is given. */
  public static final Catalog<OptimizerContext, Optimization> CATALOG =
      Catalog.<OptimizerContext, Optimization>of("optimizer")
          .with("sgd", "plain gradient descent", tuned(0.01, regularized(Sgd::new)))
          .with(
              "momentum", "gradient descent with momentum", tuned(1e-3, regularized(Momentum::new)))
          .with("adagrad", "a decaying rate per parameter", tuned(0.05, regularized(AdaGrad::new)))
          .with(
              "rmsprop",
              "a rate per parameter, no momentum",
              tuned(3e-3, regularized(RmsProp::new)))
          .with("adam", "momentum over a rate per parameter", tuned(1e-3, regularized(Adam::new)))
          .with("adamw", "adam with decoupled decay", tuned(1e-3, regularized(AdamW::new)))
          .with("ftrl", "follow the regularised leader; sparse with l1", tuned(0.1, Ftrl::new))
          .with("cocob", "coin betting: no learning rate", tuned(1.0, regularized(Cocob::new)))
          .with(
              "dowg",
              "distance over weighted gradients: no learning rate",
              tuned(1.0, regularized(Dowg::new)))
          .with(
              "prodigy",
              "adam that estimates its own learning rate",
              tuned(0.1, regularized(Prodigy::new)));

  /** Each costs as much as a whole model. */
  private static final int MOST_RATES = 16;

  private Optimizers() {}

  /**
   * One component per learning rate: {@code learning_rate} may be a list of rates, of which the
   * catalogue itself reads the first.
   *
   * @throws SpecException if a rate or another setting is not allowed
   */
  public static List<Component> perRate(Component optimizer) {
    if (!(optimizer.parameters().get("learning_rate") instanceof List<?> rates)
        || rates.size() < 2) {
      return List.of(optimizer);
    }
    CATALOG.create(optimizer, new OptimizerContext(1, 1));
    List<Component> each = new ArrayList<>();
    for (Object rate : rates) {
      Map<String, Object> parameters = new LinkedHashMap<>(optimizer.parameters());
      parameters.put("learning_rate", rate);
      each.add(new Component(optimizer.kind(), parameters, optimizer.path()));
    }
    return each;
  }

  /** Reads what all optimizers share, then lets the algorithm read the rest. */
  private static Catalog.Constructor<OptimizerContext, Optimization> tuned(
      double learningRate, Catalog.Constructor<OptimizerContext, Optimizer> algorithm) {
    return (params, context) -> {
      List<Double> rates = params.reals("learning_rate", List.of(learningRate), 1e-12, 1e3);
      if (rates.isEmpty() || rates.size() > MOST_RATES) {
        throw new SpecException(
            params.path("learning_rate"),
            rates.size() + " rates are not allowed, must be 1 to " + MOST_RATES);
      }
      double rate = rates.get(0);
      Component schedule = params.component("schedule", "kind", Component.of("constant"));
      double clipNorm = params.real("clip_norm", 0.0, 0.0, 1e30);
      return new Optimization(
          algorithm.create(params, context),
          Schedules.CATALOG.create(schedule, null),
          rate,
          clipNorm);
    };
  }

  /** Adds L1 and L2 around an algorithm that has no form of its own for them. */
  private static Catalog.Constructor<OptimizerContext, Optimizer> regularized(
      Catalog.Constructor<OptimizerContext, Optimizer> algorithm) {
    return (params, context) ->
        Regularized.around(algorithm.create(params, context), params, context);
  }
}
