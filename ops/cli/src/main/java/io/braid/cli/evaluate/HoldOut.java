package io.braid.cli.evaluate;

import io.braid.model.data.Categories;
import io.braid.model.data.Prediction;
import io.braid.model.data.RejectedException;
import io.braid.model.data.Row;
import io.braid.model.feature.RowBinder;
import io.braid.model.learner.Evaluator;
import io.braid.model.learner.Prequential;
import io.braid.model.learner.TaskQuality;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the last rows of a source back. The others are what it gives; those kept back are predicted
 * when all is over, by the model as it is then, and nothing is learned of them. Where a task is a
 * family, it is the last rows of each member (of the first such task); else the last of all. Rows
 * that cannot be used keep their turn. Holds the whole source in memory.
 */
public final class HoldOut implements RowSource {

  /**
   * How the rows kept back were predicted.
   *
   * @param share of the rows
   * @param rows how many they were
   * @param tasks quality of every task on them
   */
  public record Result(double share, long rows, List<TaskQuality> tasks) {
    /** Share of the labels' variance about their mean that is explained; NaN of classes. */
    public static double explainedVariance(TaskQuality task) {
      return task.whole().getOrDefault("r2", Double.NaN);
    }
  }

  private record Entry(Row row, RejectedException rejected, long at, long line) {}

  private final double share;
  private final List<Entry> learned = new ArrayList<>();
  private final List<Row> kept = new ArrayList<>();
  private int next;

  /**
   * Reads a source to its end.
   *
   * @param share of the rows of each member that is kept back, rounded to whole rows, in (0, 1)
   */
  public HoldOut(RowSource source, Pipeline pipeline, double share) throws IOException {
    this.share = share;
    List<Entry> all = read(source, new RowBinder(pipeline));
    int family = family(pipeline.tasks());
    Map<Long, Integer> counts = new HashMap<>();
    for (Entry entry : all) {
      if (entry.row != null) {
        counts.merge(member(entry.row, family), 1, Integer::sum);
      }
    }
    counts.replaceAll((member, count) -> count - (int) Math.round(count * share));
    for (Entry entry : all) {
      boolean learns =
          entry.row == null || counts.merge(member(entry.row, family), -1, Integer::sum) >= 0;
      if (learns) {
        learned.add(entry);
      } else {
        kept.add(entry.row);
      }
    }
  }

  private static List<Entry> read(RowSource source, RowBinder binder) throws IOException {
    List<Entry> all = new ArrayList<>();
    boolean more = true;
    while (more) {
      try {
        Row row = source.next();
        more = row != null;
        if (more) {
          Row copy = binder.newRow();
          copy.set(row);
          all.add(new Entry(copy, null, source.row(), source.line()));
        }
      } catch (RejectedException e) {
        all.add(new Entry(null, e, source.row(), source.line()));
      }
    }
    return all;
  }

  private static int family(List<Task> tasks) {
    for (int k = 0; k < tasks.size(); k++) {
      if (tasks.get(k).by() != null) {
        return k;
      }
    }
    return -1;
  }

  private static long member(Row row, int family) {
    return family < 0 ? Categories.MISSING : row.members[family];
  }

  /** The rows kept back, in the source's order; not to be changed. */
  public List<Row> kept() {
    return List.copyOf(kept);
  }

  /** Tests the rows kept back. */
  public Result test(Prequential learner, Pipeline pipeline) {
    Evaluator evaluator = new Evaluator(pipeline.tasks(), pipeline.evaluation(), null, 0);
    for (Row row : kept) {
      Prediction said = learner.peek(row);
      for (int k = 0; k < said.outputs.length; k++) {
        evaluator.test(k, said.outputs[k], said.deviations[k], row.labels, row.weight);
      }
    }
    return new Result(share, kept.size(), evaluator.quality());
  }

  @Override
  public Row next() throws RejectedException {
    if (next == learned.size()) {
      return null;
    }
    Entry entry = learned.get(next++);
    if (entry.rejected != null) {
      throw entry.rejected;
    }
    return entry.row;
  }

  @Override
  public long row() {
    return learned.get(next - 1).at;
  }

  @Override
  public long line() {
    return learned.get(next - 1).line;
  }

  @Override
  public double progress() {
    return (double) next / learned.size();
  }

  @Override
  public void close() {}
}
