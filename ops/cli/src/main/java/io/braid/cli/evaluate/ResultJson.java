package io.braid.cli.evaluate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.learner.FeatureUse;
import io.braid.model.learner.MemberQuality;
import io.braid.model.learner.TaskQuality;
import io.braid.model.learner.TransferGain;
import io.braid.model.metric.Horizon;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a result as JSON. Figures of a task are those over the whole stream, with those over the
 * window and the fading ones below them; a figure that too little was seen for is null.
 */
public final class ResultJson {
  private ResultJson() {}

  /** Writes a file, replacing what is there. */
  public static void write(Path file, Evaluation.Result result) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file);
        JsonGenerator json = new JsonFactory().createGenerator(writer)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("pipeline", result.pipeline().name());
      json.writeNumberField("rows", result.rows());
      number(json, "events_per_second", result.rate());
      number(json, "seconds", result.seconds());
      json.writeNumberField("steps", result.steps());
      json.writeNumberField("parameters", result.parameters());
      json.writeObjectFieldStart("tasks");
      for (int k = 0; k < result.tasks().size(); k++) {
        task(json, result.tasks().get(k), result.gains().get(k));
      }
      json.writeEndObject();
      number(json, "arrmse", result.arrmse(Horizon.WHOLE));
      number(json, "arrmse_window", result.arrmse(Horizon.WINDOW));
      families(json, result);
      if (result.heldOut() != null) {
        heldOut(json, result.heldOut());
      }
      if (!result.features().isEmpty()) {
        features(json, result.features());
      }
      if (result.relatedness() != null) {
        RelatednessJson.write(json, result.relatedness());
      }
      json.writeObjectFieldStart("rejected");
      for (Map.Entry<Reason, Long> entry : result.rejects().counts().entrySet()) {
        json.writeNumberField(entry.getKey().name().toLowerCase(Locale.ROOT), entry.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
  }

  private static void families(JsonGenerator json, Evaluation.Result result) throws IOException {
    if (result.families().isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("families");
    for (FamilyResult family : result.families()) {
      json.writeObjectFieldStart(family.task());
      json.writeNumberField("members", family.members());
      json.writeNumberField("max", family.max());
      json.writeNumberField("beyond_max", family.beyond());
      json.writeNumberField("unnamed", family.unnamed());
      members(json, "worst", family.worst(FamilyResult.SHOWN));
      members(json, "best", family.best(FamilyResult.SHOWN));
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void members(JsonGenerator json, String which, List<MemberQuality> members)
      throws IOException {
    json.writeArrayFieldStart(which);
    for (MemberQuality member : members) {
      json.writeStartObject();
      json.writeStringField("member", member.name());
      json.writeNumberField("n", member.n());
      number(json, "loss", member.loss());
      number(json, "figure", member.figure());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void heldOut(JsonGenerator json, HoldOut.Result heldOut) throws IOException {
    json.writeObjectFieldStart("holdout");
    json.writeNumberField("share", heldOut.share());
    json.writeNumberField("rows", heldOut.rows());
    json.writeObjectFieldStart("tasks");
    for (TaskQuality task : heldOut.tasks()) {
      json.writeObjectFieldStart(task.name());
      json.writeNumberField("n", task.n());
      number(json, "loss", task.loss(Horizon.WHOLE));
      number(json, "explained_variance", HoldOut.Result.explainedVariance(task));
      figures(json, task.whole());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void features(JsonGenerator json, List<FeatureUse> features) throws IOException {
    json.writeObjectFieldStart("features");
    for (FeatureUse feature : features) {
      json.writeObjectFieldStart(feature.name());
      number(json, "norm", feature.norm());
      json.writeBooleanField("selected", feature.selected());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void task(JsonGenerator json, TaskQuality task, TransferGain gain)
      throws IOException {
    json.writeObjectFieldStart(task.name());
    json.writeStringField("kind", task.kind().key());
    json.writeNumberField("n", task.n());
    number(json, "loss", task.loss(Horizon.WHOLE));
    figures(json, task.whole());
    json.writeNumberField("refused", task.refused());
    json.writeNumberField("warnings", task.warnings());
    json.writeNumberField("drifts", task.drifts());
    if (gain != null) {
      gain(json, gain);
    }
    json.writeObjectFieldStart("window");
    figures(json, task.window());
    json.writeEndObject();
    json.writeObjectFieldStart("fading");
    figures(json, task.fading());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void gain(JsonGenerator json, TransferGain gain) throws IOException {
    json.writeObjectFieldStart("transfer_gain");
    number(json, "value", gain.value());
    number(json, "low", gain.low());
    number(json, "high", gain.high());
    json.writeNumberField("labels", gain.labels());
    number(json, "shared", gain.shared());
    json.writeEndObject();
  }

  private static void figures(JsonGenerator json, Map<String, Double> figures) throws IOException {
    for (Map.Entry<String, Double> figure : figures.entrySet()) {
      number(json, figure.getKey(), figure.getValue());
    }
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
