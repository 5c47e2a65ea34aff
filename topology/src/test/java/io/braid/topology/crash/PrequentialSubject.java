package io.braid.topology.crash;

import io.braid.model.data.Example;
import io.braid.model.data.Prediction;
import io.braid.model.data.RejectedException;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.feature.RowBinder;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import java.nio.ByteBuffer;

/**
 * The real learner with state of every kind: encoder statistics and categories, a network with
 * dropout and an embedding table, Adam's moments, learned weights, a half-filled micro-batch, early
 * stopping, remembered labels, detectors and metrics.
 */
public class PrequentialSubject implements CrashSubject<Prequential> {
  private static final Pipeline PIPELINE =
      PipelineFile.parse(
          """
          name: crash
          input: {topic: any}
          features:
            - {name: a, type: numeric}
            - {name: b, type: numeric}
            - {name: city, type: categorical}
            - {name: item, type: categorical, buckets: 512}
          trunk: {kind: mlp, hidden: [32, 16], dropout: 0.1}
          tasks:
            - {name: late, kind: binary, label: late}
            - {name: hours, kind: regression, label: hours, loss: huber}
            - {name: kind, kind: multiclass, label: kind, classes: 3, hidden: [8]}
            - {name: tickets, kind: count, label: tickets}
          weighting: uncertainty
          optimizer: {kind: adam, schedule: {kind: cosine, period: 5000, restart: true}, l2: 1e-4}
          drift: {detector: kswin, reaction: raise_learning_rate}
          early_stopping: {kind: patience, patience: 1000}
          batch: 3
          skip: true
          label_memory: {keep: 2, key: city, keys: 8}
          evaluation: {window: 100, every: 100}
          """,
          "crash.yaml");

  private final Pipeline pipeline;
  private final RowBinder binder;
  private final Row row;

  public PrequentialSubject() {
    this(PIPELINE);
  }

  /**
   * @param pipeline of the same features and tasks
   */
  PrequentialSubject(Pipeline pipeline) {
    this.pipeline = pipeline;
    binder = new RowBinder(pipeline);
    row = binder.newRow();
  }

  @Override
  public Prequential create() {
    return new Prequential(pipeline);
  }

  @Override
  public byte[] event(long i) {
    return ByteBuffer.allocate(Long.BYTES).putLong(i).array();
  }

  @Override
  public byte[] predict(Prequential learner, byte[] event) {
    fill(event);
    Example example = learner.learner().newExample();
    Prediction said = learner.learner().newPrediction();
    learner.learner().encode(row, example);
    learner.learner().predict(example, said);
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + Float.BYTES * 6).putLong(said.step);
    for (float[] outputs : said.outputs) {
      for (float output : outputs) {
        bytes.putFloat(output);
      }
    }
    return bytes.array();
  }

  @Override
  public void learn(Prequential learner, byte[] event) {
    fill(event);
    learner.predict(row);
    learner.learn(row);
  }

  /** Four features and four labels, some of them missing, as a function of the event's number. */
  private void fill(byte[] event) {
    Rng rng = new Rng(ByteBuffer.wrap(event).getLong());
    double a = rng.nextGaussian();
    int city = rng.nextInt(20);
    try {
      binder.begin(row);
      if (rng.nextInt(10) > 0) {
        binder.number(0, a);
      }
      binder.number(1, 100 * rng.nextGaussian());
      binder.text(2, "city " + city);
      binder.text(3, "item " + rng.nextInt(2000));
      if (rng.nextInt(3) > 0) {
        binder.labelFlag(0, a + city * 0.1 > 1);
      }
      if (rng.nextInt(3) > 0) {
        binder.labelNumber(1, 10 + 3 * a + city);
      }
      if (rng.nextInt(3) > 0) {
        binder.labelNumber(2, city % 3);
      }
      binder.labelNumber(3, rng.nextInt(1 + city));
    } catch (RejectedException e) {
      throw new AssertionError(e);
    }
  }
}
