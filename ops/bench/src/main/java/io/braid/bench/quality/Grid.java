package io.braid.bench.quality;

import io.braid.bench.Report;
import io.braid.bench.Steps;
import io.braid.model.spec.SpecException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Every method over every data set, with its seeds: outcomes, or why there are none. Runs on two
 * threads; the outcomes do not depend on which runs when.
 */
final class Grid {
  private static final int THREADS = 2;

  private record Key(String method, String set) {}

  private record Run(Method method, DataSet set, int seed, Future<Outcome> outcome) {}

  private final Map<Key, List<Outcome>> outcomes = new HashMap<>();
  private final Map<Key, String> problems = new HashMap<>();

  private Grid() {}

  /** Runs everything. */
  static Grid of(List<Method> methods, List<DataSet> sets, Consumer<String> progress)
      throws InterruptedException {
    Grid grid = new Grid();
    PrintStream out = System.out;
    // MOA's rules tell of every drift there, and cannot be told not to.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Run> runs = new ArrayList<>();
      for (DataSet set : sets) {
        for (Method method : methods) {
          for (int seed = 1; method.plays(set) && seed <= method.seeds(); seed++) {
            int own = seed;
            runs.add(new Run(method, set, seed, pool.submit(() -> method.player().play(set, own))));
          }
        }
      }
      Steps steps = new Steps(progress, runs.size());
      for (Run run : runs) {
        steps.next(run.set.name() + ", " + run.method.name() + ", seed " + run.seed);
        grid.take(run);
      }
    } finally {
      pool.shutdownNow();
      System.setOut(out);
    }
    return grid;
  }

  private void take(Run run) throws InterruptedException {
    Key key = new Key(run.method.name(), run.set.name());
    try {
      Outcome outcome = run.outcome.get();
      if (outcome != null) {
        outcomes.computeIfAbsent(key, any -> new ArrayList<>()).add(outcome);
      }
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      problems.put(key, cause instanceof SpecException ? cause.getMessage() : cause.toString());
    }
  }

  /** The outcomes of a method over a data set, one per seed; none if it was not run or failed. */
  List<Outcome> outcomes(String method, String set) {
    return outcomes.getOrDefault(new Key(method, set), List.of());
  }

  /** Why a method has no outcome over a data set; null if it has, or was not run. */
  String problem(String method, String set) {
    return problems.get(new Key(method, set));
  }

  /** Mean over the seeds; NaN of nothing. */
  double mean(String method, String set, ToDoubleFunction<Outcome> figure) {
    return outcomes(method, set).stream().mapToDouble(figure).average().orElse(Double.NaN);
  }

  /** Half the range over the seeds; NaN of fewer than two. */
  double spread(String method, String set, ToDoubleFunction<Outcome> figure) {
    double[] values = outcomes(method, set).stream().mapToDouble(figure).sorted().toArray();
    return values.length < 2 ? Double.NaN : (values[values.length - 1] - values[0]) / 2;
  }

  /** Median rows per second of CPU time. */
  double rate(String method, String set) {
    return Report.median(outcomes(method, set).stream().map(Outcome::rate).toList());
  }
}
