package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Prediction;
import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.data.Update;
import io.braid.model.feature.RowBinder;
import io.braid.model.metric.Horizon;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.SpecException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A label of four numbers among labels of one. */
class BoxTaskTest {
  private static final int SIZE = 12;

  private static Pipeline pipeline(String more) {
    return PipelineFile.parse(
        """
        name: boxes
        features: [{name: img, type: image, height: 12, width: 12, max: 1}]
        tasks:
          - {name: wide, kind: binary}
          - {name: where, kind: box, label: [x, y, w, h]}
          - {name: area, kind: regression}
        """
            + more,
        "boxes.yaml");
  }

  private static final String CONV = "trunk: {kind: conv, filters: [4], hidden: [24]}\n";

  /** A bright rectangle in the dark; one label in five is missing. */
  private static Row row(RowBinder binder, Rng rng) throws RejectedException {
    Row row = binder.newRow();
    int w = 2 + rng.nextInt(7);
    int h = 2 + rng.nextInt(7);
    int x = rng.nextInt(SIZE - w + 1);
    int y = rng.nextInt(SIZE - h + 1);
    byte[] pixels = new byte[SIZE * SIZE];
    for (int i = y; i < y + h; i++) {
      for (int j = x; j < x + w; j++) {
        pixels[i * SIZE + j] = 1;
      }
    }
    binder.begin(row);
    binder.bytes(0, pixels, 0, pixels.length);
    if (rng.nextInt(5) > 0) {
      binder.labelFlag(0, w > h);
    }
    if (rng.nextInt(5) > 0) {
      binder.labelNumber(1, 100 + x);
      binder.labelNumber(2, y);
      binder.labelText(3, Integer.toString(w));
      binder.labelNumber(4, h);
    }
    if (rng.nextInt(5) > 0) {
      binder.labelNumber(5, w * h);
    }
    return row;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CONV,
        "trunk: linear\n",
        CONV + "head: rls\noptimizer: rmsprop\n",
        CONV + "weighting: pcgrad\noptimizer: rmsprop\n"
      })
  void boxesAreLearnedInTheLabelsUnit(String more) throws RejectedException {
    Prequential model = new Prequential(pipeline(more));
    RowBinder binder = new RowBinder(pipeline(more));
    Rng rng = new Rng(1);
    for (int i = 0; i < 3000; i++) {
      Row row = row(binder, rng);
      Prediction said = model.predict(row);
      assertThat(said.outputs[1]).hasSize(4);
      model.learn(row);
    }
    TaskQuality where = model.evaluator().quality(1);
    assertThat(where.refused()).isZero();
    double learned = where.value(Horizon.WINDOW, "iou");
    assertThat(learned).isGreaterThan(2 * where.value(Horizon.WINDOW, "iou_mean"));
    assertThat(where.loss(Horizon.WINDOW)).isEqualTo(where.value(Horizon.WINDOW, "mae"));
    assertThat(where.value(Horizon.WINDOW, "mae")).isLessThan(1.5);
  }

  @Test
  void aBoxThatLacksANumberIsNoLabelAndMovesNothing() throws RejectedException {
    Prequential model = new Prequential(pipeline(CONV));
    RowBinder binder = new RowBinder(pipeline(CONV));
    Rng rng = new Rng(2);
    for (int i = 0; i < 50; i++) {
      Row row = row(binder, rng);
      model.predict(row);
      model.learn(row);
    }
    Row row = row(binder, rng);
    for (int i = 0; i < 6; i++) {
      binder.labelMissing(i);
    }
    binder.labelNumber(1, 5);
    binder.labelNumber(2, 5);
    binder.labelNumber(4, 5);
    model.predict(row);
    long tested = model.evaluator().tested(1);
    assertThat(model.learn(row).status).isEqualTo(Update.Status.NOTHING_TO_LEARN);
    assertThat(model.evaluator().tested(1)).isEqualTo(tested);
    binder.labelNumber(3, 5);
    model.predict(row);
    assertThat(model.learn(row).status).isEqualTo(Update.Status.APPLIED);
    assertThat(model.evaluator().tested(1)).isEqualTo(tested + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "batch: 3\n", "optimizer: adam\nkernels: loops\n"})
  void aLearnerRestoredMidStreamContinuesBitForBit(String more) throws RejectedException {
    Pipeline pipeline = pipeline(CONV + more);
    Prequential model = new Prequential(pipeline);
    RowBinder binder = new RowBinder(pipeline);
    Rng rng = new Rng(3);
    for (int i = 0; i < 40; i++) {
      Row row = row(binder, rng);
      model.predict(row);
      model.learn(row);
    }
    Prequential restored = new Prequential(pipeline);
    SnapshotFile.restore(SnapshotFile.save(model), restored);
    for (int i = 0; i < 40; i++) {
      Row row = row(binder, rng);
      assertThat(restored.predict(row).outputs).isDeepEqualTo(model.predict(row).outputs);
      model.learn(row);
      restored.learn(row);
    }
    assertThat(SnapshotFile.save(restored)).isEqualTo(SnapshotFile.save(model));
  }

  @Test
  void theOverlapIsThatOfThePredictionsGiven() throws RejectedException {
    Prequential model = new Prequential(pipeline(CONV));
    RowBinder binder = new RowBinder(pipeline(CONV));
    Rng rng = new Rng(4);
    double sum = 0;
    int count = 0;
    for (int i = 0; i < 300; i++) {
      Row row = row(binder, rng);
      float[] p = model.predict(row).outputs[1].clone();
      if (!Double.isNaN(row.labels[1])) {
        double w =
            Math.max(
                0,
                Math.min(p[0] + p[2], row.labels[3] + row.labels[5])
                    - Math.max(p[0], row.labels[3]));
        double h =
            Math.max(
                0,
                Math.min(p[1] + p[3], row.labels[4] + row.labels[6])
                    - Math.max(p[1], row.labels[4]));
        double both = p[2] > 0 && p[3] > 0 ? w * h : 0;
        double areas = Math.max(0, p[2]) * Math.max(0, p[3]) + row.labels[5] * row.labels[6];
        sum += both / (areas - both);
        count++;
      }
      model.learn(row);
    }
    assertThat(model.evaluator().quality(1).value(Horizon.WHOLE, "iou"))
        .isCloseTo(sum / count, within(1e-6));
  }

  @Test
  void whatDoesNotFitABoxIsRefused() {
    RowBinder binder = new RowBinder(pipeline(""));
    binder.begin(binder.newRow());
    assertThatThrownBy(() -> binder.labelNumber(3, -1))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OUT_OF_RANGE))
        .hasMessage(
            "label of task 'where' (field 'w'): '-1.0' is not allowed, must be a finite number from"
                + " 0 to 1e30");
    assertThatThrownBy(() -> new Prequential(pipeline("head: passive_aggressive\n")))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("does not fit task 'where' of kind box");
    assertThatThrownBy(() -> new Prequential(pipeline("label_memory: true\n")))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("not allowed with task 'where', whose label has several values");
  }
}
