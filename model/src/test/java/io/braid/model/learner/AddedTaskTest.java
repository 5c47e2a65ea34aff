package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A task added to a learned model is learned from fewer events than from scratch: all tasks are
 * different mixtures of the same few curved functions of the features.
 */
class AddedTaskTest {
  private static final int FEATURES = 12;
  private static final int HIDDEN = 6;
  private static final int OLD = 5;
  private static final int MOST = 20_000;

  @TempDir Path folder;

  /** Events are labelled by a fixed network with noise. */
  private static final class World {
    private final double[][] in = new double[HIDDEN][FEATURES];
    private final double[][] out = new double[OLD + 1][HIDDEN];
    private final Rng rng;

    World(long seed) {
      Rng fixed = new Rng(7);
      for (double[] unit : in) {
        for (int j = 0; j < FEATURES; j++) {
          unit[j] = fixed.nextGaussian() / Math.sqrt(FEATURES);
        }
      }
      for (double[] task : out) {
        for (int h = 0; h < HIDDEN; h++) {
          task[h] = fixed.nextGaussian();
        }
      }
      rng = new Rng(seed);
    }

    Row next(int tasks) {
      Row row = new Row(FEATURES, tasks);
      double[] hidden = new double[HIDDEN];
      for (int j = 0; j < FEATURES; j++) {
        row.numbers[j] = rng.nextGaussian();
        for (int h = 0; h < HIDDEN; h++) {
          hidden[h] += in[h][j] * row.numbers[j];
        }
      }
      for (int k = 0; k <= OLD; k++) {
        double sum = 0.05 * rng.nextGaussian();
        for (int h = 0; h < HIDDEN; h++) {
          sum += out[k][h] * (Math.abs(hidden[h]) - 0.8);
        }
        if (k < tasks) {
          row.labels[k] = sum;
        }
      }
      return row;
    }
  }

  private static Pipeline pipeline(int tasks, String more) {
    StringBuilder yaml = new StringBuilder("name: added\nfeatures:\n");
    for (int j = 0; j < FEATURES; j++) {
      yaml.append("  - x").append(j).append('\n');
    }
    yaml.append("tasks:\n");
    for (int k = 0; k < tasks; k++) {
      yaml.append("  - {name: y").append(k).append(", kind: regression}\n");
    }
    return PipelineFile.parse(yaml + "trunk: {kind: mlp, hidden: [48, 24]}\n" + more, "added.yaml");
  }

  private Transfer.WarmStart learned(int events) throws IOException {
    Prequential source = new Prequential(pipeline(OLD, ""));
    World world = new World(41);
    for (int n = 0; n < events; n++) {
      Row row = world.next(OLD);
      source.predict(row);
      source.learn(row);
    }
    Path file = folder.resolve("old.braid");
    ModelFile.write(file, source);
    return new Transfer.WarmStart(file.toString(), true, true);
  }

  /** Events until the fading mean of the new task's squared error is below a share of its scale. */
  private static int eventsUntil(double share, Prequential learner) {
    learner.begin();
    World world = new World(42);
    double error = 0;
    double size = 0;
    for (int n = 1; n <= MOST; n++) {
      Row row = world.next(OLD + 1);
      double label = row.labels[OLD];
      double away = label - learner.predict(row).outputs[OLD][0];
      learner.learn(row);
      error = 0.99 * error + away * away;
      size = 0.99 * size + label * label;
      if (n >= 100 && error < share * size) {
        return n;
      }
    }
    return MOST;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rates: {trunk: 0.1}\n", "freeze: [{part: trunk, steps: 1000}]\n"})
  void itReachesALossInFewerEventsThanFromScratch(String more) throws IOException {
    Transfer.WarmStart start = learned(10_000);
    int scratch = eventsUntil(0.15, new Prequential(pipeline(OLD + 1, "")));
    Pipeline pipeline = pipeline(OLD + 1, more);
    int warm = eventsUntil(0.15, new Prequential(pipeline.with(pipeline.transfer().from(start))));
    assertThat(scratch).isLessThan(MOST);
    assertThat(warm).isLessThan(scratch * 4 / 5);
  }

  @Test
  void theOldTasksAreAsGoodFromTheFirstEventOn() throws IOException {
    Transfer.WarmStart start = learned(10_000);
    Pipeline pipeline = pipeline(OLD + 1, "");
    Prequential warm = new Prequential(pipeline.with(pipeline.transfer().from(start)));
    warm.begin();
    World world = new World(43);
    double error = 0;
    double size = 0;
    for (int n = 0; n < 200; n++) {
      Row row = world.next(OLD + 1);
      float[][] said = warm.predict(row).outputs;
      for (int k = 0; k < OLD; k++) {
        error += Math.pow(row.labels[k] - said[k][0], 2);
        size += Math.pow(row.labels[k], 2);
      }
      warm.learn(row);
    }
    assertThat(error / size).isLessThan(0.15);
  }
}
