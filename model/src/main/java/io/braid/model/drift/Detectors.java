package io.braid.model.drift;

import io.braid.model.spec.Catalog;
import java.util.List;

/**
 * Every drift detector by name. The context is the seed of what is random in it.
 *
 * <p>They watch a loss, so a drift is a rise: the loss of a model that learns keeps falling, which
 * is no reason to react. Detectors that test both ways take {@code direction: up} (default) or
 * {@code both}.
 */
public final class Detectors {
  static final List<String> DIRECTIONS = List.of("up", "both");

  public static final Catalog<Long, DriftDetector> CATALOG =
      Catalog.<Long, DriftDetector>of("drift detector")
          .with("adwin", "adaptive window, few false alarms, any size of change", Adwin::new)
          .with("page_hinkley", "cumulated rise over the running mean", PageHinkley::new)
          .with("ddm", "error rate against its best, quick on abrupt drifts", Ddm::new)
          .with("eddm", "distance between errors, for slow drifts, alarms easily", Eddm::new)
          .with("hddm_a", "means by Hoeffding's bound, quick and robust", HddmA::new)
          .with("kswin", "Kolmogorov-Smirnov test on a sliding window", Kswin::new)
          .with("none", "never signals", (params, seed) -> new NoDetector());

  private Detectors() {}
}
