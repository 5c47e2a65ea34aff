package io.braid.model.learner;

import io.braid.model.data.Example;
import io.braid.model.data.Features;
import io.braid.model.data.Prediction;
import io.braid.model.data.Rng;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * The single-task shadows of a learner's tasks, the auxiliary ones and those whose label has
 * several values aside: a task that is there for the others' sake need not gain by them.
 *
 * <p>Around a prediction and a step of the shared learner:
 *
 * <pre>
 *   learner.predict(example, said);   shadows.emit(example, said);
 *
 *   if (shadows.begin(example)) { learner.predict(example, shadows.shared()); }
 *   update = learner.learn(example);
 *   learned = shadows.end(example, tested, update refused?);
 * </pre>
 *
 * Labels are judged by what both say just before they learn them: that is what was emitted where
 * labels are on the events. Each learner looks after itself: one that would not stay finite stays
 * as it is and holds nobody up, so that not even a task that makes the shared model diverge hurts
 * the others. Where all refuse, nothing moves. Allocates nothing per event. Not thread-safe.
 */
final class Shadows implements State {
  private final Shadow[] shadows;
  private final double sample;
  private final long seed;
  private final boolean always;
  private final Example alone;
  private final Prediction shared;
  private final List<Section> sections;

  /** Labelled examples learned. */
  private long learned;

  private long changes;

  /** What {@link #shared} and, if {@link #saidToo}, the shadows' predictions are of. */
  private Features seen;

  private long seenRevision;
  private boolean saidToo;

  private Shadows(Pipeline pipeline, Learner learner) {
    sample = pipeline.safeguards().sample();
    seed = pipeline.training().seed();
    always = pipeline.safeguards().hedge() != null;
    shadows = new Shadow[pipeline.tasks().size()];
    Features shape = learner.newExample().features;
    alone = new Example(shape.denseWidth, shape.sparseWidth, 1, shape.memberWidth > 0);
    shared = learner.newPrediction();
    List<Section> all = new ArrayList<>();
    for (int k = 0; k < shadows.length; k++) {
      Task task = pipeline.tasks().get(k);
      if (!task.auxiliary() && task.labelValues() == 1) {
        shadows[k] = new Shadow(pipeline, k);
        for (Section each : shadows[k].learner().sections()) {
          if (!each.name().equals("encoder")) {
            all.add(new Section("alone." + k + "." + each.name(), each.state(), each.version()));
          }
        }
      }
    }
    all.add(new Section("shadows", this, () -> changes));
    sections = List.copyOf(all);
  }

  /** Those of a pipeline, or null if it has none. */
  static Shadows of(Pipeline pipeline, Learner learner) {
    return pipeline.safeguards() == null ? null : new Shadows(pipeline, learner);
  }

  List<Section> sections() {
    return sections;
  }

  /** Number of their trainable parameters. */
  int parameterCount() {
    int sum = 0;
    for (Shadow shadow : shadows) {
      sum += shadow == null ? 0 : shadow.learner().parameterCount();
    }
    return sum;
  }

  /** What a task gains by sharing; null while that is not known, and of an auxiliary task. */
  TransferGain gain(int task) {
    return shadows[task] == null ? null : shadows[task].gain();
  }

  /** For what the shared learner says of an example. */
  Prediction shared() {
    return shared;
  }

  /**
   * Puts what is to be emitted in the place of what the shared learner has said; changes no state.
   */
  void emit(Example example, Prediction said) {
    shared.set(said);
    seen = example.features;
    seenRevision = seen.revision();
    saidToo = always;
    boolean copied = false;
    for (int k = 0; k < shadows.length; k++) {
      if (shadows[k] != null && shadows[k].speaks()) {
        if (!copied) {
          alone.features.set(example.features);
          copied = true;
        }
        member(k, example);
        shadows[k].predict(alone);
        shadows[k].emit(shared, said);
      }
    }
  }

  /** Whether the shared learner is to say once more what it thinks of an example to be learned. */
  boolean begin(Example example) {
    if (isSeen(example)) {
      return false;
    }
    saidToo = false;
    return always || sampled();
  }

  private boolean isSeen(Example example) {
    return seen == example.features && seenRevision == seen.revision();
  }

  /** Whether the coming labelled example is one of the sample: a function of its number. */
  private boolean sampled() {
    return (Rng.mix(seed ^ Rng.mix(learned + 1)) >>> 11) * 0x1.0p-53 < sample;
  }

  /**
   * Learns and compares.
   *
   * @param tested labels that had not been tested before; others are learned alone
   * @param refused whether the shared learner has refused the example
   * @return whether a shadow has learned from it
   */
  boolean end(Example example, double[] tested, boolean refused) {
    boolean ready = saidToo && isSeen(example);
    seen = null;
    if (!labelled(example)) {
      return false;
    }
    boolean sampled = sampled();
    boolean any = false;
    if ((always || sampled) && !ready) {
      alone.features.set(example.features);
    }
    alone.weight = example.weight;
    for (int k = 0; (always || sampled) && k < shadows.length; k++) {
      if (concerns(k, example)) {
        member(k, example);
        if (!ready) {
          shadows[k].predict(alone);
        }
        alone.labels[0] = example.labels[k];
        any |= sampled && shadows[k].learn(alone);
      }
    }
    if (any || !refused) {
      changes++;
      learned++;
      for (int k = 0; (always || sampled) && k < shadows.length; k++) {
        if (concerns(k, example)) {
          shadows[k].judge(shared, tested[k]);
        }
      }
    }
    return any;
  }

  private boolean concerns(int task, Example example) {
    return shadows[task] != null && !Double.isNaN(example.labels[task]);
  }

  /** Names the member of a task that is a family: each shadow knows but its own. */
  private void member(int task, Example example) {
    if (alone.features.memberWidth > 0) {
      alone.features.members[0] = example.features.member(0, task);
    }
  }

  private boolean labelled(Example example) {
    boolean any = false;
    for (int k = 0; k < shadows.length; k++) {
      any |= concerns(k, example);
    }
    return any;
  }

  /** A drift of a task has been detected. */
  void drifted(int task) {
    if (shadows[task] != null) {
      shadows[task].learner().drifted(0);
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putLong(learned);
    for (Shadow shadow : shadows) {
      if (shadow != null) {
        shadow.save(out);
      }
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    changes++;
    seen = null;
    learned = in.getLong();
    for (Shadow shadow : shadows) {
      if (shadow != null) {
        shadow.restore(in);
      }
    }
  }
}
