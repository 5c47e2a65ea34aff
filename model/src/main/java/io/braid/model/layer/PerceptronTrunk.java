package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import java.util.List;

/**
 * A linear model per task whose updates act on related tasks, too: the multitask perceptron of
 * Cavallanti, Cesa-Bianchi and Gentile, "Linear algorithms for online multitask classification",
 * JMLR 11, 2010, section 3, for the gradient of any loss. Heads without hidden layers that have the
 * same number of outputs are coupled; others stay linear models of their own.
 *
 * <p>Derivation. Measure all tasks' parameters, the rows of W, by {@code tr(W' A W)} with A
 * positive definite instead of {@code tr(W' W)}. Steepest descent in that norm, {@code min <G, D> +
 * 1/(2 rate) tr(D' A D)}, moves by {@code D = -rate A^-1 G}: the gradient g_k of task k moves task
 * j by {@code A^-1_jk g_k}. That the tasks are close to their mean is said by
 *
 * <pre>
 *   sum_k |w_k|^2 + b sum_k |w_k - mean|^2 = tr(W' A W),    A = (1 + b) I - b/K 11'
 *   A^-1 = (I + b/K 11') / (1 + b),   as ((1 + b) I - b/K 11') (I + b/K 11') = (1 + b) I
 * </pre>
 *
 * Scaled to a diagonal of 1, so that b leaves the learning rate alone, it has {@code b / (b + K)}
 * off the diagonal: 0 for b = 0 (single tasks), near 1 for a large b (one model for all).
 *
 * <p>With {@code interaction: learned} the matrix is learned from the parameters ({@link
 * Relationships}). In both cases only gradients of tasks with a label act, but they move all
 * coupled tasks: that is the method. An optimizer that scales gradients sees the coupled ones.
 */
final class PerceptronTrunk extends LinearTrunk {
  private final Parameters parameters;
  private final boolean learned;
  private final double b;
  private final double rate;
  private List<Relationships> groups = List.of();

  PerceptronTrunk(Params params, TrunkContext context) {
    super(params, context);
    parameters = context.parameters();
    learned = params.choice("interaction", "fixed", List.of("fixed", "learned")).equals("learned");
    b = params.real("strength", 4.0, 0, 1e9);
    rate = learned ? params.real("relationship_rate", 0.05, 0, 1) : 0;
  }

  @Override
  public void initialize(Rng rng) {
    groups = Relationships.of(parameters.segments(), b);
  }

  /** The matrices by group of coupled tasks, in the order of the tasks. */
  List<Relationships> groups() {
    return groups;
  }

  @Override
  public void backward(Features x) {
    for (int g = 0; g < groups.size(); g++) {
      groups.get(g).couple();
    }
  }

  @Override
  public void accepted() {
    for (int g = 0; learned && g < groups.size(); g++) {
      groups.get(g).learn(rate);
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    for (int g = 0; learned && g < groups.size(); g++) {
      groups.get(g).save(out);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    for (int g = 0; learned && g < groups.size(); g++) {
      groups.get(g).restore(in);
    }
  }
}
