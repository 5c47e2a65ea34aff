package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.data.Prediction;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.data.Update;
import io.braid.model.layer.Clustering;
import io.braid.model.layer.Trunks;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ways of sharing are for, on streams whose truth is known. */
class SharingTest {
  private static final int FEATURES = 10;

  /** A task's true value for a row of features. */
  private interface Truth {
    double of(int task, double[] x);
  }

  private static Pipeline pipeline(int tasks, String kind, String trunk) {
    StringBuilder yaml = new StringBuilder("name: s\ninput: {topic: t}\nfeatures:\n");
    for (int j = 0; j < FEATURES; j++) {
      yaml.append("  - {name: x" + j + ", type: numeric}\n");
    }
    yaml.append("tasks:\n");
    for (int k = 0; k < tasks; k++) {
      yaml.append("  - {name: y" + k + ", kind: " + kind + ", label: y" + k + "}\n");
    }
    yaml.append("trunk: {").append(trunk).append("}\n");
    return PipelineFile.parse(yaml.toString(), "s.yaml");
  }

  /**
   * Learns a stream and gives the mean squared error of all predictions of labelled tasks in its
   * second half.
   *
   * @param labelled share of the labels that are known
   * @param noise standard deviation of what is added to the truth
   */
  private static double run(
      Learner learner, int tasks, int events, double labelled, double noise, Truth truth) {
    Rng rng = new Rng(17);
    Row row = new Row(FEATURES, tasks);
    var example = learner.newExample();
    Prediction prediction = learner.newPrediction();
    double sum = 0;
    int count = 0;
    for (int n = 0; n < events; n++) {
      row.clear();
      for (int j = 0; j < FEATURES; j++) {
        row.numbers[j] = rng.nextGaussian();
      }
      for (int k = 0; k < tasks; k++) {
        double value = truth.of(k, row.numbers) + noise * rng.nextGaussian();
        if (rng.nextDouble() < labelled) {
          row.labels[k] = binary(learner) ? (value > 0 ? 1 : 0) : value;
        }
      }
      learner.observe(row);
      learner.encode(row, example);
      learner.predict(example, prediction);
      for (int k = 0; k < tasks; k++) {
        if (!Double.isNaN(row.labels[k]) && n >= events / 2) {
          double error = row.labels[k] - prediction.outputs[k][0];
          sum += error * error;
          count++;
        }
      }
      learner.learn(example);
    }
    return sum / count;
  }

  private static boolean binary(Learner learner) {
    return learner.pipeline().tasks().get(0).kind() == Task.Kind.BINARY;
  }

  private static double regression(
      int tasks, int events, double labelled, String trunk, Truth truth) {
    Learner learner = new Learner(pipeline(tasks, "regression", trunk));
    return run(learner, tasks, events, labelled, 0.1, truth);
  }

  /** Unit directions around a common one, as far from it as stated. */
  private static double[][] directions(int tasks, double apart, long seed) {
    Rng rng = new Rng(seed);
    double[] common = new double[FEATURES];
    for (int j = 0; j < FEATURES; j++) {
      common[j] = rng.nextGaussian();
    }
    double[][] u = new double[tasks][FEATURES];
    for (int k = 0; k < tasks; k++) {
      double norm = 0;
      for (int j = 0; j < FEATURES; j++) {
        u[k][j] = common[j] + apart * rng.nextGaussian();
        norm += u[k][j] * u[k][j];
      }
      for (int j = 0; j < FEATURES; j++) {
        u[k][j] /= Math.sqrt(norm);
      }
    }
    return u;
  }

  private static double dot(double[] u, double[] x) {
    double sum = 0;
    for (int j = 0; j < u.length; j++) {
      sum += u[j] * x[j];
    }
    return sum;
  }

  @Test
  void softSharingBeatsBothExtremesOnRelatedTasks() {
    int tasks = 10;
    double[][] u = directions(tasks, 0.5, 3);
    Truth truth = (k, x) -> Math.tanh(3 * dot(u[k], x));
    String hidden = ", hidden: [6], activation: tanh";
    double hard = regression(tasks, 8000, 0.1, "kind: mlp" + hidden, truth);
    double single = regression(tasks, 8000, 0.1, "kind: soft_pairs, strength: 0" + hidden, truth);
    double mean = regression(tasks, 8000, 0.1, "kind: soft" + hidden, truth);
    assertThat(mean).isLessThan(0.8 * Math.min(hard, single));
  }

  /**
   * Pulling on each other averages the noise of the tasks' steps, so it pays where labels are noisy
   * and steps are long.
   */
  @Test
  void pullingTogetherTheTasksThatAreRelatedBeatsBothExtremes() {
    double[][] u = directions(5, 0.1, 3);
    double[][] v = directions(5, 0.1, 4);
    Truth truth = (k, x) -> Math.tanh(3 * dot(k < 5 ? u[k] : v[k - 5], x));
    double[] error = new double[4];
    String[] trunks = {"mlp", "soft_pairs, strength: 0", "soft_pairs, strength: 0", "soft_pairs"};
    for (int t = 0; t < trunks.length; t++) {
      String trunk = "kind: " + trunks[t] + ", hidden: [6], activation: tanh";
      String faster = "}\noptimizer: {kind: rmsprop, learning_rate: 0.03";
      Learner learner = new Learner(pipeline(10, "regression", trunk + faster));
      for (int i = 0; i < 10; i++) {
        for (int j = 0; t > 1 && j < i; j++) {
          boolean related = i < 5 == j < 5;
          assertThat(learner.relate(i, j, t == 3 || related ? 0.1f : 0f)).isTrue();
        }
      }
      error[t] = run(learner, 10, 8000, 0.1, 0.5, truth);
    }
    assertThat(error[2]).as("related ones").isLessThan(0.97 * Math.min(error[0], error[1]));
    assertThat(error[2]).as("against all").isLessThan(error[3]);
    Learner hard = new Learner(pipeline(2, "regression", "kind: mlp"));
    assertThat(hard.relate(0, 1, 1f)).isFalse();
  }

