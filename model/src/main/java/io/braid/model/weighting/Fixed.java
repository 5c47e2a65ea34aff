package io.braid.model.weighting;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;
import java.util.List;
import java.util.Map;

/** Weights given by task name in {@code weights}; a task that is not named has 1. */
final class Fixed implements LossWeighting {
  private final float[] given;

  Fixed(Params params, WeightingContext context) {
    List<String> tasks = context.tasks();
    Map<String, Double> byName = params.realsByName("weights", Map.of(), 0.0, 1e6);
    for (String name : byName.keySet()) {
      if (!tasks.contains(name)) {
        throw new SpecException(
            params.path("weights") + "." + name, "no task named '" + name + "', known: " + tasks);
      }
    }
    given = new float[context.size()];
    for (int k = 0; k < given.length; k++) {
      given[k] = byName.getOrDefault(tasks.get(k), 1.0).floatValue();
    }
  }

  @Override
  public void weigh(boolean[] active, double[] losses, float[] weights) {
    for (int k = 0; k < weights.length; k++) {
      weights[k] = active[k] ? given[k] : 0f;
    }
  }

  @Override
  public void update(boolean[] active, double[] losses) {}

  @Override
  public void save(SnapshotWriter out) {}

  @Override
  public void restore(SnapshotReader in) {}
}
