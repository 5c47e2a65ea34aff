package io.braid.bench.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the processing threads' time and allocation go, from the flight recorder: each sample
 * belongs to the innermost frame that is of a known layer.
 */
final class Hotspots implements AutoCloseable {
  private static final int METHODS = 30;

  /** In the selector, for the broker or for work. */
  private static final String WAITING = "waiting";

  /** First match counts. */
  private static final Map<String, String> LAYERS = new LinkedHashMap<>();

  static {
    LAYERS.put("io.braid.topology.event", "decode");
    LAYERS.put("io.braid.model.feature.RowBinder", "decode");
    LAYERS.put("io.braid.model.feature.LabelRule", "decode");
    LAYERS.put("io.braid.model.data.Row", "decode");
    LAYERS.put("io.braid.model.feature", "encode features");
    LAYERS.put("io.braid.model.data.Moments", "encode features");
    LAYERS.put("io.braid.model.metric", "metrics");
    LAYERS.put("io.braid.model.learner.TaskMonitor", "metrics");
    LAYERS.put("io.braid.model.learner.Baselines", "metrics");
    LAYERS.put("io.braid.model.learner.WatchedLoss", "metrics");
    LAYERS.put("io.braid.model.learner.Evaluator", "metrics");
    LAYERS.put("io.braid.model.drift", "drift detection");
    LAYERS.put("io.braid.model.optimizer", "optimizer");
    LAYERS.put("io.braid.model.kernel", "kernels");
    LAYERS.put("io.braid.model", "rest of the learner");
    LAYERS.put("io.braid.schemas", "encode the prediction");
    LAYERS.put("org.apache.avro", "encode the prediction");
    LAYERS.put("io.braid.topology.store", "store");
    LAYERS.put("io.braid.topology", "processor");
    LAYERS.put("io.braid.bench", "processor");
    LAYERS.put("moa.", "moa");
    LAYERS.put("com.yahoo.labs.samoa", "moa");
    LAYERS.put("org.apache.kafka.streams", "Kafka Streams");
    LAYERS.put("org.apache.kafka.clients.consumer", "Kafka consumer");
    LAYERS.put("org.apache.kafka.clients.producer", "Kafka producer");
    LAYERS.put("org.apache.kafka", "Kafka, records and network");
    LAYERS.put("org.rocksdb", "RocksDB");
  }

  private final boolean enabled;
  private Recording recording;
  private final Map<String, Double> time = new TreeMap<>();
  private final Map<String, Double> allocation = new TreeMap<>();
  private final Map<String, Double> methods = new TreeMap<>();
  private final Map<String, Double> sites = new TreeMap<>();

  Hotspots(boolean enabled) {
    this.enabled = enabled;
  }

  void start() {
    if (!enabled) {
      return;
    }
    recording = new Recording();
    recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
    recording.enable("jdk.NativeMethodSample").withPeriod(Duration.ofMillis(10));
    recording.enable("jdk.ObjectAllocationSample").with("throttle", "2000/s").withStackTrace();
    recording.start();
  }

  void stop() throws IOException {
    if (!enabled) {
      return;
    }
    recording.stop();
    Path file = Files.createTempFile("braid-bench-", ".jfr");
    try {
      recording.dump(file);
      read(file);
    } finally {
      Files.delete(file);
    }
  }

  private void read(Path file) throws IOException {
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        boolean sampled = event.hasField("sampledThread");
        RecordedThread thread = sampled ? event.getThread("sampledThread") : event.getThread();
        RecordedStackTrace stack = event.getStackTrace();
        if (thread == null
            || stack == null
            || thread.getJavaName() == null
            || !Usage.processing(thread.getJavaName())) {
          continue;
        }
        List<RecordedFrame> frames = stack.getFrames();
        if (sampled) {
          String layer = layer(frames);
          time.merge(layer, 1.0, Double::sum);
          if (layer.equals(WAITING)) {
            continue;
          }
          methods.merge(method(frames.get(0)), 1.0, Double::sum);
        } else {
          double bytes = event.getLong("weight");
          allocation.merge(layer(frames), bytes, Double::sum);
          String site = event.getClass("objectClass").getName() + " in " + site(frames);
          sites.merge(site, bytes, Double::sum);
        }
      }
    }
  }

  private static String layer(List<RecordedFrame> frames) {
    if (frames.get(0).getMethod().getName().equals("wait")) {
      return WAITING;
    }
    for (RecordedFrame frame : frames) {
      String type = frame.getMethod().getType().getName();
      for (Map.Entry<String, String> layer : LAYERS.entrySet()) {
        if (type.startsWith(layer.getKey())) {
          return layer.getValue();
        }
      }
    }
    return "other";
  }

  private static String method(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  /** The innermost method that is not the JDK's. */
  private static String site(List<RecordedFrame> frames) {
    for (RecordedFrame frame : frames) {
      String type = frame.getMethod().getType().getName();
      if (!type.startsWith("java.") && !type.startsWith("jdk.") && !type.startsWith("sun.")) {
        return method(frame);
      }
    }
    return method(frames.get(0));
  }

  Map<String, Double> time() {
    return shares(time, Integer.MAX_VALUE);
  }

  Map<String, Double> allocation() {
    return shares(allocation, Integer.MAX_VALUE);
  }

  Map<String, Double> methods() {
    return shares(methods, METHODS);
  }

  Map<String, Double> sites() {
    return shares(sites, METHODS);
  }

  private static Map<String, Double> shares(Map<String, Double> sums, int most) {
    double total = sums.values().stream().mapToDouble(Double::doubleValue).sum();
    Map<String, Double> shares = new LinkedHashMap<>();
    sums.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(most)
        .forEach(entry -> shares.put(entry.getKey(), entry.getValue() / total));
    return shares;
  }

  @Override
  public void close() {
    if (recording != null) {
      recording.close();
    }
  }
}
