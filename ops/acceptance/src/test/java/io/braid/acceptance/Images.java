package io.braid.acceptance;

import com.github.dockerjava.api.exception.DockerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/** The images of the tests: public ones, or with the prefix Testcontainers is told of. */
final class Images {
  static final Path ROOT = Path.of(System.getProperty("braid.root", "../.."));
  static final String PREFIX =
      System.getenv().getOrDefault("TESTCONTAINERS_HUB_IMAGE_NAME_PREFIX", "");

  static final DockerImageName KAFKA = DockerImageName.parse("apache/kafka:4.3.1");
  static final DockerImageName REGISTRY = DockerImageName.parse("apicurio/apicurio-registry:3.3.3");
  static final DockerImageName BRAID = DockerImageName.parse("braid:0.1.0");

  private static final String BASE =
      PREFIX.isEmpty() ? "eclipse-temurin:21-jre" : PREFIX + "jre-base:21";

  private Images() {}

  /** Makes Braid's image of what this build has packaged; says what is missing if it cannot. */
  static Optional<String> missing() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.of("no Docker engine answers (docker/images.sh --install starts one)");
    }
    for (DockerImageName image : List.of(KAFKA, REGISTRY, DockerImageName.parse(BASE))) {
      String name = image.asCanonicalNameString();
      String tag = name.startsWith(PREFIX) ? name : PREFIX + name;
      if (!present(tag) && !pulled(tag)) {
        return Optional.of(
            "there is no image "
                + tag
                + ", and it cannot be pulled (docker/images.sh builds all of them here)");
      }
    }
    if (!Files.exists(ROOT.resolve("ops/cli/target/braid-cli.jar"))) {
      return Optional.of("the application is not packaged: run 'mvn verify' in the root folder");
    }
    Command.Outcome built =
        Command.run(600, ROOT.resolve("docker/image.sh").toString(), PREFIX + "braid:0.1.0", BASE);
    if (built.code() != 0) {
      throw new IllegalStateException("Braid's image could not be built:\n" + built.output());
    }
    return Optional.empty();
  }

  private static boolean present(String tag) {
    try {
      DockerClientFactory.lazyClient().inspectImageCmd(tag).exec();
      return true;
    } catch (DockerException e) {
      return false;
    }
  }

  private static boolean pulled(String tag) {
    return PREFIX.isEmpty() && Command.run(300, "docker", "pull", "-q", tag).code() == 0;
  }
}
