package io.braid.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.spec.Component;
import io.braid.model.spec.Task;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorstTest {
  private static TaskFigures task(
      String name, Task.Kind kind, long n, Map<String, Double> whole, Map<String, Double> late) {
    Task task =
        new Task(
            name,
            kind,
            new Task.Label(name),
            List.of(),
            Component.of("any"),
            1,
            false,
            List.of(),
            null);
    return new TaskFigures(
        new Figures(task), n, 0, 1, false, 0, whole, late, late, List.of(), List.of(), null);
  }

  private static TaskFigures binary(String name, double accuracy, double majority) {
    Map<String, Double> figures = Map.of("accuracy", accuracy, "accuracy_majority", majority);
    return task(name, Task.Kind.BINARY, 100, figures, figures);
  }

  @Test
  void theTaskThatGainsLeastOverItsBaselineIsTheWorst() {
    State.Worst worst = Worst.of(List.of(binary("a", 0.9, 0.5), binary("b", 0.95, 0.93)));
    assertThat(worst.task()).isEqualTo("b");
    assertThat(worst.because())
        .isEqualTo(
            "its accuracy of late is 0.950 and gains least of all tasks: the forecast 'majority'"
                + " gets 0.930.");
  }

  @Test
  void aTaskNoBetterThanItsBaselineThatHasBecomeWorseIsSaidToBe() {
    TaskFigures bad =
        task(
            "hours",
            Task.Kind.REGRESSION,
            100,
            Map.of("rmse", 4.0, "rmse_mean", 10.0),
            Map.of("rmse", 12.0, "rmse_mean", 10.0, "rmse_persistence", 11.0));
    State.Worst worst = Worst.of(List.of(binary("a", 0.9, 0.5), bad));
    assertThat(worst.task()).isEqualTo("hours");
    assertThat(worst.because())
        .isEqualTo(
            "its rmse of late is 12.0, no better than doing without the features: the forecast"
                + " 'running mean' gets 10.0; over the whole stream it is 4.000, so it has become"
                + " worse.");
  }

  @Test
  void withTooFewLabelsOrWithoutABaselineNothingIsSaid() {
    Map<String, Double> figures = Map.of("accuracy", 0.5, "accuracy_majority", 0.5);
    assertThat(Worst.of(List.of(task("a", Task.Kind.BINARY, 3, figures, figures)))).isNull();
    Map<String, Double> alone = Map.of("accuracy", 0.5);
    assertThat(Worst.of(List.of(task("a", Task.Kind.BINARY, 99, alone, alone)))).isNull();
  }
}
