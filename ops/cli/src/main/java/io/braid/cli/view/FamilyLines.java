package io.braid.cli.view;

import io.braid.cli.evaluate.Evaluation;
import io.braid.cli.evaluate.FamilyResult;
import io.braid.cli.evaluate.HoldOut;
import io.braid.cli.view.Style.Paint;
import io.braid.model.learner.MemberQuality;
import io.braid.model.learner.TaskQuality;
import io.braid.model.metric.Horizon;
import io.braid.model.spec.Task.Kind;
import java.util.List;

/** What an evaluation says of rows kept back, and of families of tasks. */
final class FamilyLines {
  private static final int LABEL = 14;

  private final Style style;

  FamilyLines(Style style) {
    this.style = style;
  }

  void add(List<Line> lines, Evaluation.Result result) {
    if (result.heldOut() != null) {
      heldOut(lines, result.heldOut());
    }
    for (FamilyResult family : result.families()) {
      family(lines, family);
    }
  }

  private void heldOut(List<Line> lines, HoldOut.Result heldOut) {
    for (TaskQuality task : heldOut.tasks()) {
      Line line =
          new Line()
              .left(Paint.DIM, "held out", LABEL, style)
              .add(Figures.count(task.n()))
              .add(Paint.DIM, " labels of ")
              .add(task.name());
      if (task.kind() == Kind.BINARY || task.kind() == Kind.MULTICLASS) {
        line.add(Paint.DIM, ", accuracy ").add(Paint.BOLD, value(task, "accuracy"));
        line.add(Paint.DIM, ", log loss ").add(value(task, "log_loss"));
      } else {
        double explained = HoldOut.Result.explainedVariance(task);
        line.add(Paint.DIM, ", explained variance ").add(Paint.BOLD, Figures.quality(explained));
        line.add(Paint.DIM, ", rmse ").add(value(task, "rmse"));
      }
      lines.add(line);
    }
  }

  private static String value(TaskQuality task, String metric) {
    return Figures.quality(task.value(Horizon.WHOLE, metric));
  }

  private void family(List<Line> lines, FamilyResult family) {
    Line line =
        new Line()
            .left(Paint.DIM, "members", LABEL, style)
            .add(Figures.count(family.members()))
            .add(Paint.DIM, " of " + family.task() + ", at most ")
            .add(Figures.count(family.max()));
    if (family.beyond() > 0) {
      line.add(Paint.WARN, "  rows of further members ").add(Figures.count(family.beyond()));
    }
    if (family.unnamed() > 0) {
      line.add(Paint.WARN, "  rows without a member ").add(Figures.count(family.unnamed()));
    }
    lines.add(line);
    members(lines, "  worst", family.worst(FamilyResult.SHOWN));
    members(lines, "  best", family.best(FamilyResult.SHOWN));
  }

  private void members(List<Line> lines, String which, List<MemberQuality> members) {
    if (members.isEmpty()) {
      return;
    }
    Line line = new Line().left(Paint.DIM, which, LABEL, style);
    for (MemberQuality member : members) {
      line.add(member.name()).add(Paint.DIM, " " + Figures.quality(member.figure()) + "  ");
    }
    lines.add(line);
  }
}
