package io.braid.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The service in Node under {@code ops/examples/node}, with the broker, the registry and Braid. */
@InDocker
@ResourceLock(value = "stack", mode = ResourceAccessMode.READ)
class NodeClientTest {
  private static final Path FOLDER = Images.ROOT.resolve("ops/examples/node");

  private final Stack stack;

  NodeClientTest(Stack stack) {
    this.stack = stack;
  }

  @Test
  void aForeignServiceSendsEventsAndReadsPredictions() throws Exception {
    assumeTrue(
        Command.run(20, "node", "--version").code() == 0
            && Command.run(20, "npm", "--version").code() == 0,
        "the example service needs node and npm");
    if (!Files.isDirectory(FOLDER.resolve("node_modules/kafkajs"))) {
      var installed =
          Command.run(
              300, FOLDER, Map.of(), List.of("npm", "ci", "--no-audit", "--no-fund", "--silent"));
      assertThat(installed.code()).as(installed.output()).isZero();
    }
    stack.createTopic("shop.orders");
    try (Braid braid =
        new Braid(stack, "shop", Files.readString(FOLDER.resolve("pipeline.yaml")))) {
      braid.start();
      var ended =
          Command.run(
              180,
              FOLDER,
              Map.of("KAFKA", stack.bootstrapServers(), "REGISTRY", stack.registryUrl()),
              List.of("node", "client.js"));
      assertThat(ended.code()).as(ended.output()).isZero();
      assertThat(ended.output())
          .contains("sent 200 orders to shop.orders", "read 200 predictions, each order's once");
      ended.output().lines().forEach(line -> Report.line("node client: %s", line));
    }
  }

  @Test
  void itsLockFileNamesNoServer() throws IOException {
    assertThat(Files.readString(FOLDER.resolve("package-lock.json")))
        .contains("integrity")
        .doesNotContain("\"resolved\"");
  }
}
