package io.braid.model.metric;

import io.braid.model.spec.Catalog;
import io.braid.model.spec.Component;
import io.braid.model.spec.Params;
import io.braid.model.spec.Task;
import io.braid.model.spec.Task.Kind;
import java.util.List;
import java.util.Set;

/** Every metric by name. The context is the task it is read for. */
public final class Metrics {
  private static final Figure.Source<ClassCounts> CLASSES =
      new Figure.Source<>(
          Set.of(Kind.BINARY, Kind.MULTICLASS, Kind.TAGGING),
          ClassCounts.class,
          task -> new ClassCounts(classes(task)));
  private static final Figure.Source<Calibration> PROBABILITIES =
      new Figure.Source<>(
          Set.of(Kind.BINARY, Kind.MULTICLASS, Kind.TAGGING),
          Calibration.class,
          task -> new Calibration());
  private static final Figure.Source<ScoreHistogram> SCORES =
      new Figure.Source<>(Set.of(Kind.BINARY), ScoreHistogram.class, task -> new ScoreHistogram());
  private static final Figure.Source<ErrorSums> ERRORS =
      new Figure.Source<>(
          Set.of(Kind.REGRESSION, Kind.COUNT), ErrorSums.class, task -> new ErrorSums());
  private static final Figure.Source<DevianceSums> COUNTS =
      new Figure.Source<>(Set.of(Kind.COUNT), DevianceSums.class, task -> new DevianceSums());

  private static final Figure.Source<IntervalSums> INTERVALS =
      new Figure.Source<>(
          Set.of(Kind.REGRESSION, Kind.COUNT), IntervalSums.class, task -> new IntervalSums());

  private static final Figure.Source<BoxSums> BOXES =
      new Figure.Source<>(Set.of(Kind.BOX), BoxSums.class, task -> new BoxSums());

  public static final Catalog<Task, Metric> CATALOG =
      Catalog.<Task, Metric>of("metric")
          .with(
              "accuracy",
              "share of examples whose class was predicted",
              CLASSES.larger("accuracy", ClassCounts::accuracy))
          .with(
              "balanced_accuracy",
              "mean over the classes of the share predicted",
              CLASSES.larger("balanced_accuracy", ClassCounts::balancedAccuracy))
          .with(
              "kappa",
              "accuracy above that of chance, 1 is perfect",
              CLASSES.larger("kappa", ClassCounts::kappa))
          .with(
              "kappa_temporal",
              "accuracy above that of the previous label, 1 is perfect",
              CLASSES.larger("kappa_temporal", ClassCounts::kappaTemporal))
          .with(
              "f1",
              "harmonic mean of precision and recall; of class 1, or over the classes",
              CLASSES.larger("f1", ClassCounts::f1))
          .with(
              "accuracy_persistence",
              "baseline: accuracy of the previous label",
              CLASSES.larger("accuracy_persistence", ClassCounts::persistenceAccuracy))
          .with(
              "accuracy_majority",
              "baseline: accuracy of the most frequent class so far",
              CLASSES.larger("accuracy_majority", ClassCounts::majorityAccuracy))
          .with(
              "log_loss",
              "mean negative log-likelihood, natural logarithm",
              PROBABILITIES.smaller("log_loss", Calibration::logLoss))
          .with(
              "ece",
              "expected calibration error, 15 bins of equal width",
              PROBABILITIES.smaller("ece", Calibration::expectedCalibrationError))
          .with(
              "auc",
              "chance that a positive scores above a negative",
              SCORES.larger("auc", ScoreHistogram::auc))
          .with(
              "iou",
              "mean overlap of predicted and labelled box, intersection over union",
              BOXES.larger("iou", BoxSums::iou))
          .with(
              "iou_mean",
              "baseline: iou of the mean of earlier boxes",
              BOXES.larger("iou_mean", BoxSums::iouMean))
          .with("mae", "mean absolute error", Metrics::mae)
          .with("rmse", "root mean squared error", ERRORS.smaller("rmse", ErrorSums::rmse))
          .with(
              "r2",
              "share of the labels' variance explained, 1 is perfect",
              ERRORS.larger("r2", ErrorSums::r2))
          .with(
              "rrmse",
              "rmse over that of the mean of earlier labels",
              ERRORS.smaller("rrmse", ErrorSums::rrmse))
          .with(
              "rrmse_persistence",
              "rmse over that of the previous label",
              ERRORS.smaller("rrmse_persistence", ErrorSums::rrmsePersistence))
          .with(
              "rmse_mean",
              "baseline: rmse of the mean of earlier labels",
              ERRORS.smaller("rmse_mean", ErrorSums::rmseMean))
          .with(
              "rmse_persistence",
              "baseline: rmse of the previous label",
              ERRORS.smaller("rmse_persistence", ErrorSums::rmsePersistence))
          .with(
              "poisson_deviance",
              "mean deviance from a Poisson law of the predicted mean",
              COUNTS.smaller("poisson_deviance", DevianceSums::mean))
          .with(
              "coverage",
              "share of labels in their 90 % interval, of heads that give one",
              INTERVALS.larger("coverage", IntervalSums::coverage))
          .with(
              "interval_width",
              "mean width of the 90 % intervals",
              INTERVALS.smaller("interval_width", IntervalSums::meanWidth));

  private Metrics() {}

  /** Of a box the mean over its four numbers. */
  private static Metric mae(Params params, Task task) {
    return task.kind() == Kind.BOX
        ? BOXES.smaller("mae", BoxSums::mae).create(params, task)
        : ERRORS.smaller("mae", ErrorSums::mae).create(params, task);
  }

  /** Every metric that fits a task, in the catalogue's order. */
  public static List<Metric> of(Task task) {
    return CATALOG.names().stream()
        .map(name -> CATALOG.create(Component.of(name), task))
        .filter(metric -> metric.fits(task.kind()))
        .toList();
  }

  private static int classes(Task task) {
    return Math.max(2, task.classes().size());
  }
}
