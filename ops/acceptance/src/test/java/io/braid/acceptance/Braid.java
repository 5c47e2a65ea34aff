package io.braid.acceptance;

import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Volume;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;

/** Braid's own image, running one pipeline. */
final class Braid implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final GenericContainer<?> container;
  private final String name;
  private final Stack stack;

  Braid(Stack stack, Readings readings) {
    this(stack, readings.name(), readings.yaml());
  }

  /**
   * @param name of the pipeline
   * @param yaml the pipeline file
   */
  @SuppressWarnings("resource")
  Braid(Stack stack, String name, String yaml) {
    this.stack = stack;
    this.name = name;
    container =
        new GenericContainer<>(Images.BRAID)
            .withNetwork(stack.network())
            .withEnv("BRAID_JAVA_OPTS", "-Xmx384m -XX:+UseSerialGC")
            .withCopyToContainer(Transferable.of(yaml), "/etc/braid/pipeline.yaml");
  }

  /** A container of the image that does nothing. */
  @SuppressWarnings("resource")
  static GenericContainer<?> idle() {
    return new GenericContainer<>(Images.BRAID)
        .withCreateContainerCmdModifier(
            c -> {
              c.withEntrypoint("sleep", "3600");
              c.withCmd();
            });
  }

  /** Keeps the state on a volume; to be called before the start. */
  Braid withState(SmallDisk disk) {
    container.withCreateContainerCmdModifier(
        c -> c.getHostConfig().withBinds(new Bind(disk.volume(), new Volume(SmallDisk.PATH))));
    return this;
  }

  GenericContainer<?> container() {
    return container;
  }

  /** Starts the container for the first time, and waits until it learns. */
  void start() throws InterruptedException {
    container.start();
    awaitLog(name + " is running", 1);
  }

  /** Starts it again after its end, and waits until it learns. */
  void startAgain() throws InterruptedException {
    int before = occurrences(name + " is running");
    Stack.startAgain(container);
    awaitLog(name + " is running", before + 1);
  }

  /** {@code docker stop}, with the time it may take as compose.yaml says; the exit code. */
  long stop() {
    Stack.client().stopContainerCmd(container.getContainerId()).withTimeout(45).exec();
    return exitCode();
  }

  long exitCode() {
    return state().getExitCodeLong();
  }

  boolean running() {
    return Boolean.TRUE.equals(state().getRunning());
  }

  private ContainerState state() {
    return Stack.client().inspectContainerCmd(container.getContainerId()).exec().getState();
  }

  /** The container's main process, as this machine numbers it. */
  long pid() {
    return state().getPidLong();
  }

  /** The container's address in the stack's network. */
  String address() {
    return Stack.client()
        .inspectContainerCmd(container.getContainerId())
        .exec()
        .getNetworkSettings()
        .getNetworks()
        .values()
        .iterator()
        .next()
        .getIpAddress();
  }

  void disconnect() {
    Stack.client()
        .disconnectFromNetworkCmd()
        .withNetworkId(stack.network().getId())
        .withContainerId(container.getContainerId())
        .exec();
  }

  void connect() {
    Stack.client()
        .connectToNetworkCmd()
        .withNetworkId(stack.network().getId())
        .withContainerId(container.getContainerId())
        .withContainerNetwork(new ContainerNetwork())
        .exec();
  }

  String log() {
    return container.getLogs();
  }

  /** The end of the log, for the message of a failed test. */
  String tail() {
    List<String> lines = log().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }

  String lastLine() {
    return log().strip().lines().reduce("", (before, line) -> line);
  }

  void awaitLog(String text) throws InterruptedException {
    awaitLog(text, 1);
  }

  void awaitLog(String text, int times) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (occurrences(text) < times) {
      if (System.nanoTime() > deadline || !running()) {
        throw new AssertionError(
            "'"
                + text
                + "' is not in the log"
                + (running() ? " after " + PATIENCE : "")
                + ":\n"
                + log());
      }
      Thread.sleep(100);
    }
  }

  /** Waits until the process has ended by itself. */
  void awaitEnd() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (running()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it still runs after " + PATIENCE + ":\n" + tail());
      }
      Thread.sleep(100);
    }
  }

  private int occurrences(String text) {
    return log().split(java.util.regex.Pattern.quote(text), -1).length - 1;
  }

  @Override
  public void close() {
    container.stop();
  }
}
