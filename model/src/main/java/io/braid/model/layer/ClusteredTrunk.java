package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * A few trunks, one per cluster of tasks, and a soft assignment of each task to them that is
 * learned with everything else: {@code h_k = sum_c a_kc T_c(x), a_k = softmax(rate t_k)}. Tasks
 * that help each other drift into the same cluster, as the gradient of {@code a_kc} is how much the
 * trunk's output would lower the task's loss, and a trunk is trained by each task in proportion to
 * its assignment. (Which tasks to group, learned jointly with the model: Kang, Grauman and Sha,
 * "Learning with whom to share in multi-task feature learning", ICML 2011; here by gradient, and
 * with mixtures as in Jacobs, Jordan, Nowlan and Hinton, Neural Computation 3, 1991.)
 *
 * <p>The factor {@code rate} sets how fast assignments move compared with other parameters. All
 * assignments start equal; the trunks start from different random numbers, which breaks the tie.
 * Costs C trunks a pass.
 */
final class ClusteredTrunk extends TaskTrunk implements Clustering {
  private final Experts clusters;
  private final int count;
  private final float rate;
  private final Segment[] assignments;
  private final float[][] shares;
  private final float[][] mixed;
  private final float[] scaled;
  private final float[] dShares;
  private final float[] dScaled;

  ClusteredTrunk(Params params, TrunkContext context) {
    this(Hidden.read(params), params, context);
  }

  private ClusteredTrunk(Hidden hidden, Params params, TrunkContext context) {
    super(context.tasks(), hidden.outputWidth(), hidden.dropout() > 0);
    count = params.integer("clusters", 3, 1, 1024);
    rate = (float) params.real("rate", 5.0, 1e-6, 1e6);
    clusters = new Experts(count, c -> hidden.stack("trunk.cluster" + c, context));
    Parameters parameters = context.parameters();
    assignments = new Segment[tasks()];
    for (int k = 0; k < assignments.length; k++) {
      assignments[k] = parameters.dense(own(k) + ".assignment", count, count);
    }
    shares = new float[tasks()][count];
    mixed = new float[tasks()][0];
    scaled = new float[count];
    dShares = new float[count];
    dScaled = new float[count];
  }

  @Override
  public void initialize(Rng rng) {
    clusters.initialize(rng);
  }

  @Override
  void share(Features x, boolean training) {
    clusters.forward(x, null, training);
  }

  @Override
  public float[] assignment(int task) {
    float[] result = new float[count];
    assign(task, result);
    return result;
  }

  private void assign(int task, float[] into) {
    Segment t = assignments[task];
    for (int c = 0; c < count; c++) {
      scaled[c] = rate * t.values()[t.from() + c];
    }
    Softmax.forward(count, scaled, 0, into, 0);
  }

  @Override
  float[] represent(int task, Features x, boolean training) {
    int n = x.rows * width(task);
    assign(task, shares[task]);
    mixed[task] = Buffers.zeroed(n, mixed[task]);
    for (int c = 0; c < count; c++) {
      Buffers.add(n, shares[task][c], clusters.outputs[c], 0, mixed[task], 0);
    }
    return mixed[task];
  }

  @Override
  void backward(Features x, boolean[] active, float[][] gradients) {
    clusters.clearGradients(x.rows);
    for (int k = 0; k < active.length; k++) {
      if (active[k]) {
        unmix(k, x.rows * width(k), gradients[k]);
      }
    }
    clusters.backward(x, null);
  }

  private void unmix(int task, int n, float[] dh) {
    Segment t = assignments[task];
    for (int c = 0; c < count; c++) {
      dShares[c] = Buffers.dot(n, dh, 0, clusters.outputs[c], 0);
      Buffers.add(n, shares[task][c], dh, 0, clusters.gradients[c], 0);
      dScaled[c] = 0f;
    }
    Softmax.backward(count, shares[task], 0, dShares, 0, dScaled, 0);
    for (int c = 0; c < count; c++) {
      t.gradient()[t.from() + c] = rate * dScaled[c];
    }
    t.written(Double.NaN);
  }

  @Override
  public void save(SnapshotWriter out) {
    clusters.save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    clusters.restore(in);
  }
}
