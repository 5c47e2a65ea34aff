package io.braid.bench.jmh;

import io.braid.bench.Shape;
import io.braid.bench.e2e.Feed;
import io.braid.model.data.RejectedException;
import io.braid.model.data.Row;
import io.braid.schemas.Prediction;
import io.braid.schemas.RegistryClient;
import io.braid.schemas.RegistrySerializer;
import io.braid.schemas.TaskKind;
import io.braid.schemas.TaskPrediction;
import io.braid.topology.event.EventDecoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What stands before and behind the learner: an event's bytes to a row, a prediction to bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StageBench {
  private byte[][] events;
  private EventDecoder decoder;
  private Row row;
  private RegistrySerializer<Prediction> serializer;
  private Prediction prediction;
  private int at;

  @Setup
  public void setup() {
    RegistryClient registry = Feed.registry();
    events = Feed.NARROW.records();
    decoder =
        EventDecoder.events(Shape.of(Shape.LINEAR).pipeline(), registry, EventDecoder.MAX_BYTES);
    row = decoder.newRow();
    serializer = RegistrySerializer.of(registry, Prediction.class);
    List<TaskPrediction> tasks = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      TaskKind kind = Shape.binary(k) ? TaskKind.BINARY : TaskKind.REGRESSION;
      tasks.add(new TaskPrediction("y" + k, kind, 0.25, List.of(0.25f), null, null, null, null));
    }
    prediction =
        new Prediction("reading-00000000", Instant.EPOCH, "feed", 0, 0L, "bench", 0L, false, tasks);
  }

  /** A framed event of 32 doubles and 4 labels, straight into the row. */
  @Benchmark
  public Row decode() throws RejectedException {
    at = (at + 1) & (events.length - 1);
    decoder.decode(events[at], row);
    return row;
  }

  /** A prediction of four tasks to framed bytes. */
  @Benchmark
  public byte[] serialize() {
    prediction.setOffset(at++);
    return serializer.serialize("bench.predictions", prediction);
  }
}
