package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;
import java.util.List;

/**
 * A dense head for a family of tasks: what all members share plus a linear part of the row's own
 * member, held near zero,
 *
 * <pre>  y = head(z) + V_m'z,     penalty  pull / 2 |V_m|^2</pre>
 *
 * (mean-regularised multi-task learning, w_m = w_0 + v_m: Evgeniou and Pontil, "Regularized
 * multi-task learning", KDD 2004, section 2). The penalty counts once per step for each member with
 * a label in it, so its strength is relative to the loss of one labelled event. A row without a
 * member, or whose member came when the family was full, has and moves the shared part alone.
 */
final class MemberHead implements Head {
  private final int outputs;
  private final float pull;
  private final MemberMap own;

  /** Null if nothing is shared. */
  private final DenseHead shared;

  private float[] sum = new float[0];

  MemberHead(Params params, HeadContext context) {
    outputs = context.outputs();
    pull = (float) params.real("pull", 0.1, 0, 1e6);
    boolean share = params.flag("share", true);
    shared = share ? new DenseHead(params, context) : null;
    if (!share) {
      Activations.read(params);
      if (!params.integers("hidden", List.of(), 1, 65_536).isEmpty()) {
        throw new SpecException(
            params.path("hidden"), "not allowed without share: a member's own part is linear");
      }
    }
    own = new MemberMap(params, context);
  }

  @Override
  public void initialize(Rng rng) {
    if (shared != null) {
      shared.initialize(rng);
    }
    own.clear();
  }

  @Override
  public float[] forward(Features x, float[] h, boolean training) {
    int n = x.rows * outputs;
    sum = Buffers.zeroed(n, sum);
    if (shared != null) {
      System.arraycopy(shared.forward(x, h, training), 0, sum, 0, n);
    }
    own.add(x, h, sum);
    return sum;
  }

  @Override
  public void backward(Features x, float[] h, float[] dOutputs, float[] dh) {
    if (shared != null) {
      shared.backward(x, h, dOutputs, dh);
    }
    own.gradient(x, h, dOutputs, pull);
    own.inputGradient(x, dOutputs, dh);
  }

  @Override
  public void save(SnapshotWriter out) {
    if (shared != null) {
      shared.save(out);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    if (shared != null) {
      shared.restore(in);
    }
  }
}
