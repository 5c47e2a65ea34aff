package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.layer.Trunks;
import java.util.Collection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is learned does not depend on how this machine computes, and a model may change machines.
 */
class KernelBitsTest {

  @ParameterizedTest
  @CsvSource({
    "linear, rmsprop",
    "mlp, adam",
    "mlp, rmsprop",
    "mlp, sgd",
    "mlp, adagrad",
    "mlp, adamw"
  })
  void loopsAndTheFastestChoiceLearnTheSameBits(String trunk, String optimizer) {
    String more = "trunk: " + trunk + "\noptimizer: " + optimizer + "\nkernels: ";
    Prequential loops = new Prequential(Streams.pipeline(more + "loops\n"));
    Prequential auto = new Prequential(Streams.pipeline(more + "auto\n"));
    Rng rng = new Rng(11);
    for (int n = 0; n < 600; n++) {
      learn(Streams.row(rng, 0.2), loops, auto);
    }
    byte[] snapshot = SnapshotFile.save(auto);
    assertThat(snapshot).isEqualTo(SnapshotFile.save(loops));

    Prequential moved = new Prequential(Streams.pipeline(more + "loops\n"));
    SnapshotFile.restore(snapshot, moved);
    for (int n = 0; n < 300; n++) {
      learn(Streams.row(rng, 0.2), auto, moved);
    }
    assertThat(SnapshotFile.save(moved)).isEqualTo(SnapshotFile.save(auto));
  }

  @ParameterizedTest
  @MethodSource("trunks")
  void everyTrunkLearnsTheSameBits(String trunk) {
    assumeTrue(
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
        "this virtual machine was started without vectors");
    String more = "trunk: " + trunk + "\nkernels: ";
    Prequential loops = new Prequential(Streams.pipeline(more + "loops\n"));
    // Not auto: some trunks run the tasks as rows of one batch, which auto gives to BLAS.
    Prequential vectors = new Prequential(Streams.pipeline(more + "vector\n"));
    Rng rng = new Rng(13);
    for (int n = 0; n < 150; n++) {
      learn(Streams.row(rng, 0.2), loops, vectors);
    }
    assertThat(SnapshotFile.save(vectors)).isEqualTo(SnapshotFile.save(loops));
  }

  static Collection<String> trunks() {
    return Trunks.CATALOG.names();
  }

  private static void learn(Row row, Prequential... learners) {
    for (Prequential learner : learners) {
      learner.predict(row);
      learner.learn(row);
    }
  }
}
