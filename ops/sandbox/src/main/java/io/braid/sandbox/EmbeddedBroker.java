package io.braid.sandbox;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A single-node Kafka broker (KRaft, broker and controller in one) on the loopback interface, for
 * the demo and for tests. It listens without authentication and keeps one replica of everything:
 * not for production.
 *
 * <p>Ports and directory are chosen once, at construction, and kept over {@link #stop} and {@link
 * #start}: clients find a restarted broker, and its data, where they were. {@link #close} stops it
 * and deletes the directory if it was a temporary one.
 *
 * <p>{@code kafka.server.*} is not public API: this is the only class that touches it. Methods are
 * safe to call from several threads.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final long TIMEOUT_SECONDS = 60;

  private final Path directory;
  private final boolean temporary;
  private final int port;
  private final int controllerPort;
  private final Map<String, String> overrides;
  private KafkaRaftServer server;

  private EmbeddedBroker(Builder builder) {
    this.temporary = builder.directory == null;
    this.directory = temporary ? temporaryDirectory() : builder.directory.toAbsolutePath();
    int[] free = freePorts();
    this.port = builder.port != 0 ? builder.port : free[0];
    this.controllerPort = builder.controllerPort != 0 ? builder.controllerPort : free[1];
    this.overrides = Map.copyOf(builder.overrides);
  }

  /** Starts a broker on free ports in a temporary directory. */
  public static EmbeddedBroker startNew() {
    EmbeddedBroker broker = builder().build();
    try {
      broker.start();
      return broker;
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Where and how a broker runs; everything has a default. */
  public static final class Builder {
    private Path directory;
    private int port;
    private int controllerPort;
    private final Map<String, String> overrides = new HashMap<>();

    private Builder() {}

    /** Where the data live, kept at {@link #close}; default: a temporary directory. */
    public Builder directory(Path directory) {
      this.directory = directory;
      return this;
    }

    /** Port for clients; 0, the default, picks a free one. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /** Port of the controller; 0, the default, picks a free one. */
    public Builder controllerPort(int port) {
      this.controllerPort = port;
      return this;
    }

    /** Sets a broker property over the sandbox's own. */
    public Builder property(String name, String value) {
      overrides.put(name, value);
      return this;
    }

    /** A broker that is not started yet. */
    public EmbeddedBroker build() {
      return new EmbeddedBroker(this);
    }
  }

  /** Starts the broker on its ports and directory; returns when it serves. */
  public synchronized void start() {
    if (server != null) {
      throw new IllegalStateException("the broker at " + bootstrapServers() + " runs already");
    }
    format();
    server = new KafkaRaftServer(new KafkaConfig(properties(), false), Time.SYSTEM);
    try {
      server.startup();
      awaitServing();
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  /** Stops the broker and keeps its data; does nothing if it does not run. */
  public synchronized void stop() {
    if (server != null) {
      server.shutdown();
      server.awaitShutdown();
      server = null;
    }
  }

  @Override
  public synchronized void close() {
    stop();
    if (temporary) {
      delete(directory);
    }
  }

  /** The value for clients' {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return HOST + ":" + port;
  }

  public int port() {
    return port;
  }

  public int controllerPort() {
    return controllerPort;
  }

  public Path directory() {
    return directory;
  }

  /**
   * Creates a topic of one replica; a topic that exists is left as it is.
   *
   * @param configs topic settings, for example {@code cleanup.policy}
   */
  public void createTopic(String name, int partitions, Map<String, String> configs) {
    NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(configs);
    try (Admin admin = admin()) {
      admin.createTopics(List.of(topic)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException("topic '" + name + "' could not be created", e.getCause());
      }
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "topic '" + name + "' was not created within " + TIMEOUT_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topic '" + name + "'", e);
    }
  }

  /** The controller may lead before the broker is unfenced: wait until a node is listed. */
  private void awaitServing() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    try (Admin admin = admin()) {
      while (admin.describeCluster().nodes().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).isEmpty()) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "the broker at " + bootstrapServers() + " does not serve; data in " + directory);
        }
        Thread.sleep(20);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "the broker at " + bootstrapServers() + " does not answer; data in " + directory, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the broker started", e);
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
  }

  private void format() {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setNodeId(1)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName("CONTROLLER")
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .setIgnoreFormatted(true)
          .setHasDynamicQuorum(false)
          .setMetadataLogDirectory(directory.toString())
          .addDirectory(directory.toString())
          .setPrintStream(silent)
          .run();
    } catch (Exception e) {
      throw new IllegalStateException("the broker's directory " + directory + " is unusable", e);
    }
  }

  private Map<String, String> properties() {
    Map<String, String> p = new HashMap<>();
    p.put("node.id", "1");
    p.put("process.roles", "broker,controller");
    p.put("listeners", "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + controller());
    p.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
    p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.put("controller.listener.names", "CONTROLLER");
    p.put("controller.quorum.voters", "1@" + controller());
    p.put("log.dirs", directory.toString());
    p.put("auto.create.topics.enable", "false");
    p.put("default.replication.factor", "1");
    p.put("min.insync.replicas", "1");
    p.put("offsets.topic.num.partitions", "1");
    p.put("offsets.topic.replication.factor", "1");
    p.put("transaction.state.log.num.partitions", "1");
    p.put("transaction.state.log.replication.factor", "1");
    p.put("transaction.state.log.min.isr", "1");
    p.put("share.coordinator.state.topic.num.partitions", "1");
    p.put("share.coordinator.state.topic.replication.factor", "1");
    p.put("share.coordinator.state.topic.min.isr", "1");
    p.put("group.initial.rebalance.delay.ms", "0");
    p.put("log.cleaner.dedupe.buffer.size", "4194304");
    p.putAll(overrides);
    return p;
  }

  private String controller() {
    return HOST + ":" + controllerPort;
  }

  private static int[] freePorts() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket first = new ServerSocket(0, 1, loopback);
        ServerSocket second = new ServerSocket(0, 1, loopback)) {
      return new int[] {first.getLocalPort(), second.getLocalPort()};
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + HOST, e);
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("braid-broker-");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory for the broker", e);
    }
  }

  private static void delete(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + root, e);
    }
  }
}
