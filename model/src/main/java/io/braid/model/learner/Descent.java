package io.braid.model.learner;

import io.braid.model.data.Parameters;
import io.braid.model.data.Segment;
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

  /**
   * Takes one step and uses the gradients up.
   *
   * @param step steps taken before this one
   * @param rateFactor on the learning rate
   * @param gradientNorm norm of the whole gradient
   */
  void step(long step, double rateFactor, double gradientNorm) {
    float rate = (float) (optimization.rate(step) * rateFactor);
    float scale = (float) optimization.clipScale(gradientNorm);
    Optimizer optimizer = optimization.optimizer();
    for (int s = 0; s < segments.size(); s++) {
      Segment segment = segments.get(s);
      if (!segment.hasGradient()) {
        continue;
      }
      optimizer.begin(segment);
      if (segment.table()) {
        for (int i = 0; i < segment.touchedCount(); i++) {
          int from = segment.from() + segment.touchedRow(i) * segment.rowWidth();
          int to = from + segment.rowWidth();
          optimizer.step(segment, from, to, rate, scale);
          floats.touch(from, to);
        }
      } else {
        optimizer.step(segment, segment.from(), segment.to(), rate, scale);
        floats.touch(segment.from(), segment.to());
      }
      segment.clearGradient();
    }
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