  @Test
  void lowRankDeviationsBeatBothExtremesOnGroupsOfTasks() {
    double[][] u = directions(5, 0.1, 3);
    double[][] v = directions(5, 0.1, 4);
    Truth truth = (k, x) -> Math.tanh(3 * dot(k < 5 ? u[k] : v[k - 5], x));
    String hidden = ", hidden: [6], activation: tanh";
    double hard = regression(10, 8000, 0.1, "kind: mlp" + hidden, truth);
    double single = regression(10, 8000, 0.1, "kind: soft_pairs, strength: 0" + hidden, truth);
    double low = regression(10, 8000, 0.1, "kind: low_rank" + hidden, truth);
    assertThat(low).isLessThan(0.9 * Math.min(hard, single));
  }

  @Test
  void theGroupLassoSelectsTheFeaturesThatAnyTaskNeeds() {
    Truth truth =
        (k, x) ->
            k == 0 ? Math.tanh(2 * x[1]) + x[4] : k == 1 ? x[4] - Math.abs(x[7]) : x[1] + x[7];
    Learner learner =
        new Learner(pipeline(3, "regression", "kind: group_lasso, strength: 0.3, hidden: [16]"));
    run(learner, 3, 10_000, 1.0, 0.1, truth);
    assertThat(learner.featureUse()).hasSize(FEATURES);
    assertThat(learner.featureUse())
        .filteredOn(FeatureUse::selected)
        .extracting(FeatureUse::name)
        .containsExactly("x1", "x4", "x7");
    assertThat(new Learner(pipeline(3, "regression", "kind: mlp")).featureUse()).isEmpty();
  }

  @Test
  void clustersOfTasksAreFound() {
    int tasks = 6;
    double[][] a = directions(2, 9, 3);
    Truth truth =
        (k, x) ->
            (1 + 0.2 * k) * (k % 2 == 0 ? Math.tanh(2 * dot(a[0], x)) : Math.abs(dot(a[1], x)));
    Learner learner =
        new Learner(
            pipeline(
                tasks,
                "regression",
                "kind: clustered, clusters: 2, hidden: [8], activation: tanh"));
    run(learner, tasks, 10_000, 0.5, 0.1, truth);
    Clustering trunk = (Clustering) learner.trunk();
    List<Boolean> first = new ArrayList<>();
    for (int k = 0; k < tasks; k++) {
      float[] share = trunk.assignment(k);
      assertThat(Math.max(share[0], share[1])).as("task %d decides", k).isGreaterThan(0.8f);
      first.add(share[0] > share[1]);
    }
    boolean even = first.get(0);
    assertThat(first).containsExactly(even, !even, even, !even, even, !even);
  }

  static Set<String> trunks() {
    return Trunks.CATALOG.names();
  }

  @ParameterizedTest
  @MethodSource("trunks")
  void manyTasksOfWhichEachEventLabelsOneAreLearned(String trunk) {
    int tasks = 139;
    Learner learner = new Learner(pipeline(tasks, "regression", "kind: " + trunk));
    Row row = new Row(FEATURES, tasks);
    var example = learner.newExample();
    Prediction prediction = learner.newPrediction();
    for (int n = 0; n < 2 * tasks; n++) {
      row.clear();
      Arrays.fill(row.numbers, n % 7 - 3);
      row.labels[n % tasks] = n % 5;
      learner.observe(row);
      learner.encode(row, example);
      assertThat(learner.learn(example).status).isEqualTo(Update.Status.APPLIED);
    }
    learner.predict(example, prediction);
    for (int k = 0; k < tasks; k++) {
      assertThat(prediction.outputs[k][0]).isFinite().isNotZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"regression", "binary"})
  void interactingPerceptronsBeatSingleOnesOnRelatedTasks(String kind) {
    int tasks = 12;
    double[][] u = directions(tasks, 0.3, 5);
    Truth truth = (k, x) -> dot(u[k], x);
    double[] error = new double[3];
    String[] trunks = {
      "kind: linear", "kind: perceptron", "kind: perceptron, interaction: learned"
    };
    for (int t = 0; t < 3; t++) {
      Learner learner = new Learner(pipeline(tasks, kind, trunks[t]));
      error[t] = run(learner, tasks, 1500, 0.1, 0.1, truth);
    }
    assertThat(error[1]).isLessThan(0.9 * error[0]);
    assertThat(error[2]).isLessThan(0.9 * error[0]);
  }

  @Test
  void aLearnedInteractionFindsOpposedTasks() {
    int tasks = 8;
    double[][] u = directions(tasks, 0.2, 6);
    Truth truth = (k, x) -> (k < 4 ? 1 : -1) * dot(u[k], x);
    double single = regression(tasks, 6000, 0.1, "kind: linear", truth);
    double fixed = regression(tasks, 6000, 0.1, "kind: perceptron", truth);
    double learned = regression(tasks, 6000, 0.1, "kind: perceptron, interaction: learned", truth);
    assertThat(learned).isLessThan(fixed);
    assertThat(learned).isLessThan(single);
  }
}
