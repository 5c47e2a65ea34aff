package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One fully connected layer per task whose matrices are a common one plus a deviation of the task's
 * own:
 *
 * <pre>
 *   y_k = f(h_k W0 + c0 + h_k V_k + c_k),     V_k full, or A B_k with A common and r columns wide
 * </pre>
 *
 * Deviations (V_k, B_k and c_k) start at zero, so all tasks start alike. A forward pass costs two
 * products per task, with rank r one of r columns, one of r rows and the common one; the layer over
 * the features takes the common products once for all tasks. Not thread-safe.
 */
final class Deviations implements State {
  private final int width;
  private final int rank;
  private final Activation activation;
  private final SharedMap base;
  private final SharedMap projection;
  private final Stack[] own;
  private final Dropout[] dropout;
  private final List<List<Segment>> ownSegments = new ArrayList<>();

  private final float[][] inputs;
  private final float[][] projected;
  private final float[][] z;
  private final float[][] y;
  private float[] dropped = new float[0];
  private float[] dz = new float[0];
  private float[] du = new float[0];

  /**
   * @param l which layer of {@code hidden}
   * @param rank of the deviations, or 0 for full ones
   */
  Deviations(int l, Hidden hidden, int rank, TrunkContext context) {
    int tasks = context.tasks();
    int in = hidden.inputWidth(l);
    this.width = hidden.width(l);
    this.rank = rank;
    this.activation = hidden.activation();
    base = new SharedMap("trunk." + l, in, width, activation, context);
    projection =
        rank == 0
            ? null
            : new SharedMap("trunk." + l + ".projection", in, rank, activation, context);
    own = new Stack[tasks];
    dropout = new Dropout[hidden.dropout() > 0 ? tasks : 0];
    List<Segment> all = context.parameters().segments();
    for (int k = 0; k < tasks; k++) {
      int from = all.size();
      own[k] =
          new Stack(Hidden.input(TaskTrunk.own(k) + "." + l, rank == 0 ? in : rank, context))
              .affine(width, new Identity());
      ownSegments.add(List.copyOf(all.subList(from, all.size())));
      if (dropout.length > 0) {
        dropout[k] = new Dropout(width, hidden.dropout());
      }
    }
    inputs = new float[tasks][];
    projected = new float[tasks][0];
    z = new float[tasks][0];
    y = new float[tasks][0];
  }

  void initialize(Rng rng) {
    base.initialize(rng);
    if (projection != null) {
      projection.initialize(rng);
    }
    for (Stack each : own) {
      each.initialize(rng);
    }
    for (Dropout each : dropout) {
      each.initialize(rng);
    }
  }

  /** What belongs to a task alone. */
  List<Segment> own(int task) {
    return ownSegments.get(task);
  }

  /** The common factor of the deviations; only if they have a rank. */
  List<Segment> projection() {
    return projection.segments();
  }

  /** Starts a forward pass. */
  void begin(Features x) {
    base.begin(x);
    if (projection != null) {
      projection.begin(x);
    }
  }

  /**
   * @param h what the layer below gave the task, or null if this one reads the features
   */
  float[] forward(int task, Features x, float[] h, boolean training) {
    int n = x.rows * width;
    float[] u = h;
    if (projection != null) {
      int m = x.rows * rank;
      u = Buffers.atLeast(m, projected[task]);
      System.arraycopy(projection.forward(x.rows, h), 0, u, 0, m);
      projected[task] = u;
    }
    float[] sum = Buffers.atLeast(n, z[task]);
    System.arraycopy(own[task].forward(x, u, training), 0, sum, 0, n);
    Buffers.add(n, 1f, base.forward(x.rows, h), 0, sum, 0);
    inputs[task] = h;
    z[task] = sum;
    y[task] = Buffers.atLeast(n, y[task]);
    activation.forward(n, sum, y[task]);
    return dropout.length == 0 ? y[task] : dropout[task].forward(x.rows, y[task], training);
  }

  /**
   * Starts a backward pass, in which {@link #backward(int, Features, float[], float[])} is called
   * for each active task and then {@link #backward(Features)} once.
   */
  void clear() {
    base.clear();
    if (projection != null) {
      projection.clear();
    }
  }

  /**
   * @param dh where the gradient with respect to the task's input is added; null over the features
   */
  void backward(int task, Features x, float[] dy, float[] dh) {
    int n = x.rows * width;
    float[] above = dy;
    if (dropout.length > 0) {
      dropped = Buffers.zeroed(n, dropped);
      dropout[task].backward(x.rows, y[task], dy, dropped);
      above = dropped;
    }
    dz = Buffers.atLeast(n, dz);
    activation.backward(n, z[task], y[task], above, dz);
    base.collect(x.rows, inputs[task], dz, dh);
    if (projection == null) {
      own[task].backward(x, dz, dh);
    } else {
      du = Buffers.atLeast(x.rows * rank, du);
      Arrays.fill(du, 0, x.rows * rank, 0f);
      own[task].backward(x, dz, du);
      projection.collect(x.rows, inputs[task], du, dh);
    }
  }

  /** Writes the gradients of what the tasks have in common. */
  void backward(Features x) {
    base.backward(x);
    if (projection != null) {
      projection.backward(x);
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    for (Dropout each : dropout) {
      each.save(out);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    for (Dropout each : dropout) {
      each.restore(in);
    }
  }
}
