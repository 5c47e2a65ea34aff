package io.braid.model.weighting;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.spec.Params;

/**
 * One learned log-weight u per task, moved towards w L = target by gradient descent on e^u L -
 * target u, the form that both uncertainty weighting and IMTL-L come to. Starts at weight 1.
 *
 * <p>The descent is on its own step size, apart from the model's optimizer. Its gradient is clipped
 * to [-1, 1], so one outlier moves a log-weight by a step at most, and u to [-limit, limit].
 */
final class LogWeights implements State {
  private final double target;
  private final double stepSize;
  private final double limit;
  private final double[] logs;

  LogWeights(Params params, int tasks, double target) {
    this.target = target;
    stepSize = params.real("step_size", 0.01, 1e-9, 1.0);
    limit = params.real("limit", 4.0, 0.0, 20.0);
    logs = new double[tasks];
  }

  /** Weights of the active tasks. */
  void weigh(boolean[] active, float[] weights) {
    for (int k = 0; k < logs.length; k++) {
      weights[k] = active[k] ? (float) Math.exp(logs[k]) : 0f;
    }
  }

  /** One step of the descent; see the class. */
  void update(boolean[] active, double[] losses) {
    for (int k = 0; k < logs.length; k++) {
      if (active[k]) {
        double slope = Math.max(-1, Math.min(1, Math.exp(logs[k]) * losses[k] - target));
        logs[k] = Math.max(-limit, Math.min(limit, logs[k] - stepSize * slope));
      }
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putDoubles(logs);
  }

  @Override
  public void restore(SnapshotReader in) {
    in.getDoubles(logs);
  }
}
