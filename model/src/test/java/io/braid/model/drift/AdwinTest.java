package io.braid.model.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.data.Rng;
import io.braid.model.drift.DriftDetector.Signal;
import io.braid.model.spec.Component;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ADWIN2 against the same algorithm written with lists of values instead of sums. */
class AdwinTest {

  /** Buckets of whole values, oldest first; every mean and variance from scratch. */
  private static final class NaiveAdwin {
    private final ArrayDeque<List<Double>> buckets = new ArrayDeque<>();
    private int sinceCheck;

    boolean add(double value) {
      buckets.addLast(List.of(value));
      for (int size = 1; ; size *= 2) {
        if (!mergeOldestOf(size)) {
          break;
        }
      }
      if (++sinceCheck < 32) {
        return false;
      }
      sinceCheck = 0;
      boolean rose = false;
      for (int change = change(); change != 0; change = change()) {
        rose |= change > 0;
        buckets.removeFirst();
      }
      return rose;
    }

    private boolean mergeOldestOf(int size) {
      List<List<Double>> all = new ArrayList<>(buckets);
      int[] places =
          java.util.stream.IntStream.range(0, all.size())
              .filter(i -> all.get(i).size() == size)
              .toArray();
      if (places.length <= 5) {
        return false;
      }
      List<Double> merged = new ArrayList<>(all.get(places[0]));
      merged.addAll(all.remove(places[0] + 1));
      all.set(places[0], merged);
      buckets.clear();
      buckets.addAll(all);
      return true;
    }

    private int change() {
      List<Double> values = new ArrayList<>();
      buckets.forEach(values::addAll);
      int n = values.size();
      if (n <= 10) {
        return 0;
      }
      double mean = mean(values);
      double variance = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum() / n;
      double log = Math.log(2 * Math.log(n) / 0.002);
      int n0 = 0;
      for (List<Double> bucket : buckets) {
        n0 += bucket.size();
        if (n0 >= 5 && n - n0 >= 5) {
          double m = 1 / (1.0 / n0 + 1.0 / (n - n0));
          double eps = Math.sqrt(2 / m * variance * log) + 2 / (3 * m) * log;
          double rise = mean(values.subList(n0, n)) - mean(values.subList(0, n0));
          if (Math.abs(rise) > eps) {
            return rise > 0 ? 1 : -1;
          }
        }
      }
      return 0;
    }

    private static double mean(List<Double> values) {
      return values.stream().mapToDouble(v -> v).average().orElseThrow();
    }
  }

  @Test
  void signals_exactly_where_the_naive_window_does() {
    Rng random = new Rng(5);
    NaiveAdwin naive = new NaiveAdwin();
    DriftDetector adwin = Detectors.CATALOG.create(Component.of("adwin"), 1L);
    int drifts = 0;
    for (int i = 0; i < 6000; i++) {
      double level = new double[] {0.2, 0.5, 0.1, 0.9, 0.3, 0.4}[i / 1000];
      double value = i % 2 == 0 ? random.nextDouble() * level : random.nextDouble() < level ? 1 : 0;
      Signal expected = naive.add(value) ? Signal.DRIFT : Signal.NONE;
      assertThat(adwin.add(value)).as("at %d", i).isEqualTo(expected);
      drifts += expected == Signal.DRIFT ? 1 : 0;
    }
    assertThat(drifts).isBetween(3, 20);
  }
}
