package io.braid.bench.e2e;

import io.braid.bench.Jvm;
import io.braid.sandbox.SandboxMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** The sandbox's broker in a process of its own, and its administration. */
public final class BrokerProcess implements AutoCloseable {
  private final Process process;
  private final String bootstrapServers;
  private final Admin admin;
  private final Path directory;

  /** Starts a broker; its data and its log are below the directory. */
  public BrokerProcess(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
      process =
          new ProcessBuilder(
                  Jvm.command(
                      List.of("-Xms512m", "-Xmx1g", "-XX:+UseG1GC"),
                      SandboxMain.class,
                      directory.resolve("data").toString(),
                      "0",
                      "0",
                      // What a run wrote is gone before the next ones fill the disk.
                      "log.segment.delete.delay.ms=1000",
                      "log.flush.interval.messages=9223372036854775807"))
              .redirectError(directory.resolve("broker.log").toFile())
              .start();
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String line = out.readLine();
      while (line != null && !line.startsWith("READY ")) {
        line = out.readLine();
      }
      if (line == null) {
        throw new IllegalStateException(
            "the broker did not start: " + Files.readString(directory.resolve("broker.log")));
      }
      bootstrapServers = line.substring("READY ".length());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a broker in " + directory, e);
    }
    admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Where runs may keep their files. */
  public Path directory() {
    return directory;
  }

  /** Creates a topic; false if it exists. */
  public boolean createTopic(String name, int partitions) {
    return createTopic(admin, name, partitions);
  }

  /** Creates a topic with one replica; false if it exists. */
  static boolean createTopic(Admin admin, String name, int partitions) {
    try {
      admin
          .createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty())))
          .all()
          .get(60, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw new IllegalStateException("cannot create topic " + name, e.getCause());
    } catch (Exception e) {
      throw failed("creating topic " + name, e);
    }
  }

  /** Deletes all topics of an application. */
  static void deleteTopics(Admin admin, String prefix) {
    try {
      List<String> names =
          admin.listTopics().names().get(60, TimeUnit.SECONDS).stream()
              .filter(name -> name.startsWith(prefix + ".") || name.startsWith(prefix + "-"))
              .toList();
      admin.deleteTopics(names).all().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw failed("deleting the topics of " + prefix, e);
    }
  }

  /** Bytes on the broker of an application's changelog topics. */
  static long changelogBytes(Admin admin, String prefix) {
    try {
      long bytes = 0;
      for (LogDirDescription log :
          admin.describeLogDirs(Set.of(1)).allDescriptions().get().get(1).values()) {
        bytes +=
            log.replicaInfos().entrySet().stream()
                .filter(
                    replica ->
                        replica.getKey().topic().startsWith(prefix + "-")
                            && replica.getKey().topic().endsWith("-changelog"))
                .mapToLong(replica -> replica.getValue().size())
                .sum();
      }
      return bytes;
    } catch (Exception e) {
      throw failed("looking at the changelog of " + prefix, e);
    }
  }

  private static IllegalStateException failed(String doing, Exception e) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new IllegalStateException("failed when " + doing, e);
  }

  @Override
  public void close() {
    admin.close();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Folders.delete(directory);
  }
}
