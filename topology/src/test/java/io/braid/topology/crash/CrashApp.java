package io.braid.topology.crash;

import io.braid.model.data.Learned;
import io.braid.topology.StreamsSettings;
import io.braid.topology.store.LearnerStore;
import io.braid.topology.store.LearnerStoreBuilder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The application the crash tests kill: one input topic, a processor that predicts, forwards and
 * learns with a {@link CrashSubject}, one output topic. Runs in a process of its own; arguments are
 * {@code name=value}, see {@link CrashScene#start}. Prints RUNNING when it processes and FAILED
 * with the reason when it gives up.
 */
public final class CrashApp {
  static final String STORE = "learner";

  /** Exit code after an exception. */
  static final int FAILED = 3;

  private CrashApp() {}

  public static void main(String[] args) throws Exception {
    Map<String, String> options = new HashMap<>();
    Map<String, Object> user = new HashMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      String name = arg.substring(0, equals);
      String value = arg.substring(equals + 1);
      if (name.startsWith("kafka:")) {
        user.put(name.substring("kafka:".length()), value);
      } else {
        options.put(name, value);
      }
    }
    run(subject(options.get("subject")), options, user);
  }

  static CrashSubject<?> subject(String className) throws ReflectiveOperationException {
    return Class.forName(className).asSubclass(CrashSubject.class).getConstructor().newInstance();
  }

  private static <L extends Learned> void run(
      CrashSubject<L> subject, Map<String, String> options, Map<String, Object> user)
      throws InterruptedException {
    String application = options.get("application");
    Properties settings = StreamsSettings.of(application, options.get("instance"), user);
    KafkaStreams streams =
        new KafkaStreams(
            topology(
                application + "-in",
                application + "-out",
                subject,
                number(options, "fail.at", -1),
                number(options, "halt.at.put", 0)),
            settings);
    CountDownLatch over = new CountDownLatch(1);
    streams.setUncaughtExceptionHandler(
        e -> {
          Throwable root = e;
          while (root.getCause() != null) {
            root = root.getCause();
          }
          System.out.println("FAILED " + e.getMessage() + " <- " + root);
          over.countDown();
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.RUNNING) {
            System.out.println("RUNNING");
          }
        });
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(20)), "shutdown"));
    streams.start();
    over.await();
    streams.close(Duration.ofSeconds(20));
    Runtime.getRuntime().halt(FAILED);
  }

  private static long number(Map<String, String> options, String name, long fallback) {
    return options.containsKey(name) ? Long.parseLong(options.get(name)) : fallback;
  }

  /** Small blocks, so that a snapshot takes many writes. */
  private static <L extends Learned> Topology topology(
      String in, String out, CrashSubject<L> subject, long failAt, long haltAtPut) {
    LearnerStoreBuilder<L> store =
        new LearnerStoreBuilder<>(new HaltingStores(STORE, haltAtPut), subject::create, 2048);
    ByteArrayDeserializer read = new ByteArrayDeserializer();
    ByteArraySerializer write = new ByteArraySerializer();
    ProcessorSupplier<byte[], byte[], byte[], byte[]> supplier =
        new ProcessorSupplier<>() {
          @Override
          public Processor<byte[], byte[], byte[], byte[]> get() {
            return new Learning<>(subject, failAt);
          }

          @Override
          public Set<StoreBuilder<?>> stores() {
            return Set.of(store);
          }
        };
    return new Topology()
        .addSource("in", read, read, in)
        .addProcessor("learn", supplier, "in")
        .addSink("out", out, write, write, "learn");
  }

  /** Output: the input's offset as key; the prediction and whether it is a replay as value. */
  private static final class Learning<L extends Learned>
      implements Processor<byte[], byte[], byte[], byte[]> {
    private final CrashSubject<L> subject;
    private final long failAt;
    private ProcessorContext<byte[], byte[]> context;
    private LearnerStore<L> store;

    Learning(CrashSubject<L> subject, long failAt) {
      this.subject = subject;
      this.failAt = failAt;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
      context = processorContext;
      store = context.getStateStore(STORE);
      store.load();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      RecordMetadata at = context.recordMetadata().orElseThrow();
      boolean isNew = store.isNew(at.topic(), at.partition(), at.offset());
      byte[] prediction = subject.predict(store.learner(), record.value());
      byte[] value =
          ByteBuffer.allocate(prediction.length + 1)
              .put(prediction)
              .put((byte) (isNew ? 0 : 1))
              .array();
      byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(at.offset()).array();
      context.forward(record.withKey(key).withValue(value));
      if (isNew) {
        store.mutate(
            at.topic(),
            at.partition(),
            at.offset(),
            learner -> {
              subject.learn(learner, record.value());
              if (at.offset() == failAt) {
                throw new ArithmeticException("failure injected half-way through learning");
              }
            });
      }
    }
  }
}
