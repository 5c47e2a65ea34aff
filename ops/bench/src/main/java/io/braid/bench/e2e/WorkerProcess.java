package io.braid.bench.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.braid.bench.Jvm;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link Worker} seen from outside. Not thread-safe. */
final class WorkerProcess implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final Process process;
  private final BufferedWriter jobs;
  private final BufferedReader outcomes;
  private final Path log;

  WorkerProcess(BrokerProcess broker, String name) {
    try {
      Path directory = Files.createDirectories(broker.directory().resolve("workers"));
      log = directory.resolve(name.replaceAll("[^A-Za-z0-9=]+", "-") + ".log");
      ProcessBuilder builder =
          new ProcessBuilder(
                  Jvm.command(
                      List.of("-Xms256m", "-Xmx1g", "-XX:+UseG1GC", "-Xshare:auto"),
                      Worker.class,
                      broker.bootstrapServers(),
                      directory.toString()))
              .redirectError(log.toFile());
      builder.environment().put("OMP_NUM_THREADS", "1");
      builder.environment().put("OPENBLAS_NUM_THREADS", "1");
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a worker", e);
    }
    jobs =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    outcomes =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Does a job and waits for its outcome. */
  Outcome run(Job job) {
    tell(json(job));
    return outcome();
  }

  /** Ends what a {@code SERVE} job started. */
  void stop() {
    tell("stop");
    outcome();
  }

  private String json(Job job) {
    try {
      return json.writeValueAsString(job);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void tell(String line) {
    try {
      jobs.write(line + "\n");
      jobs.flush();
    } catch (IOException e) {
      throw new IllegalStateException("a worker died: " + log(), e);
    }
  }

  private Outcome outcome() {
    try {
      String line = outcomes.readLine();
      if (line == null) {
        throw new IllegalStateException("a worker died: " + log());
      }
      return json.readValue(line, Outcome.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "no log";
    }
  }

  @Override
  public void close() {
    try {
      jobs.close();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
