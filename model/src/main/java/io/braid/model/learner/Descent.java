package io.braid.model.learner;

import io.braid.model.data.Parameters;
import io.braid.model.data.Segment;
import io.braid.model.optimizer.GroupLasso;
import io.braid.model.optimizer.Optimization;
import io.braid.model.optimizer.Optimizer;
import java.util.Arrays;
import java.util.List;

/**
 * Moves the parameters that have a gradient, and notes which sections of the model that changed.
 */
final class Descent {
  private final List<Segment> segments;
  private final Optimization optimization;
  private final FloatSections floats;

  Descent(Parameters parameters, Optimization optimization, FloatSections floats) {
    this.segments = parameters.segments();
    this.optimization = optimization;
    this.floats = floats;
  }

  /** Learning rate before any schedule. */
  double baseRate() {
    return optimization.learningRate();
  }

  /** Learning rate after {@code step} steps, before any drift reaction. */
  double rate(long step) {
    return optimization.rate(step);
  }

  /**
   * Takes one step and uses the gradients up.
   *
   * @param step steps taken before this one
   * @param rateFactor on the learning rate
   * @param gradientNorm norm of the whole gradient
   */
  void step(long step, double rateFactor, double gradientNorm) {
    float common = (float) (optimization.rate(step) * rateFactor);
    float scale = (float) optimization.clipScale(gradientNorm);
    Optimizer optimizer = optimization.optimizer();
    for (int s = 0; s < segments.size(); s++) {
      Segment segment = segments.get(s);
      if (!segment.hasGradient()) {
        continue;
      }
      float rate = common * segment.rateFactor();
      optimizer.begin(segment);
      if (segment.outerX() != null && optimizer.takesOuter()) {
        optimizer.stepOuter(segment, rate, scale);
        touchOuter(segment);
      } else if (segment.table()) {
        for (int i = 0; i < segment.touchedCount(); i++) {
          int from = segment.from() + segment.touchedRow(i) * segment.rowWidth();
          int to = from + segment.rowWidth();
          optimizer.step(segment, from, to, rate, scale);
          GroupLasso.shrink(segment, from, to, step, rate);
          floats.touch(from, to);
        }
      } else {
        optimizer.step(segment, segment.from(), segment.to(), rate, scale);
        GroupLasso.shrink(segment, segment.from(), segment.to(), step, rate);
        floats.touch(segment.from(), segment.to());
      }
      segment.clearGradient();
    }
  }

  /** Notes the segments [from, to) that were moved by other means, and uses their marks up. */
  void moved(int from, int to) {
    for (int s = from; s < to; s++) {
      Segment segment = segments.get(s);
      for (int i = 0; i < segment.touchedCount(); i++) {
        int at = segment.from() + segment.touchedRow(i) * segment.rowWidth();
        floats.touch(at, at + segment.rowWidth());
      }
      if (segment.hasGradient() && !segment.table()) {
        floats.touch(segment.from(), segment.to());
      }
      segment.clearGradient();
    }
  }

  private void touchOuter(Segment segment) {
    int[] index = segment.outerIndex();
    if (index == null) {
      floats.touch(segment.from(), segment.to());
      return;
    }
    int width = segment.rowWidth();
    for (int k = segment.outerBegin(); k < segment.outerEnd(); k++) {
      int at = segment.from() + index[k] * width;
      floats.touch(at, at + width);
    }
  }

  /**
   * Takes over a segment of another model's parameters, of the same shape, and what the optimizer
   * knows of it if that is of the same class.
   */
  void inherit(Segment segment, Descent other, Segment from) {
    System.arraycopy(
        from.values(), from.from(), segment.values(), segment.from(), segment.length());
    Optimizer own = optimization.optimizer();
    Optimizer theirs = other.optimization.optimizer();
    if (own.getClass() == theirs.getClass()) {
      own.inherit(segment, theirs, from);
    }
    floats.touch(segment.from(), segment.to());
  }

  /** Forgets what the optimizer knows of some segments whose parameters have been set anew. */
  void forget(List<Segment> some) {
    for (Segment segment : some) {
      for (float[] slot : optimization.optimizer().slots()) {
        Arrays.fill(slot, segment.from(), segment.to(), 0f);
      }
      floats.touch(segment.from(), segment.to());
    }
  }
}
