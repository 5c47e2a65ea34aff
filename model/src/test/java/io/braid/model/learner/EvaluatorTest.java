package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.drift.Detectors;
import io.braid.model.drift.DriftDetector.Signal;
import io.braid.model.metric.Horizon;
import io.braid.model.spec.Component;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.SpecException;
import io.braid.model.spec.Task;
import io.braid.model.spec.Task.Kind;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EvaluatorTest {
  private static final int BINARY = 0;
  private static final int MULTICLASS = 1;
  private static final int REGRESSION = 2;
  private static final int COUNT = 3;
  private static final Pipeline.Evaluation EVALUATION = new Pipeline.Evaluation(200, 0.99, 100);
  private static final Component ADWIN = Component.of("adwin");

  static Set<String> detectors() {
    return Detectors.CATALOG.names();
  }

  private static Task task(String name, Kind kind, Component drift) {
    List<String> classes = kind == Kind.MULTICLASS ? List.of("a", "b", "c") : List.of();
    return new Task(
        name,
        kind,
        new Task.Label(name),
        classes,
        Component.of("any"),
        1.0,
        false,
        List.of(),
        drift);
  }

  private static final List<Task> TASKS =
      List.of(
          task("flood", Kind.BINARY, null),
          task("state", Kind.MULTICLASS, null),
          task("flow", Kind.REGRESSION, null),
          task("visits", Kind.COUNT, null));

  private static Evaluator evaluator(Component drift) {
    return new Evaluator(TASKS, EVALUATION, drift, 9L);
  }

  /** Tests one more label of every task; {@code harm} in [0, 1] spoils the predictions. */
  private static void step(Evaluator evaluator, Rng random, double harm) {
    double flood = random.nextInt(3) == 0 ? 1 : 0;
    boolean wrong = random.nextDouble() < 0.1 + 0.5 * harm;
    evaluator.test(BINARY, new float[] {(flood == 1) == wrong ? 0.2f : 0.9f}, flood, 1.0);
    int state = random.nextInt(3);
    float[] states = {0.2f, 0.2f, 0.2f};
    states[random.nextDouble() < 0.2 + 0.6 * harm ? (state + 1) % 3 : state] = 0.6f;
    evaluator.test(MULTICLASS, states, state, 2.0);
    double flow = 50 + 10 * random.nextGaussian();
    float predicted = (float) (flow + (3 + 30 * harm) * random.nextGaussian());
    evaluator.test(REGRESSION, new float[] {0f, predicted, 1e6f}, flow, 1.0);
    double visits = Math.floor(-4 * Math.log(1 - random.nextDouble()));
    evaluator.test(
        COUNT, new float[] {(float) (visits + 0.5 + 20 * harm * random.nextDouble())}, visits, 1.0);
  }

  private static byte[] bytes(Evaluator evaluator) {
    SnapshotWriter out = new SnapshotWriter();
    evaluator.save(out);
    return out.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void a_restored_evaluator_continues_identically(String detector) {
    Evaluator original = evaluator(Component.of(detector));
    Evaluator restored = evaluator(Component.of(detector));
    Rng random = new Rng(1);
    for (int i = 0; i < 3000; i++) {
      step(original, random, i % 1000 < 500 ? 0 : 1);
      if (i == 1234) {
        SnapshotReader in = new SnapshotReader(bytes(original));
        restored.restore(in);
        in.end();
        assertThat(restored.quality()).isEqualTo(original.quality());
        random = new Rng(2);
      }
    }
    random = new Rng(2);
    for (int i = 1235; i < 3000; i++) {
      step(restored, random, i % 1000 < 500 ? 0 : 1);
    }
    assertThat(bytes(restored)).isEqualTo(bytes(original));
    assertThat(restored.quality()).isEqualTo(original.quality());
    assertThat(restored.drifts()).isEqualTo(original.drifts());
    for (int k = 0; k < TASKS.size(); k++) {
      assertThat(restored.signal(k)).isEqualTo(original.signal(k));
      assertThat(restored.lossRate(k)).isEqualTo(original.lossRate(k));
    }
  }

  @Test
  void an_abrupt_rise_of_the_loss_is_a_drift_of_every_task_soon() {
    Evaluator evaluator = evaluator(ADWIN);
    Rng random = new Rng(3);
    for (int i = 0; i < 2000; i++) {
      step(evaluator, random, 0);
    }
    assertThat(evaluator.drifts()).isEmpty();
    for (int i = 0; i < 200; i++) {
      step(evaluator, random, 1);
    }
    List<Drift> drifts = evaluator.drifts();
    assertThat(drifts).extracting(Drift::task).contains(0, 1, 2, 3);
    for (int k = 0; k < TASKS.size(); k++) {
      int task = k;
      Drift first = drifts.stream().filter(d -> d.task() == task).findFirst().orElseThrow();
      assertThat(first.at()).isBetween(2001L, 2150L);
      assertThat(first.after()).isGreaterThan(first.before() + 0.1);
      assertThat(first.detector()).isEqualTo("adwin");
      assertThat(evaluator.quality(k).drifts()).isPositive();
      assertThat(evaluator.quality(k).lastDrift()).isBetween(first.at(), 2200L);
    }
  }

  @Test
  void learning_is_no_drift() {
    for (long seed = 0; seed < 10; seed++) {
      Evaluator evaluator = evaluator(ADWIN);
      Rng random = new Rng(seed);
      for (int i = 0; i < 8000; i++) {
        step(evaluator, random, Math.exp(-i / 300.0));
      }
      assertThat(evaluator.drifts()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void absent_labels_change_nothing() {
    Evaluator evaluator = evaluator(Component.of("kswin"));
    Rng random = new Rng(4);
    for (int i = 0; i < 500; i++) {
      step(evaluator, random, 0);
    }
    byte[] before = bytes(evaluator);
    for (int k = 0; k < TASKS.size(); k++) {
      assertThat(evaluator.test(k, new float[] {0.5f, 0.2f, 0.3f}, Double.NaN, 1.0))
          .isEqualTo(Signal.NONE);
    }
    assertThat(bytes(evaluator)).isEqualTo(before);
  }

  @Test
  void what_cannot_be_tested_is_refused_and_counted() {
    Evaluator evaluator = evaluator(ADWIN);
    float[] half = {0.5f};
    float[] three = {0.2f, 0.3f, 0.5f};
    evaluator.test(BINARY, half, 0.5, 1.0);
    evaluator.test(BINARY, half, 2, 1.0);
    evaluator.test(BINARY, half, 1, 0.0);
    evaluator.test(BINARY, half, 1, Double.NaN);
    evaluator.test(BINARY, half, 1, Double.POSITIVE_INFINITY);
    evaluator.test(BINARY, new float[] {Float.NaN}, 1, 1.0);
    evaluator.test(BINARY, new float[] {-0.1f}, 1, 1.0);
    evaluator.test(MULTICLASS, three, 3, 1.0);
    evaluator.test(MULTICLASS, three, -1, 1.0);
    evaluator.test(REGRESSION, half, Double.NEGATIVE_INFINITY, 1.0);
    evaluator.test(REGRESSION, new float[] {Float.POSITIVE_INFINITY}, 1, 1.0);
    evaluator.test(COUNT, half, -1, 1.0);
    assertThat(evaluator.quality()).extracting(TaskQuality::n).containsOnly(0L);
    assertThat(evaluator.quality())
        .extracting(TaskQuality::refused)
        .containsExactly(7L, 2L, 2L, 1L);
    assertThat(evaluator.quality(BINARY).whole().values()).containsOnly(Double.NaN);
    assertThat(evaluator.arrmse()).isNaN();
  }

  @Test
  void baselines_are_made_of_earlier_labels_only() {
    Evaluator evaluator = evaluator(null);
    double[] labels = {4, 8, 6, 2};
    for (double label : labels) {
      evaluator.test(REGRESSION, new float[] {5f}, label, 1.0);
    }
    // Means of earlier labels 0, 4, 6, 6 and previous labels 0, 4, 8, 6, each against 4, 8, 6, 2.
    TaskQuality flow = evaluator.quality(REGRESSION);
    assertThat(flow.value(Horizon.WHOLE, "rmse_mean"))
        .isCloseTo(Math.sqrt((16 + 16 + 0 + 16) / 4.0), within(1e-12));
    assertThat(flow.value(Horizon.WHOLE, "rmse_persistence"))
        .isCloseTo(Math.sqrt((16 + 16 + 4 + 16) / 4.0), within(1e-12));
    assertThat(flow.value(Horizon.WHOLE, "rrmse"))
        .isCloseTo(Math.sqrt((1 + 9 + 1 + 9) / 48.0), within(1e-12));
    assertThat(evaluator.arrmse()).isCloseTo(Math.sqrt(20 / 48.0), within(1e-12));
    assertThat(flow.loss(Horizon.WHOLE)).isCloseTo((1 + 9 + 1 + 9) / 4.0, within(1e-12));

    double[] classes = {1, 0, 0, 2, 0};
    for (double label : classes) {
      evaluator.test(MULTICLASS, new float[] {0.1f, 0.2f, 0.7f}, label, 1.0);
    }
    // Majority so far 1, 1 (a tie keeps the first), 0, 0; previous 1, 0, 0, 2; against 0, 0, 2, 0.
    TaskQuality state = evaluator.quality(MULTICLASS);
    assertThat(state.value(Horizon.WHOLE, "accuracy_majority")).isEqualTo(0.25);
    assertThat(state.value(Horizon.WHOLE, "accuracy_persistence")).isEqualTo(0.25);
    assertThat(state.value(Horizon.WHOLE, "accuracy")).isEqualTo(0.2);
  }

  @Test
  void the_three_horizons_forget_at_their_own_pace() {
    Evaluator evaluator = evaluator(null);
    float[] sure = {0.9f};
    for (int i = 0; i < 1000; i++) {
      evaluator.test(BINARY, sure, 0, 1.0);
    }
    for (int i = 0; i < 200; i++) {
      evaluator.test(BINARY, sure, 1, 1.0);
    }
    TaskQuality flood = evaluator.quality(BINARY);
    assertThat(flood.window()).containsEntry("accuracy", 1.0);
    assertThat(flood.whole()).containsEntry("accuracy", 200 / 1200.0);
    assertThat(flood.fading().get("accuracy")).isCloseTo(1 - Math.pow(0.99, 200), within(0.02));
  }

  @Test
  void a_task_may_have_its_own_detector_and_watch_its_log_loss() {
    List<Task> tasks =
        List.of(
            task("a", Kind.BINARY, Component.of("none")),
            task("b", Kind.BINARY, Component.of("adwin", "on", "loss", "delta", 0.01)),
            task("c", Kind.BINARY, null));
    Evaluator evaluator = new Evaluator(tasks, EVALUATION, ADWIN, 1L);
    for (int i = 0; i < 2000; i++) {
      // Always the right class, with less and less confidence in it.
      float[] prediction = {i < 1000 ? 0.95f : 0.55f};
      for (int k = 0; k < 3; k++) {
        evaluator.test(k, prediction, 1, 1.0);
      }
    }
    assertThat(evaluator.drifts()).isNotEmpty().allMatch(drift -> drift.task() == 1);
  }

  @Test
  void a_wrong_detector_setting_is_refused_at_its_place() {
    Component wrong = new Component("adwin", java.util.Map.of("on", "errors"), "tasks[1].drift");
    assertThatThrownBy(() -> evaluator(wrong))
        .isInstanceOf(SpecException.class)
        .hasMessage("tasks[1].drift.on: 'errors' is not allowed, must be one of [error, loss]");
    assertThatThrownBy(() -> evaluator(Component.of("adwin", "detla", 1)))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("adwin.detla: no such setting");
  }

  @Test
  void a_snapshot_of_other_tasks_is_refused() {
    byte[] written = bytes(evaluator(ADWIN));
    Evaluator fewer = new Evaluator(TASKS.subList(0, 2), EVALUATION, ADWIN, 9L);
    assertThatThrownBy(() -> fewer.restore(new SnapshotReader(written)))
        .isInstanceOf(SnapshotException.class);
  }

  @Test
  void the_log_of_drifts_stays_bounded() {
    Evaluator evaluator = evaluator(Component.of("hddm_a"));
    Rng random = new Rng(6);
    for (int i = 0; i < 30_000; i++) {
      step(evaluator, random, i / 200 % 2);
    }
    assertThat(evaluator.drifts()).hasSize(100);
    assertThat(evaluator.quality().stream().mapToLong(TaskQuality::drifts).sum())
        .isGreaterThan(100);
  }

  @Test
  void testing_allocates_nothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Evaluator evaluator = evaluator(ADWIN);
    float[] binary = {0.3f};
    float[] multiclass = {0.3f, 0.3f, 0.4f};
    long before = 0;
    for (int i = 0; i < 20_000; i++) {
      if (i == 10_000) {
        before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      }
      evaluator.test(BINARY, binary, i % 3 == 0 ? 1 : 0, 1.0);
      evaluator.test(MULTICLASS, multiclass, i % 3, 1.0);
      evaluator.test(REGRESSION, binary, i % 7, 1.0);
      evaluator.test(COUNT, binary, i % 5, 1.0);
    }
    long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertThat(allocated).isLessThan(2000);
  }
}
