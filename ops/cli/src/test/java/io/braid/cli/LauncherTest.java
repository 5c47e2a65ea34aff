package io.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher script, in a project of its own where {@code java} and {@code mvn} are scripts that
 * write down how they were called.
 */
class LauncherTest {
  @TempDir Path folder;
  private Path root;
  private Path bin;
  private String javaVersion = "17.0.9";

  @BeforeEach
  void makeAProject() throws IOException {
    Path script = Path.of("").toAbsolutePath().resolve("../../braid").normalize();
    assumeTrue(Files.exists(script), "skipped: no launcher script at " + script);
    assumeTrue(Files.exists(Path.of("/bin/sh")), "skipped: no POSIX shell");
    root = Files.createDirectories(folder.resolve("a project"));
    bin = Files.createDirectories(folder.resolve("bin"));
    Files.copy(script, root.resolve("braid"));
    executable(root.resolve("braid"));
    Files.createDirectories(root.resolve("model/src/main"));
    Files.createDirectories(root.resolve("ops/cli/src"));
    for (String file : List.of("pom.xml", "model/pom.xml", "ops/cli/pom.xml", "model/src/main/A")) {
      Files.writeString(root.resolve(file), "x");
    }
    tool(
        "java",
        "[ \"$1\" = -version ] && echo \"openjdk version \\\"$VERSION\\\" x\" >&2 && exit 0\n"
            + "[ \"$1\" = -Xshare:on ] && { grep -q whole "
            + "\"$(dirname \"$0\")\"/../*/ops/cli/target/*.new 2>/dev/null; exit; }\n"
            + "echo \"omp $OMP_NUM_THREADS\"; for a; do echo \"$a\"; done; exit 7");
    tool(
        "mvn",
        "echo built >>\"$LOG\"; mkdir -p ops/cli/target; echo lib.jar >ops/cli/target/classpath");
  }

  @Test
  void theFirstUseBuildsAndTheNextOnesDoNotUntilASourceChangesOrGoes() throws Exception {
    age();
    run("x");
    assertThat(builds()).isEqualTo(1);
    run("x");
    assertThat(builds()).isEqualTo(1);
    touch(root.resolve("model/src/main/A"));
    run("x");
    assertThat(builds()).isEqualTo(2);
    Files.delete(root.resolve("model/src/main/A"));
    touch(root.resolve("model/src/main"));
    run("x");
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void argumentsExitCodeAndSettingsReachTheJvm() throws Exception {
    Result result = run("demo", "--data", "a file.csv", "*");
    assertThat(result.code).isEqualTo(7);
    assertThat(result.lines)
        .contains("omp 1", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0", "-XX:+UseG1GC")
        .endsWith("io.braid.cli.Main", "demo", "--data", "a file.csv", "*")
        .doesNotContain("--enable-native-access=ALL-UNNAMED");
  }

  @Test
  void aNewJavaGetsItsOwnSettings() throws Exception {
    javaVersion = "25.0.1";
    assertThat(run("demo").lines)
        .contains("--enable-native-access=ALL-UNNAMED", "-XX:+AutoCreateSharedArchive");
  }

  @Test
  void theFirstRunOfACommandArchivesItsClassesAndLaterOnesUseThemUntilTheNextBuild()
      throws Exception {
    age();
    Path archive = root.toRealPath().resolve("ops/cli/target/demo-17.0.9.jsa");
    Path fresh = Path.of(archive + ".new");
    String write = "-XX:ArchiveClassesAtExit=" + fresh;
    String use = "-XX:SharedArchiveFile=" + archive;
    assertThat(run("demo").lines).contains(write).doesNotContain(use);
    Files.writeString(fresh, "whole");
    touch(fresh);
    assertThat(run("demo").lines).contains(use).doesNotContain(write);
    assertThat(archive).hasContent("whole");
    assertThat(fresh).doesNotExist();
    Files.setLastModifiedTime(archive, FileTime.from(Instant.EPOCH));
    assertThat(run("demo").lines).contains(write).doesNotContain(use);
    assertThat(run("help").lines).noneMatch(line -> line.contains("jsa"));
  }

  @Test
  void anArchiveThatTheJvmFindsWrongIsRemovedAndMadeAgain() throws Exception {
    age();
    run("demo");
    Path fresh = root.toRealPath().resolve("ops/cli/target/demo-17.0.9.jsa.new");
    Files.writeString(fresh, "half of it");
    assertThat(run("demo").lines).contains("-XX:ArchiveClassesAtExit=" + fresh);
    assertThat(fresh).doesNotExist();
  }

  @Test
  void anOldJavaIsRefusedInOneLine() throws Exception {
    javaVersion = "1.8.0_402";
    Result result = run("x");
    assertThat(result.code).isEqualTo(1);
    assertThat(result.lines).singleElement().asString().contains("17 or newer is needed");
  }

  @Test
  void aFailedBuildShowsItsErrorsAndIsTriedAgain() throws Exception {
    tool("mvn", "echo built >>\"$LOG\"; echo '[ERROR] A.java: no'; exit 1");
    Result result = run("x");
    assertThat(result.code).isEqualTo(1);
    assertThat(result.lines).contains("[ERROR] A.java: no");
    assertThat(result.lines.get(result.lines.size() - 1)).startsWith("braid: the build failed");
    run("x");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void ownJvmOptionsComeLastAndAnOwnCollectorReplacesOurs() throws Exception {
    Result result = run(List.of("BRAID_JAVA_OPTS=-Xmx3g -XX:+UseZGC"), "x");
    assertThat(result.lines).contains("-Xmx3g", "-XX:+UseZGC").doesNotContain("-XX:+UseG1GC");
  }

  @Test
  void itWorksThroughASymbolicLinkFromAnyFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), root.resolve("braid"));
    assertThat(start(link, List.of(), "x").code).isEqualTo(7);
  }

  private record Result(int code, List<String> lines) {}

  private Result run(String... args) throws Exception {
    return run(List.of(), args);
  }

  private Result run(List<String> environment, String... args) throws Exception {
    return start(root.resolve("braid"), environment, args);
  }

  private Result start(Path script, List<String> environment, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().remove("JAVA_HOME");
    builder.environment().remove("BRAID_JAVA_OPTS");
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    builder.environment().put("VERSION", javaVersion);
    builder.environment().put("LOG", folder.resolve("builds").toString());
    for (String setting : environment) {
      int at = setting.indexOf('=');
      builder.environment().put(setting.substring(0, at), setting.substring(at + 1));
    }
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), output.lines().toList());
  }

  private int builds() throws IOException {
    return Files.readAllLines(folder.resolve("builds")).size();
  }

  private void tool(String name, String body) throws IOException {
    executable(Files.writeString(bin.resolve(name), "#!/bin/sh\n" + body + "\n"));
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Makes everything an hour old, so that the first build is newer than all sources. */
  private void age() throws IOException {
    try (var paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(3600)));
      }
    }
  }

  private static void touch(Path path) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().plusSeconds(5)));
  }
}
