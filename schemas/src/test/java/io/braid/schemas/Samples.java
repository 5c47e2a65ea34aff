package io.braid.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** One record of every type with every field filled and no field at its default. */
final class Samples {
  private static final Instant TIME = Instant.ofEpochMilli(1_765_432_109_876L);

  static {
    // Defaults of records are read like any other.
    TrustedRecords.trust();
  }

  private Samples() {}

  static List<SpecificRecord> all() {
    return List.of(event(), label(), prediction(), metrics(), drift(), block());
  }

  static Event event() {
    Map<String, Object> features = new LinkedHashMap<>();
    features.put("flow", 12.5);
    features.put("count", 9_007_199_254_740_993L);
    features.put("open", true);
    features.put("season", "\u00e9t\u00e9");
    features.put("broken", null);
    return new Event("e-1", TIME, features, Map.of("flood", true), 2.5);
  }

  static Label label() {
    return new Label("e-1", TIME, Map.of("downstream", 3.25), true);
  }

  static Prediction prediction() {
    List<TaskPrediction> tasks =
        List.of(
            new TaskPrediction(
                "flood", TaskKind.BINARY, 0.25, List.of(0.25f), null, null, null, null),
            new TaskPrediction(
                "fault",
                TaskKind.MULTICLASS,
                0.5,
                List.of(0.25f, 0.5f, 0.25f),
                "b",
                null,
                null,
                null),
            new TaskPrediction(
                "flow", TaskKind.REGRESSION, -7.5, List.of(-7.5f), null, null, null, null));
    return new Prediction("e-1", TIME, "river", 3, 1L << 40, "demo", 77L, true, tasks);
  }

  static TaskMetrics metrics() {
    return TaskMetrics.newBuilder()
        .setPipeline("demo")
        .setTask("flood")
        .setKind(TaskKind.COUNT)
        .setPartition(3)
        .setTime(TIME)
        .setStep(78L)
        .setExamples(70L)
        .setDrifts(2L)
        .setWeight(0.75)
        .setLoss(0.125)
        .setFrozen(true)
        .setWhole(Map.of("mae", 1.5))
        .setFading(Map.of("mae", 1.25))
        .setWindowed(Map.of("mae", 1.0))
        .setBaselines(Map.of("mae.persistence", 2.0))
        .build();
  }

  static DriftEvent drift() {
    return DriftEvent.newBuilder()
        .setPipeline("demo")
        .setTask("flood")
        .setDetector("adwin")
        .setSignal(DriftSignal.DRIFT)
        .setTime(TIME)
        .setExamples(71L)
        .setErrorBefore(0.125)
        .setErrorAfter(0.5)
        .setReaction("raise_learning_rate")
        .setTopic("river")
        .setPartition(3)
        .setOffset(72L)
        .build();
  }

  static ModelBlock block() {
    ByteBuffer bytes = ByteBuffer.wrap("model".getBytes(StandardCharsets.US_ASCII));
    return new ModelBlock("demo", -5L, "parameters", 1, 2, 79L, 1, 0xFFFF_FFFFL, bytes);
  }
}
