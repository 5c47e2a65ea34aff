package io.braid.cli.demo;

import io.braid.model.data.Rng;
import java.util.List;

/**
 * The hidden rules of the demonstration's world: how an order's outcome follows from its features
 * and from what no event shows (how good a carrier's network is, how fragile a category's goods
 * are). All tasks hang on the same few hidden quantities: that is what a shared trunk can find.
 *
 * <p>Uses {@link StrictMath} throughout: same seed, same stream, on every machine.
 */
final class Marketplace {
  static final List<String> CARRIERS =
      List.of("arrow", "bluebird", "comet", "drake", "express1", "falcon");
  static final List<String> REGIONS =
      List.of(
          "coast", "delta", "east", "fells", "gorge", "heath", "isles", "karst", "lakes", "mesa",
          "north", "plains", "ridge", "south", "vale", "west");
  static final List<String> CATEGORIES =
      List.of(
          "books",
          "ceramics",
          "clothes",
          "electronics",
          "furniture",
          "garden",
          "glass",
          "sports",
          "tools",
          "toys");
  static final List<String> SEGMENTS = List.of("new", "regular", "vip");
  static final List<String> CONTACTS =
      List.of("none", "where_is_it", "damaged", "wrong_item", "changed_mind");
  static final int MERCHANTS = 2000;

  /** Log of the factor on a carrier's transit time; the swap exchanges the first with the last. */
  private static final double[] SLOWNESS = {-0.55, -0.35, -0.10, 0.05, 0.40, 0.65};

  private static final double[] ROUGHNESS = {-0.3, 0.5, -0.6, 0.1, 0.4, -0.1};
  private static final double[] FRAGILITY = {
    -1.1, 1.3, -0.9, 0.8, -0.2, -0.7, 1.6, -0.4, -0.8, 0.4
  };
  private static final double[] REGRET = {-0.8, 0.0, 1.5, 0.4, 0.6, -0.4, -0.2, 0.1, -0.7, -0.5};
  private static final double[] IMPATIENCE = {0.3, -0.1, -0.4};

  private final double[] remoteness = new double[REGIONS.size()];
  private final double[] handling = new double[MERCHANTS];
  private final double[] sloppiness = new double[MERCHANTS];

  /** An order: what its event shows, by index where the event shows a name. */
  static final class Order {
    int carrier;
    int region;
    int category;
    int segment;
    int merchant;
    boolean express;
    boolean gift;
    double hourOfDay;
    boolean weekend;
    double distanceKm;
    double weightKg;
    double basketValue;
    double promisedHours;
    double windMps;
  }

  /** Which of the scripted changes hold for an order. */
  record Regime(boolean carriersSwapped, boolean winter, boolean newPackaging) {}

  /** What becomes of an order. */
  record Outcome(double hours, boolean late, int contact, int tickets, boolean returned) {}

  Marketplace(Rng rng) {
    for (int i = 0; i < remoteness.length; i++) {
      remoteness[i] = rng.nextDouble();
    }
    for (int i = 0; i < MERCHANTS; i++) {
      handling[i] = rng.nextGaussian();
      sloppiness[i] = rng.nextGaussian();
    }
  }

  /** Draws the outcome of an order. */
  Outcome outcome(Order order, Regime regime, Rng rng) {
    double hours = hours(order, regime) * StrictMath.exp(0.08 * rng.nextGaussian());
    double lateness = StrictMath.tanh((hours - order.promisedHours) / 12.0);
    double damage = damage(order, regime);
    double sloppy = sloppiness[order.merchant];
    double regret = REGRET[order.category] + (order.gift ? -0.6 : 0.0);

    double[] scores = {
      1.6, -1.4 + 4.0 * lateness, -1.2 + 2.8 * damage, -2.0 + 1.2 * sloppy, -1.2 + 2.4 * regret
    };
    int contact = draw(scores, rng);
    double rate =
        StrictMath.exp(
            -0.5 + 0.9 * lateness + 0.6 * damage + 0.25 * sloppy + IMPATIENCE[order.segment]);
    boolean returned = rng.nextDouble() < logistic(-0.9 + 1.5 * damage + 1.1 * regret);
    return new Outcome(hours, hours > order.promisedHours, contact, poisson(rate, rng), returned);
  }

  /** Expected hours from order to door. */
  private double hours(Order order, Regime regime) {
    int network = regime.carriersSwapped() ? SLOWNESS.length - 1 - order.carrier : order.carrier;
    double remote = remoteness[order.region];
    double slowness = SLOWNESS[network] + 0.5 * remote + (order.express ? -0.5 : 0.0);
    if (regime.winter()) {
      slowness += 0.6 * remote;
    }
    double transit = (4.0 + order.distanceKm / 25.0) * StrictMath.exp(slowness);
    double storm = 1.0 + 0.04 * Math.max(0.0, order.windMps - 9.0);
    return 5.0 + 1.2 * handling[order.merchant] + untilTheVansLeave(order) + transit * storm;
  }

  /** Hours an order lies: what is ordered after the vans have left waits for the next morning. */
  static double untilTheVansLeave(Order order) {
    double wait = order.hourOfDay >= 15.0 ? 33.0 - order.hourOfDay : 15.0 - order.hourOfDay;
    return 0.6 * wait + (order.weekend ? 6.0 : 0.0);
  }

  private double damage(Order order, Regime regime) {
    double fragility = FRAGILITY[order.category];
    return (regime.newPackaging() ? -fragility : fragility)
        + ROUGHNESS[order.carrier]
        + 0.25 * StrictMath.log(order.weightKg);
  }

  private static double logistic(double x) {
    return 1.0 / (1.0 + StrictMath.exp(-x));
  }

  /** An index with probability proportional to exp(score). */
  private static int draw(double[] scores, Rng rng) {
    double sum = 0;
    double[] mass = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      mass[i] = StrictMath.exp(scores[i]);
      sum += mass[i];
    }
    double u = rng.nextDouble() * sum;
    int i = 0;
    while (i < scores.length - 1 && u >= mass[i]) {
      u -= mass[i++];
    }
    return i;
  }

  /** Multiplication of uniforms (Knuth, TAOCP 2, 3.4.1 F); rates here stay below 10. */
  private static int poisson(double rate, Rng rng) {
    double limit = StrictMath.exp(-rate);
    double product = rng.nextDouble();
    int n = 0;
    while (product > limit) {
      product *= rng.nextDouble();
      n++;
    }
    return n;
  }
}
