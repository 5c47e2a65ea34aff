package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * A column of layers per task, and after every layer a learned mixture of all columns: Misra,
 * Shrivastava, Gupta and Hebert, "Cross-stitch networks for multi-task learning", CVPR 2016,
 * equation 1, for K tasks
 *
 * <pre>  h_k = sum_j a_kj y_j,     a_kk = .9 and the others sharing .1 at the start</pre>
 *
 * with one number per layer and pair of tasks.
 *
 * <p>The columns are shared, by as much as they are mixed: a task with a label trains all of them.
 * A task's own are the mixture and the head through which it alone reads. Costs K columns and K^2
 * mixtures a pass.
 */
final class CrossStitchTrunk extends TaskTrunk {
  private static final float OWN = 0.9f;

  private final Hidden hidden;
  private final Stack[][] columns;

  /** One row of the mixture: {@code stitches[l][k]} has an a_kj for each j. */
  private final Segment[][] stitches;

  private final float[][][] outputs;
  private final float[][][] mixed;
  private final float[][][] deltas;
  private float[] below = new float[0];

  CrossStitchTrunk(Params params, TrunkContext context) {
    this(Hidden.read(params), context);
  }

  private CrossStitchTrunk(Hidden hidden, TrunkContext context) {
    super(context.tasks(), hidden.outputWidth(), hidden.dropout() > 0);
    this.hidden = hidden;
    int depth = hidden.depth();
    columns = new Stack[depth][tasks()];
    stitches = new Segment[depth][tasks()];
    outputs = new float[depth][tasks()][];
    mixed = new float[depth][tasks()][0];
    deltas = new float[depth][tasks()][0];
    for (int l = 0; l < depth; l++) {
      for (int k = 0; k < tasks(); k++) {
        String column = "trunk.column" + k;
        columns[l][k] = hidden.layer(l, column + ".layer" + l, context);
        String reader = l == depth - 1 ? own(k) : column;
        Parameters parameters = context.parameters();
        stitches[l][k] = parameters.dense(reader + ".stitch" + l, tasks(), tasks());
      }
    }
  }

  @Override
  public void initialize(Rng rng) {
    float other = tasks() == 1 ? 0 : (1 - OWN) / (tasks() - 1);
    for (int l = 0; l < columns.length; l++) {
      for (int k = 0; k < tasks(); k++) {
        columns[l][k].initialize(rng);
        Segment stitch = stitches[l][k];
        for (int j = 0; j < tasks(); j++) {
          stitch.values()[stitch.from() + j] = j != k ? other : tasks() == 1 ? 1f : OWN;
        }
      }
    }
  }

  @Override
  void share(Features x, boolean training) {
    for (int l = 0; l < columns.length; l++) {
      for (int k = 0; k < tasks(); k++) {
        float[] h = l == 0 ? null : mix(l - 1, k, x.rows);
        outputs[l][k] = columns[l][k].forward(x, h, training);
      }
    }
  }

  @Override
  float[] represent(int task, Features x, boolean training) {
    return mix(columns.length - 1, task, x.rows);
  }

  private float[] mix(int l, int task, int rows) {
    int n = rows * hidden.width(l);
    float[] h = Buffers.zeroed(n, mixed[l][task]);
    mixed[l][task] = h;
    Segment stitch = stitches[l][task];
    for (int j = 0; j < tasks(); j++) {
      Buffers.add(n, stitch.values()[stitch.from() + j], outputs[l][j], 0, h, 0);
    }
    return h;
  }

  @Override
  void backward(Features x, boolean[] active, float[][] gradients) {
    int top = columns.length - 1;
    clear(top, x.rows);
    for (int k = 0; k < tasks(); k++) {
      if (active[k]) {
        unmix(top, k, x.rows, gradients[k]);
      }
    }
    for (int l = top; l > 0; l--) {
      clear(l - 1, x.rows);
      for (int k = 0; k < tasks(); k++) {
        below = Buffers.zeroed(x.rows * hidden.width(l - 1), below);
        columns[l][k].backward(x, deltas[l][k], below);
        unmix(l - 1, k, x.rows, below);
      }
    }
    for (int k = 0; k < tasks(); k++) {
      columns[0][k].backward(x, deltas[0][k], null);
    }
  }

  private void clear(int l, int rows) {
    for (int k = 0; k < tasks(); k++) {
      deltas[l][k] = Buffers.zeroed(rows * hidden.width(l), deltas[l][k]);
    }
  }

  /** Gradients of one mixture, and through it. */
  private void unmix(int l, int task, int rows, float[] dh) {
    int n = rows * hidden.width(l);
    Segment stitch = stitches[l][task];
    for (int j = 0; j < tasks(); j++) {
      stitch.gradient()[stitch.from() + j] = Buffers.dot(n, dh, 0, outputs[l][j], 0);
      Buffers.add(n, stitch.values()[stitch.from() + j], dh, 0, deltas[l][j], 0);
    }
    stitch.written(Double.NaN);
  }

  @Override
  public void save(SnapshotWriter out) {
    for (Stack[] layer : columns) {
      for (Stack column : layer) {
        column.save(out);
      }
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    for (Stack[] layer : columns) {
      for (Stack column : layer) {
        column.restore(in);
      }
    }
  }
}
