package io.braid.bench.jmh;

import io.braid.bench.JavaHome;
import io.braid.bench.Scale;
import io.braid.bench.Shape;
import io.braid.model.data.Prediction;
import io.braid.model.data.Update;
import io.braid.model.spec.Pipeline;
import io.braid.topology.meter.ReplicaMeter;
import io.braid.topology.meter.Telemetry;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What counting costs: every call an event of four labelled tasks makes to its meter. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MeterBench {
  private static final int TASKS = 4;

  private ReplicaMeter meter;
  private Prediction prediction;
  private Update update;
  private long now;
  private int at;

  @Setup
  public void setup() {
    Pipeline pipeline = Shape.of(Shape.LINEAR).pipeline();
    meter = new Telemetry(pipeline).replica(0);
    int[] widths = new int[TASKS];
    Arrays.fill(widths, 1);
    prediction = new Prediction(widths);
    update = new Update(TASKS);
    update.status = Update.Status.APPLIED;
    Arrays.fill(update.weights, 1f);
    now = System.currentTimeMillis();
  }

  /** One event, predicted, tested and learned. */
  @Benchmark
  public void count() {
    at++;
    meter.event();
    meter.onTime(TASKS);
    meter.predicted(now, false);
    for (int k = 0; k < TASKS; k++) {
      prediction.outputs[k][0] = (at & 255) / 256f;
      meter.tested(k, prediction.outputs[k], Shape.binary(k) ? at & 1 : at);
    }
    meter.learned(update);
    meter.done();
  }

  /** Nanoseconds per event. */
  public static double nanos(Scale scale, Consumer<String> progress) {
    return new Cells(scale, JavaHome.current(), progress).of("MeterBench.count").time();
  }
}
