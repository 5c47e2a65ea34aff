package io.braid.cli.view;

import io.braid.cli.evaluate.Evaluation;
import io.braid.cli.view.Style.Paint;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.learner.FeatureUse;
import io.braid.model.learner.TaskQuality;
import io.braid.model.learner.TransferGain;
import io.braid.model.metric.Horizon;
import io.braid.model.spec.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The quality of every task, over the whole stream and over the window, beside the baselines. */
public final class QualityTable {
  private static final int WIDTH = 80;
  private static final int NAME = 17;
  private static final int COUNT = 8;
  private static final int DRIFTS = 7;
  private static final int FIGURE = 8;
  private static final int LABEL = 14;

  /** A figure of the table: its metric and what its column is called. */
  private record Figure(String metric, String title) {}

  private final Style style;

  public QualityTable(Style style) {
    this.style = style;
  }

  /** The lines of the table. */
  public List<String> lines(Evaluation.Result result, String source) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line().add(Paint.TITLE, result.pipeline().name()).add(Paint.DIM, "  " + source));
    for (Task.Kind kind : Task.Kind.values()) {
      List<TaskQuality> tasks =
          result.tasks().stream().filter(task -> task.kind() == kind).toList();
      if (!tasks.isEmpty()) {
        lines.add(rule());
        lines.add(head(kind));
        for (TaskQuality task : tasks) {
          tasks(lines, task, result.pipeline().evaluation().window());
        }
      }
    }
    lines.add(rule());
    intervals(lines, result);
    gains(lines, result);
    double arrmse = result.arrmse(Horizon.WHOLE);
    if (!Double.isNaN(arrmse)) {
      lines.add(
          new Line()
              .left(Paint.DIM, "arrmse", LABEL, style)
              .add(Paint.BOLD, Figures.quality(arrmse))
              .add(Paint.DIM, "  of the last rows ")
              .add(Figures.quality(result.arrmse(Horizon.WINDOW))));
    }
    lines.add(
        new Line()
            .left(Paint.DIM, "rows", LABEL, style)
            .add(Figures.count(result.rows()))
            .add(Paint.DIM, String.format(Locale.ROOT, " in %.1f s", result.seconds()))
            .add(style.dot() + Figures.rate(result.rate()))
            .add(style.dot() + Figures.count(result.parameters()))
            .add(Paint.DIM, " parameters"));
    new FamilyLines(style).add(lines, result);
    features(lines, result.features());
    if (result.relatedness() != null) {
      lines.addAll(new RelatednessTable(style).lines(result.relatedness()));
      lines.add(rule());
    }
    rejects(lines, result);
    return lines.stream().map(line -> line.render(style, Integer.MAX_VALUE)).toList();
  }

  private Line head(Task.Kind kind) {
    Line line =
        new Line()
            .left(Paint.DIM, kind.key(), NAME, style)
            .right(Paint.DIM, "labels", COUNT)
            .right(Paint.DIM, "drifts", DRIFTS);
    for (Figure figure : figures(kind)) {
      line.right(Paint.DIM, figure.title, FIGURE);
    }
    return line;
  }

  private void tasks(List<Line> lines, TaskQuality task, int window) {
    Line whole =
        new Line()
            .left(Paint.BOLD, task.name(), NAME, style)
            .right(Paint.NONE, Figures.count(task.n()), COUNT)
            .right(Paint.NONE, Figures.count(task.drifts()), DRIFTS);
    Line last =
        new Line()
            .left(Paint.DIM, "  about the last", NAME, style)
            .right(Paint.DIM, Figures.count(Math.min(window, task.n())), COUNT)
            .pad(DRIFTS);
    for (Figure figure : figures(task.kind())) {
      whole.right(Paint.NONE, value(task, Horizon.WHOLE, figure), FIGURE);
      last.right(Paint.DIM, value(task, Horizon.WINDOW, figure), FIGURE);
    }
    lines.add(whole);
    lines.add(last);
  }

  private static String value(TaskQuality task, Horizon horizon, Figure figure) {
    return Figures.quality(task.value(horizon, figure.metric));
  }

  /** What is shown of a kind; at the end the figure that the two baselines behind it are of. */
  private static List<Figure> figures(Task.Kind kind) {
    return switch (kind) {
      case BINARY ->
          List.of(
              new Figure("auc", "auc"),
              new Figure("log_loss", "logloss"),
              new Figure("kappa_temporal", "kappa-t"),
              new Figure("accuracy", "acc"),
              new Figure("accuracy_persistence", "persist"),
              new Figure("accuracy_majority", "major"));
      case MULTICLASS, TAGGING ->
          List.of(
              new Figure("balanced_accuracy", "bal.acc"),
              new Figure("log_loss", "logloss"),
              new Figure("kappa_temporal", "kappa-t"),
              new Figure("accuracy", "acc"),
              new Figure("accuracy_persistence", "persist"),
              new Figure("accuracy_majority", "major"));
      case REGRESSION ->
          List.of(
              new Figure("rrmse", "rrmse"),
              new Figure("r2", "r2"),
              new Figure("mae", "mae"),
              new Figure("rmse", "rmse"),
              new Figure("rmse_persistence", "persist"),
              new Figure("rmse_mean", "mean"));
      case BOX ->
          List.of(
              new Figure("mae", "mae"), new Figure("iou", "iou"), new Figure("iou_mean", "mean"));
      case COUNT ->
          List.of(
              new Figure("poisson_deviance", "dev"),
              new Figure("rrmse", "rrmse"),
              new Figure("mae", "mae"),
              new Figure("rmse", "rmse"),
              new Figure("rmse_persistence", "persist"),
              new Figure("rmse_mean", "mean"));
    };
  }

  /** How the 90 % intervals did, of the tasks that have them. */
  private void intervals(List<Line> lines, Evaluation.Result result) {
    for (TaskQuality task : result.tasks()) {
      double coverage = task.value(Horizon.WHOLE, "coverage");
      if (!Double.isNaN(coverage)) {
        lines.add(
            new Line()
                .left(Paint.DIM, "90 % interval", LABEL, style)
                .add(Figures.quality(coverage))
                .add(Paint.DIM, "  of the labels of ")
                .add(task.name())
                .add(Paint.DIM, ", mean width ")
                .add(Figures.quality(task.value(Horizon.WHOLE, "interval_width"))));
      }
    }
  }

  /** What the tasks gain by sharing, where that is measured. */
  private void gains(List<Line> lines, Evaluation.Result result) {
    for (int k = 0; k < result.tasks().size(); k++) {
      TransferGain gain = result.gains().get(k);
      if (gain != null && !Double.isNaN(gain.value())) {
        String says =
            gain.low() > 0
                ? "sharing helps "
                : gain.high() < 0 ? "sharing hurts " : "no telling for ";
        lines.add(
            new Line()
                .left(Paint.DIM, "transfer gain", LABEL, style)
                .add(Figures.quality(gain.value()))
                .add(Paint.DIM, "  from ")
                .add(Figures.quality(gain.low()))
                .add(Paint.DIM, " to ")
                .add(Figures.quality(gain.high()))
                .add(Paint.DIM, ", " + says)
                .add(result.tasks().get(k).name())
                .add(Paint.DIM, String.format(Locale.ROOT, ", shared part %.2f", gain.shared())));
      }
    }
  }

  private void features(List<Line> lines, List<FeatureUse> features) {
    if (features.isEmpty()) {
      return;
    }
    List<String> selected =
        features.stream().filter(FeatureUse::selected).map(FeatureUse::name).toList();
    lines.add(
        new Line()
            .left(Paint.DIM, "features", LABEL, style)
            .add(Figures.count(selected.size()))
            .add(Paint.DIM, " of " + Figures.count(features.size()) + " selected  ")
            .add(String.join(" ", selected)));
  }

  private void rejects(List<Line> lines, Evaluation.Result result) {
    Line line =
        new Line()
            .left(Paint.DIM, "rejected", LABEL, style)
            .add(Figures.count(result.rejects().count()));
    for (Map.Entry<Reason, Long> entry : result.rejects().counts().entrySet()) {
      line.add(Paint.WARN, "  " + entry.getKey().name().toLowerCase(Locale.ROOT))
          .add(" " + Figures.count(entry.getValue()));
    }
    lines.add(line);
    for (String first : result.rejects().first()) {
      lines.add(new Line().add(Paint.DIM, "  " + first));
    }
  }

  private Line rule() {
    return new Line().add(Paint.DIM, style.open().repeat(WIDTH));
  }
}
