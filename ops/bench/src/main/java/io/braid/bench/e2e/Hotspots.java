package io.braid.bench.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the processing threads' time and allocation go, from the flight recorder: each sample
 * belongs to the innermost frame that is of a known layer.
 */
final class Hotspots implements AutoCloseable {
  private static final int METHODS = 20;
  private static final Duration PERIOD = Duration.ofMillis(4);

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
  private Instant from = Instant.MIN;
  private final Map<String, Double> time = new TreeMap<>();
  private final Map<String, Double> allocation = new TreeMap<>();
  private final Map<String, Double> methods = new TreeMap<>();
  private final Map<String, Double> sites = new TreeMap<>();

  Hotspots(boolean enabled) {
    this.enabled = enabled;
  }

  /**
   * Starts the recorder, early: it changes classes of the library that run all the time, so that
   * what was compiled of the work has to be compiled anew.
   */
  void start() {
    if (!enabled) {
      return;
    }
    recording = new Recording();
    recording.enable("jdk.ExecutionSample").withPeriod(PERIOD);
    recording.enable("jdk.NativeMethodSample").withPeriod(PERIOD);
    recording.enable("jdk.ObjectAllocationSample").with("throttle", "2000/s").withStackTrace();
    recording.start();
  }

  /** What came before does not count. */
  void mark() {
    from = Instant.now();
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
    List<RecordedEvent> allocations = new ArrayList<>();
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        boolean sampled = event.hasField("sampledThread");
        RecordedThread thread = sampled ? event.getThread("sampledThread") : event.getThread();
        if (event.getStartTime().isBefore(from)
            || thread == null
            || event.getStackTrace() == null
            || thread.getJavaName() == null
            || !Usage.processing(thread.getJavaName())) {
          continue;
        }
        if (sampled) {
          addTime(event.getStackTrace().getFrames());
        } else {
          allocations.add(event);
        }
      }
    }
    allocations.sort(Comparator.comparing(RecordedEvent::getStartTime));
    Set<Long> begun = new HashSet<>();
    for (RecordedEvent event : allocations) {
      // A thread's first sample weighs all that it has allocated since it was born.
      if (!begun.add(event.getThread().getJavaThreadId())) {
        addAllocation(event);
      }
    }
  }

  private void addTime(List<RecordedFrame> frames) {
    String layer = layer(frames);
    time.merge(layer, 1.0, Double::sum);
    if (!layer.equals(WAITING)) {
      String own = ofTheJdk(frames.get(0)) ? method(frames.get(0)) + " in " : "";
      methods.merge(own + site(frames), 1.0, Double::sum);
    }
  }

  private void addAllocation(RecordedEvent event) {
    List<RecordedFrame> frames = event.getStackTrace().getFrames();
    double bytes = event.getLong("weight");
    allocation.merge(layer(frames), bytes, Double::sum);
    String type = event.getClass("objectClass").getName();
    sites.merge(
        type.substring(type.lastIndexOf('.') + 1) + " in " + site(frames), bytes, Double::sum);
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

  /** Class without package, and method. */
  private static String method(RecordedFrame frame) {
    String type = frame.getMethod().getType().getName();
    // Of a hidden class only what it was made from.
    int end = type.indexOf("+0x") < 0 ? type.length() : type.indexOf("+0x");
    String shown = type.substring(type.lastIndexOf('.', end) + 1, end);
    return shown + "." + frame.getMethod().getName();
  }

  /** The innermost method that is not the JDK's, and the one that called it. */
  private static String site(List<RecordedFrame> frames) {
    int at = 0;
    while (at < frames.size() - 1 && ofTheJdk(frames.get(at))) {
      at++;
    }
    String caller = at + 1 < frames.size() ? ", from " + method(frames.get(at + 1)) : "";
    return method(frames.get(at)) + caller;
  }

  private static boolean ofTheJdk(RecordedFrame frame) {
    String type = frame.getMethod().getType().getName();
    return type.startsWith("java.") || type.startsWith("jdk.") || type.startsWith("sun.");
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
