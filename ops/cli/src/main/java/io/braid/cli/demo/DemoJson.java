package io.braid.cli.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.braid.cli.view.DemoStatus;
import io.braid.cli.view.DemoStatus.DeadLetters;
import io.braid.cli.view.DemoStatus.Detection;
import io.braid.cli.view.DemoStatus.Drift;
import io.braid.cli.view.DemoStatus.TaskStatus;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes how a demonstration went as JSON; what is not known is null. */
public final class DemoJson {
  private DemoJson() {}

  /** Writes a file, replacing what is there. */
  public static void write(Path file, DemoStatus status) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file);
        JsonGenerator json = new JsonFactory().createGenerator(writer)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("pipeline", status.title());
      json.writeStringField("source", status.source());
      json.writeNumberField("events", status.events());
      number(json, "seconds", status.elapsedSeconds());
      number(json, "events_per_second", status.events() / status.elapsedSeconds());
      json.writeNumberField("step", status.step());
      json.writeObjectFieldStart("tasks");
      for (TaskStatus task : status.tasks()) {
        task(json, task);
      }
      json.writeEndObject();
      json.writeArrayFieldStart("drifts");
      for (Drift drift : status.drifts()) {
        drift(json, drift);
      }
      json.writeEndArray();
      detections(json, "other_signals", status.unscripted());
      json.writeObjectFieldStart("dead_letters");
      for (DeadLetters some : status.deadLetters()) {
        json.writeNumberField(some.reason().replace(' ', '_'), some.count());
      }
      json.writeEndObject();
      outputs(json, status.outputs());
      json.writeEndObject();
    }
  }

  private static void task(JsonGenerator json, TaskStatus task) throws IOException {
    json.writeObjectFieldStart(task.name());
    json.writeStringField("kind", task.kind());
    json.writeBooleanField("auxiliary", task.auxiliary());
    json.writeNumberField("labels", task.labels());
    json.writeStringField("metric", task.metric());
    number(json, "now", task.windowed());
    number(json, "before_drifts", task.beforeDrifts());
    number(json, "baseline", task.baseline());
    json.writeEndObject();
  }

  private static void drift(JsonGenerator json, Drift drift) throws IOException {
    json.writeStartObject();
    json.writeStringField("title", drift.title());
    json.writeBooleanField("abrupt", drift.abrupt());
    json.writeBooleanField("begun", drift.begun());
    number(json, "at_seconds", drift.atSeconds());
    json.writeArrayFieldStart("tasks");
    for (String task : drift.tasks()) {
      json.writeString(task);
    }
    json.writeEndArray();
    detections(json, "detected", drift.detections());
    detections(json, "repeated", drift.repeated());
    json.writeEndObject();
  }

  private static void detections(JsonGenerator json, String name, Iterable<Detection> detections)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Detection detection : detections) {
      json.writeStartObject();
      json.writeStringField("task", detection.task());
      number(json, "at_seconds", detection.atSeconds());
      number(json, "after_seconds", detection.afterSeconds());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void outputs(JsonGenerator json, DemoStatus.Outputs outputs) throws IOException {
    json.writeObjectFieldStart("outputs");
    json.writeNumberField("predicted", outputs.predicted());
    json.writeNumberField("refused", outputs.refused());
    json.writeNumberField("missing", outputs.missing());
    json.writeNumberField("doubled", outputs.doubled());
    json.writeNumberField("misjudged", outputs.misjudged());
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String name, double value) throws IOException {
    json.writeFieldName(name);
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }
}
