package io.braid.model.loss;

import io.braid.model.spec.Catalog;
import io.braid.model.spec.SpecException;
import io.braid.model.spec.Task;
import io.braid.model.spec.Task.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The losses, and which kinds of task each one fits. */
public final class Losses {
  private record Entry(
      String name, String summary, Catalog.Constructor<Task, Loss> constructor, Set<Kind> kinds) {}

  private static final List<Entry> ENTRIES =
      List.of(
          entry("log_loss", "binary log loss on one logit", LogLoss::new, Kind.BINARY),
          entry(
              "softmax_cross_entropy",
              "multiclass log loss on one logit per class",
              SoftmaxCrossEntropy::new,
              Kind.MULTICLASS),
          entry(
              "tag_cross_entropy",
              "multiclass log loss at every position",
              TagCrossEntropy::new,
              Kind.TAGGING),
          entry(
              "squared_error",
              "half the squared error; predicts the mean",
              SquaredError::new,
              Kind.REGRESSION,
              Kind.COUNT,
              Kind.BOX),
          entry(
              "huber",
              "squared near zero, linear in the tails; robust to outliers",
              Huber::new,
              Kind.REGRESSION),
          entry("smooth_l1", "squared near zero, linear beyond; of boxes", SmoothL1::new, Kind.BOX),
          entry("quantile", "pinball loss; predicts quantiles", Quantile::new, Kind.REGRESSION),
          entry("poisson", "Poisson deviance on a log rate", Poisson::new, Kind.COUNT));

  /**
   * Every loss by name. The context is the task; a loss that does not fit the task's kind refuses
   * it and lists those that do.
   */
  public static final Catalog<Task, Loss> CATALOG = catalog();

  private Losses() {}

  /** Names of the losses that fit a kind of task. */
  public static List<String> fitting(Kind kind) {
    return ENTRIES.stream().filter(e -> e.kinds.contains(kind)).map(Entry::name).toList();
  }

  private static Entry entry(
      String name,
      String summary,
      Catalog.Constructor<Task, Loss> constructor,
      Kind first,
      Kind... others) {
    return new Entry(name, summary, constructor, EnumSet.of(first, others));
  }

  private static Catalog<Task, Loss> catalog() {
    Catalog<Task, Loss> catalog = Catalog.of("loss");
    for (Entry entry : ENTRIES) {
      catalog =
          catalog.with(
              entry.name,
              entry.summary,
              (params, task) -> {
                if (!entry.kinds.contains(task.kind())) {
                  throw new SpecException(
                      params.path(),
                      "loss '%s' does not fit a %s task, allowed: %s"
                          .formatted(entry.name, task.kind().key(), fitting(task.kind())));
                }
                return entry.constructor.create(params, task);
              });
    }
    return catalog;
  }
}
