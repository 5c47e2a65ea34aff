package io.braid.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;

/** The image by itself. */
@InDocker
class ImageTest {
  /** Batches of wide layers: multiplied by the native library. */
  private static final String PIPELINE =
      """
      name: wide
      input: {topic: wide}
      features: [a, b]
      tasks:
        - {name: y, kind: regression, label: y}
      trunk: {kind: mlp, hidden: [256, 256]}
      batch: 64
      kernels: nd4j
      """;

  @Test
  void itRunsWithoutRightsAndHasAllItNeeds() throws Exception {
    StringBuilder csv = new StringBuilder("a,b,y\n");
    for (int i = 0; i < 500; i++) {
      csv.append(i % 7).append(',').append(i % 11).append(',').append(i % 7 - i % 11).append('\n');
    }
    try (GenericContainer<?> container =
        Braid.idle()
            .withCopyToContainer(Transferable.of(PIPELINE), "/etc/braid/pipeline.yaml")
            .withCopyToContainer(Transferable.of(csv.toString()), "/etc/braid/data.csv")) {
      container.start();
      assertThat(container.execInContainer("id", "-u").getStdout().strip()).isNotEqualTo("0");
      assertThat(container.execInContainer("sh", "-c", ": >/opt/braid/lib/x").getExitCode())
          .as("the application can be changed by the user it runs as")
          .isNotZero();
      var ended =
          container.execInContainer(
              "braid",
              "evaluate",
              "--pipeline",
              "/etc/braid/pipeline.yaml",
              "--data",
              "/etc/braid/data.csv");
      assertThat(ended.getExitCode()).as(ended.getStderr()).isZero();
      assertThat(ended.getStdout()).contains("rmse");
      // Nothing was left to be unpacked.
      assertThat(container.execInContainer("sh", "-c", "ls -d ~/.javacpp").getExitCode())
          .isNotZero();
    }
  }
}
