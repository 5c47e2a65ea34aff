package io.braid.bench.jmh;

import io.braid.bench.Shape;
import io.braid.bench.Stream;
import io.braid.model.data.Example;
import io.braid.model.data.Prediction;
import io.braid.model.data.Row;
import io.braid.model.data.Update;
import io.braid.model.learner.Learner;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.Pipeline;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Time of one event in the learner; with batches, a step's time is spread over its events. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LearnerBench {
  private static final int RING = 1024;

  @Param({Shape.LINEAR})
  public String shape;

  private Row[] rows;
  private Example[] examples;
  private Learner learner;
  private Prediction prediction;
  private Prequential prequential;
  private int at;

  @Setup
  public void setup() {
    Shape parsed = Shape.of(shape);
    Pipeline pipeline = parsed.pipeline();
    learner = new Learner(pipeline);
    prequential = new Prequential(pipeline);
    prediction = learner.newPrediction();
    // Of wide rows fewer, so that the ring stays small against the caches, as one event is.
    int ring = Math.max(64, Math.min(RING, 65_536 / Math.max(1, parsed.features())));
    rows = new Stream(parsed, 7).rows(Integer.highestOneBit(ring));
    examples = new Example[rows.length];
    for (Row row : rows) {
      learner.observe(row);
    }
    for (int i = 0; i < rows.length; i++) {
      examples[i] = learner.newExample();
      learner.encode(rows[i], examples[i]);
    }
  }

  private int next() {
    at = (at + 1) & (rows.length - 1);
    return at;
  }

  /** An encoded example to a prediction. */
  @Benchmark
  public Prediction predict() {
    learner.predict(examples[next()], prediction);
    return prediction;
  }

  /** The update alone, with the forward pass it needs. */
  @Benchmark
  public Update step() {
    return learner.learn(examples[next()]);
  }

  /** Predict, then learn from the same example. */
  @Benchmark
  public Update learn() {
    Example example = examples[next()];
    learner.predict(example, prediction);
    return learner.learn(example);
  }

  /** All of it: statistics, encoding, prediction, metrics, drift detection, update. */
  @Benchmark
  public Update event() {
    Prediction said = prequential.predict(rows[next()]);
    return prequential.learn(prequential.example(), said);
  }
}
