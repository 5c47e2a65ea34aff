package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Segment;
import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;
import java.util.Arrays;
import java.util.List;

/**
 * What the members of a family of tasks have of their own: {@code y += V_m'z} with z = (h, 1) of a
 * representation h, or of dense and sparse features, for the row's member m; nothing for a row
 * without one. A table with a row of parameters per member, input-major with the biases last, of
 * which a step reaches those of its rows' members. Starts at zero.
 */
final class MemberMap {
  /** 64 MiB of parameters, which gradient and optimizer need as well. */
  private static final int MOST = 1 << 24;

  private final int task;
  private final int in;
  private final int sparse;
  private final int out;
  private final boolean features;
  private final Segment segment;
  private final List<Segment> segments;

  /**
   * @throws SpecException if there would be too many parameters
   */
  MemberMap(Params params, HeadContext context) {
    task = context.aim().index();
    features = context.width() == 0;
    in = features ? context.denseWidth() : context.width();
    sparse = features ? context.sparseWidth() : 0;
    out = context.outputs();
    int members = context.aim().members();
    int width = Math.multiplyExact(context.inputs(), out);
    require(params, context, MOST / width, "parameters", width);
    segment = context.parameters().table("head." + context.task() + ".members", members, width);
    segments = List.of(segment);
  }

  /** Refuses a family of more than {@code most} members. */
  static void require(Params params, HeadContext context, int most, String what, int each) {
    if (context.aim().members() > most) {
      throw new SpecException(
          params.path(),
          "%d members of '%s' with %,d %s each are not allowed, must be at most %d: %s"
              .formatted(
                  context.aim().members(),
                  context.task(),
                  each,
                  what,
                  most,
                  "lower max, or put a trunk before the head"));
    }
  }

  void clear() {
    Arrays.fill(segment.values(), segment.from(), segment.to(), 0f);
  }

  /** The member of a row, -1 for none. */
  int member(Features x, int r) {
    return x.member(r, task);
  }

  /** Adds the members' part to {@code y}, {@code [rows][out]}. */
  void add(Features x, float[] h, float[] y) {
    for (int r = 0; r < x.rows; r++) {
      int m = member(x, r);
      for (int o = 0; m >= 0 && o < out; o++) {
        y[r * out + o] += sum(x, h, r, m, o);
      }
    }
  }

  /** Output {@code o} of the member of row {@code r}, which has one. */
  double output(Features x, float[] h, int r, int o) {
    return sum(x, h, r, member(x, r), o);
  }

  private float sum(Features x, float[] h, int r, int m, int o) {
    float[] p = segment.values();
    float[] source = features ? x.dense : h;
    int at = segment.from() + m * segment.rowWidth();
    float sum = p[at + (in + sparse) * out + o];
    if (out == 1) {
      sum += Buffers.dot(in, source, r * in, p, at);
    } else {
      for (int i = 0; i < in; i++) {
        sum += source[r * in + i] * p[at + i * out + o];
      }
    }
    if (sparse > 0) {
      for (int k = x.start[r]; k < x.start[r + 1]; k++) {
        sum += x.value[k] * p[at + (in + x.index[k]) * out + o];
      }
    }
    return sum;
  }

  /**
   * Writes the gradients of the members whose rows have one, and that of the penalty {@code
   * strength / 2 |V_m|^2} on each of them.
   */
  void gradient(Features x, float[] h, float[] dOutputs, float strength) {
    for (int r = 0; r < x.rows; r++) {
      int m = member(x, r);
      if (m >= 0 && any(dOutputs, r)) {
        gradient(x, features ? x.dense : h, r, segment.touch(m), dOutputs);
      }
    }
    Penalty.ridge(segments, strength);
  }

  private void gradient(Features x, float[] source, int r, int at, float[] dOutputs) {
    float[] g = segment.gradient();
    for (int o = 0; o < out; o++) {
      float d = dOutputs[r * out + o];
      for (int i = 0; i < in; i++) {
        g[at + i * out + o] += d * source[r * in + i];
      }
      for (int k = sparse > 0 ? x.start[r] : x.start[r + 1]; k < x.start[r + 1]; k++) {
        g[at + (in + x.index[k]) * out + o] += d * x.value[k];
      }
      g[at + (in + sparse) * out + o] += d;
    }
  }

  /** A row without a label has a gradient of zeros, and moves nothing. */
  private boolean any(float[] dOutputs, int r) {
    boolean any = false;
    for (int o = r * out; o < (r + 1) * out; o++) {
      any |= dOutputs[o] != 0f;
    }
    return any;
  }

  /** Adds the gradient with respect to the representation, if that is what is read. */
  void inputGradient(Features x, float[] dOutputs, float[] dh) {
    if (dh == null) {
      return;
    }
    float[] p = segment.values();
    for (int r = 0; r < x.rows; r++) {
      int m = member(x, r);
      int at = segment.from() + m * segment.rowWidth();
      for (int i = 0; m >= 0 && i < in; i++) {
        for (int o = 0; o < out; o++) {
          dh[r * in + i] += p[at + i * out + o] * dOutputs[r * out + o];
        }
      }
    }
  }

  /**
   * Adds {@code factor * direction} to output {@code o} of a member, at the bias {@code biasScale}
   * times as much; the direction is as {@link LinearMap#gather} has it.
   */
  void move(int m, double[] direction, double factor, double biasScale, int o) {
    int at = segment.touch(m) + o;
    float[] p = segment.values();
    int bias = direction.length - 1;
    for (int i = 0; i < bias; i++) {
      p[at + i * out] += (float) (factor * direction[i]);
    }
    p[at + bias * out] += (float) (factor * biasScale * direction[bias]);
  }
}
