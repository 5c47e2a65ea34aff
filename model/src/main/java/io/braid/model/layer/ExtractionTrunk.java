package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * Shared experts and experts per task, gated per task ({@link Extraction}), in two forms of the
 * same paper: customized gate control, one level whose experts have all the hidden layers; and
 * progressive layered extraction, a level per hidden layer, where each level's gates and experts
 * read what the gates below have mixed.
 *
 * <p>Customized gate control costs the shared experts a pass, and its own experts and gate per task
 * asked for. Progressive extraction mixes all tasks' experts below its last level, so those cost
 * whatever is asked for.
 */
final class ExtractionTrunk extends TaskTrunk {
  private final Extraction[] levels;

  /** {@code outputs[l][k]} of task k's gate in level l, and the shared gate's at {@code k = K}. */
  private final float[][][] outputs;

  private final float[][][] gradients;

  /** Customized gate control. */
  static ExtractionTrunk customized(Params params, TrunkContext context) {
    return new ExtractionTrunk(Hidden.read(params), false, params, context);
  }

  /** Progressive layered extraction. */
  static ExtractionTrunk progressive(Params params, TrunkContext context) {
    return new ExtractionTrunk(Hidden.read(params), true, params, context);
  }

  private ExtractionTrunk(Hidden hidden, boolean progressive, Params params, TrunkContext context) {
    super(context.tasks(), hidden.outputWidth(), hidden.dropout() > 0);
    int shared = params.integer("shared_experts", 2, 1, 1024);
    int own = params.integer("task_experts", 1, 1, 1024);
    levels = new Extraction[progressive ? hidden.depth() : 1];
    for (int i = 0; i < levels.length; i++) {
      int l = i;
      levels[l] =
          new Extraction(
              l,
              hidden.inputWidth(l),
              progressive ? hidden.width(l) : hidden.outputWidth(),
              levels.length - 1 - l,
              own,
              shared,
              name -> progressive ? hidden.layer(l, name, context) : hidden.stack(name, context),
              context);
    }
    outputs = new float[levels.length][tasks() + 1][];
    gradients = new float[levels.length][tasks() + 1][0];
  }

  @Override
  public void initialize(Rng rng) {
    for (Extraction level : levels) {
      level.initialize(rng);
    }
  }

  /** What gate {@code k} of the level below gives, or null for the features. */
  private float[] input(int l, int k) {
    return l == 0 ? null : outputs[l - 1][k];
  }

  @Override
  void share(Features x, boolean training) {
    int all = tasks();
    for (int l = 0; l < levels.length; l++) {
      levels[l].share(x, input(l, all), training);
      if (l == levels.length - 1) {
        return;
      }
      for (int k = 0; k < all; k++) {
        levels[l].runOwn(k, x, input(l, k), training);
        outputs[l][k] = levels[l].mix(k, x, input(l, k));
      }
      outputs[l][all] = levels[l].mixAll(x, input(l, all));
    }
  }

  @Override
  float[] represent(int task, Features x, boolean training) {
    int last = levels.length - 1;
    levels[last].runOwn(task, x, input(last, task), training);
    return levels[last].mix(task, x, input(last, task));
  }

  @Override
  void backward(Features x, boolean[] active, float[][] fromHeads) {
    for (int l = levels.length - 1; l >= 0; l--) {
      int above = levels.length - 1 - l;
      boolean last = above == 0;
      Extraction level = levels[l];
      level.clearGradients(x.rows);
      clearBelow(l, x.rows);
      for (int k = 0; k < active.length; k++) {
        if (active[k] || above > 1) {
          level.unmix(k, x, last ? fromHeads[k] : gradients[l][k], below(l, k));
        }
      }
      if (!last) {
        level.unmixAll(x, gradients[l][active.length], below(l, active.length));
      }
      for (int k = 0; k < active.length; k++) {
        if (active[k] || !last) {
          level.backwardOwn(k, x, below(l, k));
        }
      }
      level.backwardShared(x, below(l, active.length));
    }
  }

  private void clearBelow(int l, int rows) {
    for (int k = 0; l > 0 && k <= tasks(); k++) {
      gradients[l - 1][k] = Buffers.zeroed(rows * levels[l - 1].width(), gradients[l - 1][k]);
    }
  }

  private float[] below(int l, int k) {
    return l == 0 ? null : gradients[l - 1][k];
  }

  @Override
  public void save(SnapshotWriter out) {
    for (Extraction level : levels) {
      level.save(out);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    for (Extraction level : levels) {
      level.restore(in);
    }
  }
}
