package io.braid.acceptance;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.braid.schemas.RegistryClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.lifecycle.Startables;

/**
 * A real broker and a real registry in containers of their own, shared by all tests. Both have
 * ports of this machine that stay the same when they are killed and started again: what the broker
 * advertises would be wrong otherwise.
 */
final class Stack implements AutoCloseable {
  /** The broker's address for containers in {@link #network}. */
  static final String KAFKA_INSIDE = "kafka:19092";

  /** The registry's address for containers in {@link #network}. */
  static final String REGISTRY_INSIDE = "http://registry:8080/apis/ccompat/v7";

  private static final int KAFKA_PORT = 9092;
  private static final int REGISTRY_PORT = 8080;

  private final Network network = Network.newNetwork();
  private final int kafkaPort = freePort();
  private final int registryPort = freePort();
  private final GenericContainer<?> kafka;
  private final GenericContainer<?> registry;

  @SuppressWarnings("resource")
  private Stack() {
    kafka =
        new GenericContainer<>(Images.KAFKA)
            .withNetwork(network)
            .withNetworkAliases("kafka")
            .withEnv(broker())
            .withCreateContainerCmdModifier(
                c -> c.getHostConfig().withPortBindings(bound(kafkaPort, KAFKA_PORT)))
            .withExposedPorts(KAFKA_PORT)
            .waitingFor(Wait.forLogMessage(".*Transitioning from RECOVERY to RUNNING.*", 1));
    registry =
        new GenericContainer<>(Images.REGISTRY)
            .withNetwork(network)
            .withNetworkAliases("registry")
            .withEnv("QUARKUS_HTTP_HOST", "0.0.0.0")
            .withEnv("APICURIO_DATASOURCE_URL", "jdbc:h2:file:/tmp/registry")
            .withEnv("APICURIO_RULES_GLOBAL_COMPATIBILITY", "BACKWARD")
            .withEnv("JAVA_OPTS", "-Xmx384m")
            .withCreateContainerCmdModifier(
                c -> c.getHostConfig().withPortBindings(bound(registryPort, REGISTRY_PORT)))
            .withExposedPorts(REGISTRY_PORT)
            .waitingFor(
                Wait.forHttp("/apis/ccompat/v7/subjects")
                    .forPort(REGISTRY_PORT)
                    .withStartupTimeout(Duration.ofMinutes(2)));
  }

  static Stack start() {
    Stack stack = new Stack();
    long before = System.nanoTime();
    Startables.deepStart(stack.kafka, stack.registry).join();
    Report.line("broker and registry run after %.1f s", Report.secondsSince(before));
    return stack;
  }

  private Map<String, String> broker() {
    return Map.ofEntries(
        Map.entry("KAFKA_NODE_ID", "1"),
        Map.entry("KAFKA_PROCESS_ROLES", "broker,controller"),
        Map.entry("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093"),
        Map.entry("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
        Map.entry("KAFKA_INTER_BROKER_LISTENER_NAME", "INSIDE"),
        Map.entry(
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
            "CONTROLLER:PLAINTEXT,INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT"),
        Map.entry(
            "KAFKA_LISTENERS", "INSIDE://:19092,OUTSIDE://:" + KAFKA_PORT + ",CONTROLLER://:9093"),
        Map.entry(
            "KAFKA_ADVERTISED_LISTENERS",
            "INSIDE://" + KAFKA_INSIDE + ",OUTSIDE://" + bootstrapServers()),
        Map.entry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1"),
        Map.entry("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "5"),
        Map.entry("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "5"),
        Map.entry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1"),
        Map.entry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1"),
        Map.entry("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1"),
        Map.entry("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1"),
        Map.entry("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"),
        Map.entry("KAFKA_HEAP_OPTS", "-Xmx512m"));
  }

  Network network() {
    return network;
  }

  /** The broker's address on this machine. */
  String bootstrapServers() {
    return "localhost:" + kafkaPort;
  }

  /** The registry's address on this machine. */
  String registryUrl() {
    return "http://localhost:" + registryPort + "/apis/ccompat/v7";
  }

  RegistryClient registryClient() {
    return RegistryClient.of(Map.of("url", registryUrl()));
  }

  GenericContainer<?> kafka() {
    return kafka;
  }

  GenericContainer<?> registry() {
    return registry;
  }

  void createTopic(String name) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(name, Optional.of(1), Optional.empty()))).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("topic " + name, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** SIGKILL: no farewell. */
  static void kill(GenericContainer<?> container) {
    client().killContainerCmd(container.getContainerId()).withSignal("KILL").exec();
  }

  /** Starts a container that has ended, with what is on its disks. */
  static void startAgain(GenericContainer<?> container) {
    client().startContainerCmd(container.getContainerId()).exec();
  }

  static DockerClient client() {
    return org.testcontainers.DockerClientFactory.lazyClient();
  }

  private static PortBinding bound(int outside, int inside) {
    return new PortBinding(
        Ports.Binding.bindIpAndPort("127.0.0.1", outside), ExposedPort.tcp(inside));
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kafka.stop();
    registry.stop();
    network.close();
  }
}
