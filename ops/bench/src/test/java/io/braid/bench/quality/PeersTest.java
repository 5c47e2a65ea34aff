package io.braid.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.bench.quality.Outcome.Figure;
import io.braid.model.learner.TaskQuality;
import io.braid.model.metric.Horizon;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeersTest {
  @TempDir private static Path folder;
  private static DataSet set;

  @BeforeAll
  static void load() throws IOException {
    Samples.write(folder, 900);
    set = Samples.load(folder, Samples.MANY);
  }

  static List<Method> peers() {
    List<Method> peers = new ArrayList<>();
    Moa.addTo(peers);
    return peers;
  }

  @ParameterizedTest
  @MethodSource("peers")
  void everyPeerIsTestedOnTheLabelsThereAreAndBeatsTheMajority(Method peer) throws IOException {
    Outcome outcome = peer.player().play(set, 1);
    assertThat(outcome.rows()).isEqualTo(set.rows().size());
    List<TaskQuality> tasks = outcome.tasks();
    assertThat(tasks).hasSize(3);
    assertThat(outcome.seconds()).isPositive();
    int learned = 0;
    for (int k = 0; k < tasks.size(); k++) {
      int task = k;
      long labels = set.rows().stream().filter(row -> !Double.isNaN(row.labels[task])).count();
      TaskQuality quality = tasks.get(k);
      assertThat(quality.n() + quality.refused()).isEqualTo(labels);
      assertThat(quality.n()).isIn(0L, labels);
      learned += quality.n() > 0 ? 1 : 0;
    }
    assertThat(learned).isPositive();
    if (tasks.get(1).n() > 0) {
      assertThat(tasks.get(1).value(Horizon.WHOLE, "accuracy"))
          .isGreaterThan(tasks.get(1).value(Horizon.WHOLE, "accuracy_majority"));
    }
  }

  @Test
  void theReferencesAreThoseThatTheMetricsCompareWith() {
    Outcome mean =
        Pass.over(set.rows(), new Judged(References.running(set.tasks()), set.pipeline()));
    Outcome last =
        Pass.over(set.rows(), new Judged(References.lastLabel(set.tasks()), set.pipeline()));
    assertThat(mean.value(Figure.ARRMSE)).isEqualTo(1, within(1e-6));
    assertThat(last.tasks().get(0).value(Horizon.WHOLE, "rrmse_persistence"))
        .isEqualTo(1, within(1e-6));
    for (int k = 1; k < 3; k++) {
      assertThat(right(mean.tasks().get(k)))
          .isEqualTo(share(mean.tasks().get(k), "accuracy_majority"), within(1.0));
      assertThat(right(last.tasks().get(k)))
          .isEqualTo(share(last.tasks().get(k), "accuracy_persistence"), within(1.0));
    }
  }

  private static double right(TaskQuality task) {
    return task.n() * task.value(Horizon.WHOLE, "accuracy");
  }

  /** Right answers of a reference, which has no first one. */
  private static double share(TaskQuality task, String metric) {
    return (task.n() - 1) * task.value(Horizon.WHOLE, metric);
  }

  @Test
  void aMissingValueIsTheMeanSoFarAndACategoryOfItsOwn() {
    MoaInputs inputs = MoaInputs.plain(set);
    assertThat(inputs.attributes()).hasSize(6);
    double sum = 0;
    int seen = 0;
    for (int i = 0; i < set.rows().size(); i++) {
      double[] values = inputs.read(set.rows().get(i));
      double b = set.rows().get(i).numbers[3];
      assertThat(values[1]).isEqualTo(i % 24);
      assertThat(values[2]).isEqualTo(i / 24 % 7);
      assertThat(values[3]).isBetween(0.0, 2.0);
      assertThat(values[5])
          .isEqualTo(Double.isNaN(b) ? seen == 0 ? 0 : sum / seen : b, within(1e-9));
      sum += Double.isNaN(b) ? 0 : b;
      seen += Double.isNaN(b) ? 0 : 1;
    }
  }
}
