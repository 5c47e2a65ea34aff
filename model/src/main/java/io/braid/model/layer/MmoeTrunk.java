package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import java.util.Arrays;

/**
 * Experts that all tasks share, and a gate per task: {@code h_k = sum_e softmax(x W_k + b_k)_e
 * E_e(x)} (Ma et al., "Modeling task relationships in multi-task learning with multi-gate
 * mixture-of-experts", KDD 2018, equations 6 and 7).
 *
 * <p>So that no expert is forgotten, each active task adds {@code balance E sum_e u_e p_ke} to the
 * loss, with p_ke its gate's share and u_e the running mean of all shares given to the expert: the
 * auxiliary loss of Fedus, Zoph and Shazeer, "Switch transformers", JMLR 23, 2022, equation 4, with
 * a running mean in the place of the batch's, as a stream has no batches. Where all experts are
 * used alike it has no gradient. The u_e are state, and move with steps that are applied.
 *
 * <p>Costs E experts a pass and a gate per task asked for.
 */
final class MmoeTrunk extends TaskTrunk {
  private final Experts experts;
  private final Gate[] gates;
  private final float balance;
  private final float memory;
  private final float[] usage;
  private final float[] push;

  /** Shares given in the step just taken back, summed; taken into the usage once it is applied. */
  private final double[] given;

  private int givers;

  MmoeTrunk(Params params, TrunkContext context) {
    this(Hidden.read(params), params, context);
  }

  private MmoeTrunk(Hidden hidden, Params params, TrunkContext context) {
    super(context.tasks(), hidden.outputWidth(), hidden.dropout() > 0);
    int count = params.integer("experts", 4, 1, 1024);
    balance = (float) params.real("balance", 0.01, 0, 1e6);
    memory = (float) params.real("balance_memory", 0.999, 0, 0.999999);
    experts = new Experts(count, e -> hidden.stack("trunk.expert" + e, context));
    gates = new Gate[tasks()];
    for (int k = 0; k < gates.length; k++) {
      gates[k] = new Gate(Hidden.input(own(k) + ".gate", 0, context), count, hidden.outputWidth());
    }
    usage = new float[count];
    Arrays.fill(usage, 1f / count);
    push = new float[count];
    given = new double[count];
  }

  @Override
  public void initialize(Rng rng) {
    experts.initialize(rng);
    for (Gate gate : gates) {
      gate.initialize(rng);
    }
  }

  @Override
  void share(Features x, boolean training) {
    experts.forward(x, null, training);
  }

  @Override
  float[] represent(int task, Features x, boolean training) {
    return gates[task].forward(x, null, experts.outputs);
  }

  @Override
  void backward(Features x, boolean[] active, float[][] gradients) {
    int count = experts.count();
    experts.clearGradients(x.rows);
    for (int e = 0; e < count; e++) {
      push[e] = balance * count * usage[e] / x.rows;
    }
    Arrays.fill(given, 0);
    givers = 0;
    for (int k = 0; k < gates.length; k++) {
      if (active[k]) {
        gates[k].backward(x, gradients[k], push, experts.outputs, experts.gradients, null);
        count(x.rows, gates[k].shares());
      }
    }
    experts.backward(x, null);
  }

  private void count(int rows, float[] shares) {
    for (int r = 0; r < rows; r++) {
      for (int e = 0; e < given.length; e++) {
        given[e] += shares[r * given.length + e];
      }
    }
    givers += rows;
  }

  @Override
  public void accepted() {
    for (int e = 0; e < usage.length; e++) {
      usage[e] += (1 - memory) * ((float) (given[e] / givers) - usage[e]);
    }
  }

  /** How much of the mixtures each expert has lately been; sums to 1. */
  float[] usage() {
    return usage.clone();
  }

  @Override
  public void save(SnapshotWriter out) {
    out.tag("usage").putFloats(usage);
    experts.save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    in.tag("usage").getFloats(usage);
    experts.restore(in);
  }
}
