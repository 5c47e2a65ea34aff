package io.braid.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Figures of every task, and throughput, over time. Bounded; begins anew with the process. */
final class History {
  private static final int POINTS = 600;

  /** With many tasks each has fewer points, so that all together take no more than this. */
  private static final int ALL_POINTS = 60_000;

  private static final int LEAST_POINTS = 60;

  /** One point of one figure. */
  record Point(
      long time,
      long step,
      double whole,
      double fading,
      double windowed,
      double baseline,
      double weight) {}

  /** One point of the throughput. */
  record Throughput(long time, double eventsPerSecond, double lag, double p50, double p99) {}

  /** What is kept of a task at one moment: the figures in the order of their names. */
  private static final class Kept {
    final long time;
    final long step;
    final double weight;
    final double[] whole;
    final double[] fading;
    final double[] windowed;
    final double[] baseline;

    Kept(long time, long step, Figures figures, TaskFigures now) {
      List<String> names = figures.names();
      this.time = time;
      this.step = step;
      weight = now.weight();
      whole = values(names, now.whole());
      fading = values(names, now.fading());
      windowed = values(names, now.windowed());
      baseline = new double[names.size()];
      for (int m = 0; m < baseline.length; m++) {
        Figures.Baseline best = figures.baseline(names.get(m), now.windowed());
        baseline[m] = best == null ? Double.NaN : best.value();
      }
    }
  }

  private final List<Figures> figures;
  private final List<Series<Kept>> tasks = new ArrayList<>();
  private final Series<Throughput> throughput = new Series<>(POINTS);

  History(List<Figures> figures) {
    this.figures = figures;
    int points = Math.max(LEAST_POINTS, Math.min(POINTS, ALL_POINTS / figures.size()));
    figures.forEach(task -> tasks.add(new Series<>(points)));
  }

  void add(Throughput point) {
    throughput.add(point);
  }

  void add(int task, long time, long step, TaskFigures now) {
    tasks.get(task).add(new Kept(time, step, figures.get(task), now));
  }

  private static double[] values(List<String> names, Map<String, Double> by) {
    return names.stream().mapToDouble(name -> by.getOrDefault(name, Double.NaN)).toArray();
  }

  List<Throughput> throughput() {
    return throughput.points();
  }

  /**
   * A task's figure over time.
   *
   * @param metric index among the task's figures
   */
  List<Point> points(int task, int metric) {
    return tasks.get(task).points().stream()
        .map(
            kept ->
                new Point(
                    kept.time,
                    kept.step,
                    kept.whole[metric],
                    kept.fading[metric],
                    kept.windowed[metric],
                    kept.baseline[metric],
                    kept.weight))
        .toList();
  }
}
