package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.kernel.LoopKernels;
import io.braid.model.spec.Component;
import io.braid.model.spec.Task;
import java.util.List;

/** Heads over dense and sparse features that learn numbers, taught row by row, for tests. */
final class Pupil {
  final int dense;
  final int sparse;
  final Parameters parameters = new Parameters();
  final Precisions precisions = new Precisions();

  /** Whether a row may have two entries of one index, as hashed ones may. */
  boolean repeats = true;

  final Head[] heads;
  final float[][] outputs;
  private final Lesson lesson;

  /** Most members of each head's family of tasks, or 0. */
  private final int members;

  Pupil(Component head, int dense, int sparse, Task.Kind kind, double curvature, int... widths) {
    this(0, head, dense, sparse, kind, curvature, widths);
  }

  Pupil(
      int members,
      Component head,
      int dense,
      int sparse,
      Task.Kind kind,
      double curvature,
      int... widths) {
    this.members = members;
    this.dense = dense;
    this.sparse = sparse;
    heads = new Head[widths.length];
    outputs = new float[widths.length][];
    lesson = new Lesson(widths.length);
    for (int k = 0; k < heads.length; k++) {
      HeadContext.Aim aim = new HeadContext.Aim(k, kind, "loss", curvature, members);
      heads[k] =
          Heads.CATALOG.create(
              head,
              new HeadContext(
                  "t" + k,
                  widths[k],
                  0,
                  dense,
                  sparse,
                  parameters,
                  new LoopKernels(),
                  aim,
                  precisions));
    }
    parameters.allocate();
    for (Head each : heads) {
      each.initialize(new Rng(1));
    }
  }

  /** Random rows. */
  Features rows(int count, Rng rng) {
    Features x = new Features(dense, sparse, members > 0 ? heads.length : 0, count);
    x.clear();
    for (int r = 0; r < count; r++) {
      int at = x.openRow();
      for (int k = 0; k < x.memberWidth; k++) {
        x.members[r * x.memberWidth + k] = rng.nextInt(members + 1) - 1;
      }
      for (int j = 0; j < dense; j++) {
        x.dense[at + j] = (float) rng.nextGaussian();
      }
      for (int k = 0; k < 2 && sparse > 0; k++) {
        int index = rng.nextInt(sparse);
        if (repeats || k == 0 || index != x.index[x.start[r]]) {
          x.add(index, 0.5f + rng.nextFloat());
        }
      }
    }
    return x;
  }

  void forward(Features x) {
    precisions.nextRows();
    for (int k = 0; k < heads.length; k++) {
      outputs[k] = heads[k].forward(x, null, false);
    }
  }

  /** Fills the lesson for squared error and asks whether it is admitted. */
  boolean prepare(Features x, double[][] targets, double[] weights) {
    forward(x);
    lesson.next(x, weights);
    boolean admitted = true;
    for (int k = 0; k < heads.length; k++) {
      lesson.targets[k] = targets[k];
      lesson.outputs[k] = outputs[k];
      lesson.gradients[k] = new float[x.rows];
      for (int r = 0; r < x.rows; r++) {
        lesson.gradients[k][r] = (float) (outputs[k][r] - targets[k][r]);
      }
      admitted &= ((LearningHead) heads[k]).admits(lesson);
    }
    return admitted;
  }

  /** Learns numbers by squared error; {@code targets[k][row]}, NaN where there is none. */
  void learn(Features x, double[][] targets, double[] weights) {
    if (!prepare(x, targets, weights)) {
      throw new AssertionError("refused");
    }
    for (Head head : heads) {
      ((LearningHead) head).learn(lesson);
    }
    parameters.clearGradients();
  }

  /** What a row makes of a head's parameters now. */
  double output(int k, Features x) {
    forward(x);
    return outputs[k][0];
  }

  SharedPrecision shared() {
    return precisions.of(((RlsHead) heads[0]).settings());
  }

  byte[] saved() {
    SnapshotWriter out = new SnapshotWriter().putFloats(parameters.values());
    for (Head head : heads) {
      head.save(out);
    }
    for (Section section : precisions.sections()) {
      section.state().save(out);
    }
    return out.toByteArray();
  }

  void restore(byte[] bytes) {
    SnapshotReader in = new SnapshotReader(bytes);
    in.getFloats(parameters.values());
    for (Head head : heads) {
      head.restore(in);
    }
    List<Section> sections = precisions.sections();
    for (Section section : sections) {
      section.state().restore(in);
    }
    in.end();
  }
}
