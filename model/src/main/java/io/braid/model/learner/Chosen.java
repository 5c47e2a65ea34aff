package io.braid.model.learner;

import io.braid.model.data.Parameters;
import io.braid.model.drift.Detectors;
import io.braid.model.feature.Encoders;
import io.braid.model.feature.FeatureEncoder;
import io.braid.model.feature.Slot;
import io.braid.model.kernel.KernelChoice;
import io.braid.model.layer.HeadContext;
import io.braid.model.layer.Heads;
import io.braid.model.layer.Precisions;
import io.braid.model.layer.TrunkContext;
import io.braid.model.layer.Trunks;
import io.braid.model.loss.Losses;
import io.braid.model.optimizer.OptimizerContext;
import io.braid.model.optimizer.Optimizers;
import io.braid.model.relatedness.Actions;
import io.braid.model.relatedness.MeasureContext;
import io.braid.model.relatedness.Measures;
import io.braid.model.spec.Catalog;
import io.braid.model.spec.Component;
import io.braid.model.spec.Feature;
import io.braid.model.spec.Params;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import io.braid.model.weighting.WeightingContext;
import io.braid.model.weighting.Weightings;
import java.util.ArrayList;
import java.util.List;

/**
 * A component of a pipeline with all of its settings: those written and the defaults of the rest.
 *
 * @param place where it stands in the pipeline file
 * @param name its name
 * @param summary one line on it
 * @param settings in the order in which they are read
 */
public record Chosen(String place, String name, String summary, List<Setting> settings) {

  /**
   * One setting.
   *
   * @param key as in pipeline files
   * @param value what counts
   * @param written whether it was written rather than being the default
   * @param allowed what is allowed
   */
  public record Setting(String key, String value, boolean written, String allowed) {}

  public Chosen {
    settings = List.copyOf(settings);
  }

  /**
   * The components of a pipeline that all tasks share, and the losses and detectors of single ones.
   *
   * @param pipeline bound: no globs among its features
   * @throws io.braid.model.spec.SpecException if a component or one of its settings is wrong
   */
  public static List<Chosen> of(Pipeline pipeline) {
    FeatureEncoder encoder = new FeatureEncoder(pipeline.features());
    List<Chosen> all = new ArrayList<>();
    all.add(
        of(
            pipeline.trunk(),
            Trunks.CATALOG,
            new TrunkContext(
                encoder.denseWidth(),
                encoder.sparseWidth(),
                pipeline.tasks().size(),
                new Parameters(),
                KernelChoice.of("loops"))));
    all.add(of(pipeline.weighting(), Weightings.CATALOG, WeightingContext.of(pipeline, 1)));
    all.add(of(pipeline.optimizer(), Optimizers.CATALOG, new OptimizerContext(1, 1)));
    all.add(drift(pipeline.drift(), true));
    Component stopping = pipeline.training().earlyStopping();
    if (stopping != null) {
      all.add(
          new Chosen(
              stopping.path(),
              stopping.kind(),
              "freezes a head that stops improving until a drift",
              settings(stopping, new EarlyStopping(stopping, 1).settings())));
    }
    relatedness(pipeline, all);
    for (Task task : pipeline.tasks()) {
      all.add(of(task.loss(), Losses.CATALOG, task));
      if (task.head() != null) {
        all.add(of(task.head(), Heads.CATALOG, head(task)));
      }
      if (task.drift() != null) {
        all.add(drift(task.drift(), false));
      }
    }
    return all;
  }

  /**
   * The encoder of a feature.
   *
   * @throws io.braid.model.spec.SpecException if its type or one of its settings is wrong
   */
  public static Chosen of(Feature feature) {
    return of(feature.encoder(), Encoders.CATALOG, new Slot(0, feature.name()));
  }

  private static <C> Chosen of(Component component, Catalog<C, ?> catalog, C context) {
    List<Params.Declared> declared = catalog.parameters(component, context);
    return new Chosen(
        component.path(),
        component.kind(),
        catalog.summary(component.kind()),
        settings(component, declared));
  }

  private static void relatedness(Pipeline pipeline, List<Chosen> all) {
    if (pipeline.relatedness() == null) {
      return;
    }
    int tasks = pipeline.tasks().size();
    for (Component measure : pipeline.relatedness().measures()) {
      MeasureContext context = new MeasureContext(tasks, 1, pipeline.trunk().kind());
      all.add(of(measure, Measures.CATALOG, context));
    }
    if (pipeline.relatedness().action() != null) {
      Component action = pipeline.relatedness().action();
      all.add(of(action, Actions.CATALOG, Relations.anyAction(pipeline.relatedness().measures())));
    }
  }

  private static HeadContext head(Task task) {
    int members = task.by() == null ? 0 : 1;
    return new HeadContext(
        "task",
        1,
        1,
        0,
        0,
        new Parameters(),
        KernelChoice.of("loops"),
        new HeadContext.Aim(0, Task.Kind.REGRESSION, "squared_error", 1.0, members),
        new Precisions());
  }

  private static Chosen drift(Component drift, boolean shared) {
    Component detector = Evaluator.detector(DriftReaction.detector(drift));
    List<Params.Declared> declared = new ArrayList<>(Detectors.CATALOG.parameters(detector, 0L));
    Params watched = drift.params();
    Evaluator.watchesLoss(watched);
    declared.addAll(watched.declared());
    if (shared) {
      declared.addAll(new DriftReaction(drift).settings());
    }
    return new Chosen(
        drift.path(),
        drift.kind(),
        Detectors.CATALOG.summary(drift.kind()),
        settings(drift, declared));
  }

  private static List<Setting> settings(Component component, List<Params.Declared> declared) {
    List<Setting> settings = new ArrayList<>();
    for (Params.Declared each : declared) {
      Object written = component.parameters().get(each.key());
      settings.add(
          new Setting(
              each.key(),
              written == null ? each.fallback() : written.toString(),
              written != null,
              each.allowed()));
    }
    return settings;
  }
}
