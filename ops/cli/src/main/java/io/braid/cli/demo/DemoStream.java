package io.braid.cli.demo;

import io.braid.cli.demo.DemoEvent.Defect;
import io.braid.cli.demo.Marketplace.Order;
import io.braid.cli.demo.Marketplace.Outcome;
import io.braid.cli.demo.Marketplace.Regime;
import io.braid.model.data.Rng;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An endless stream of orders of an invented online marketplace, one a minute of its own time. Five
 * things are to be learned of each: whether it comes late, how many hours it takes, why the
 * customer contacts the shop, how many tickets that makes, and whether the goods come back. A part
 * of the labels never becomes known, one event in 400 is broken on purpose, and the world changes
 * where the {@link DemoScript} says.
 *
 * <p>The same seed and script give the same events, bit for bit. Not thread-safe.
 */
public final class DemoStream {
  /** When the stream's time begins: a Monday. */
  public static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  /** Mean time between two orders, milliseconds. */
  public static final int MEAN_GAP_MS = 60_000;

  /** One event in so many is broken. */
  public static final int BROKEN_ONE_IN = 400;

  private static final long DAY_MS = 86_400_000L;
  private static final Defect[] DEFECTS = {
    Defect.TRUNCATED,
    Defect.UNKNOWN_SCHEMA,
    Defect.EMPTY,
    Defect.NOT_FINITE,
    Defect.LABEL_OUT_OF_RANGE
  };

  private final DemoScript script;
  private final Marketplace world;
  private final Rng rng;
  private final Order order = new Order();
  private double timeMs = START.toEpochMilli();
  private double wind = 6.0;
  private long events;

  public DemoStream(long seed, DemoScript script) {
    this.script = script;
    this.rng = new Rng(seed);
    this.world = new Marketplace(rng.split());
  }

  /** Events given so far. */
  public long events() {
    return events;
  }

  /** The next event. */
  public DemoEvent next() {
    timeMs += -StrictMath.log(1.0 - rng.nextDouble()) * MEAN_GAP_MS;
    long now = (long) timeMs;
    place(now);
    Regime regime =
        new Regime(
            rng.nextDouble() < script.carriers().share(events),
            rng.nextDouble() < script.winter().share(events),
            rng.nextDouble() < script.packaging().share(events));
    Outcome outcome = world.outcome(order, regime, rng);
    Map<String, Object> features = features();
    Map<String, Object> labels = labels(outcome);
    Defect defect = rng.nextInt(BROKEN_ONE_IN) == 0 ? DEFECTS[rng.nextInt(5)] : Defect.NONE;
    if (defect == Defect.NOT_FINITE) {
      features.put("basket_value", Double.POSITIVE_INFINITY);
    } else if (defect == Defect.LABEL_OUT_OF_RANGE) {
      labels.put("tickets", -1L);
    }
    String id = String.format(Locale.ROOT, "order-%08d", events);
    events++;
    return new DemoEvent(id, now, features, labels, defect);
  }

  /** Fills the order that is placed at a time. */
  private void place(long now) {
    Order o = order;
    long sinceStart = now - START.toEpochMilli();
    o.hourOfDay = sinceStart % DAY_MS / 3_600_000.0;
    o.weekend = sinceStart / DAY_MS % 7 >= 5;
    // Few merchants have most of the orders.
    o.merchant = (int) (Marketplace.MERCHANTS * StrictMath.pow(rng.nextDouble(), 3.0));
    o.category = rng.nextInt(Marketplace.CATEGORIES.size());
    o.carrier = rng.nextInt(Marketplace.CARRIERS.size());
    o.region = rng.nextInt(Marketplace.REGIONS.size());
    o.segment = rng.nextDouble() < 0.3 ? 0 : rng.nextDouble() < 0.8 ? 1 : 2;
    o.express = rng.nextDouble() < 0.25;
    o.gift = rng.nextDouble() < 0.15;
    o.distanceKm = round(20.0 + 600.0 * StrictMath.pow(rng.nextDouble(), 1.5), 10);
    o.weightKg = round(0.2 + 3.0 * StrictMath.exp(0.8 * rng.nextGaussian()), 100);
    o.basketValue = round(15.0 + 40.0 * StrictMath.exp(0.9 * rng.nextGaussian()), 100);
    double promise = 8.0 + o.distanceKm / 16.0 + 8.0 * rng.nextDouble();
    double hours = (o.express ? 0.8 : 1.1) * promise + Marketplace.untilTheVansLeave(o);
    o.promisedHours = 6.0 * Math.max(1.0, Math.rint(hours / 6.0));
    wind = Math.max(0.0, wind + 0.01 * (7.0 - wind) + 0.5 * rng.nextGaussian());
    o.windMps = round(wind, 10);
  }

  private Map<String, Object> features() {
    Order o = order;
    Map<String, Object> features = new LinkedHashMap<>();
    features.put("distance_km", o.distanceKm);
    if (rng.nextDouble() >= 0.03) {
      features.put("weight_kg", o.weightKg);
    }
    features.put("basket_value", o.basketValue);
    features.put("promised_hours", o.promisedHours);
    if (rng.nextDouble() >= 0.08) {
      features.put("wind_mps", o.windMps);
    }
    features.put("carrier", Marketplace.CARRIERS.get(o.carrier));
    features.put("region", Marketplace.REGIONS.get(o.region));
    features.put("category", Marketplace.CATEGORIES.get(o.category));
    features.put("segment", Marketplace.SEGMENTS.get(o.segment));
    features.put("merchant", String.format(Locale.ROOT, "m%04d", o.merchant));
    features.put("express", o.express);
    features.put("gift", o.gift);
    return features;
  }

  /** What becomes known of an outcome: every label has its own share that never does. */
  private Map<String, Object> labels(Outcome outcome) {
    Map<String, Object> labels = new LinkedHashMap<>();
    if (rng.nextDouble() >= 0.20) {
      labels.put("late", outcome.late());
    }
    if (rng.nextDouble() >= 0.25) {
      labels.put("delivery_hours", round(outcome.hours(), 100));
    }
    if (rng.nextDouble() >= 0.45) {
      labels.put("contact", Marketplace.CONTACTS.get(outcome.contact()));
    }
    if (rng.nextDouble() >= 0.35) {
      labels.put("tickets", (long) outcome.tickets());
    }
    if (rng.nextDouble() >= 0.60) {
      labels.put("returned", outcome.returned());
    }
    return labels;
  }

  private static double round(double value, int unitsPerOne) {
    return Math.rint(value * unitsPerOne) / unitsPerOne;
  }
}
