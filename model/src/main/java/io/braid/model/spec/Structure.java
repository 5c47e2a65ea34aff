package io.braid.model.spec;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The canonical text of what shapes learned state; see {@link Pipeline#structure}. */
final class Structure {
  private final StringBuilder text = new StringBuilder();

  static String of(Pipeline pipeline) {
    return new Structure().write(pipeline);
  }

  static String hash(String structure) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(structure.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private String write(Pipeline pipeline) {
    for (Feature feature : pipeline.features()) {
      line("feature", feature.name(), feature.encoder().kind(), feature.encoder().parameters());
    }
    line("trunk", pipeline.trunk().kind(), pipeline.trunk().parameters());
    if (pipeline.skip() != null) {
      line("skip");
    }
    Memory memory = pipeline.memory();
    if (memory != null) {
      line("label_memory", memory.keep(), memory.key(), memory.keys());
    }
    Relatedness relatedness = pipeline.relatedness();
    if (relatedness != null) {
      List<String> measures = relatedness.measures().stream().map(Component::kind).toList();
      line("relatedness", measures, kind(relatedness.action()));
    }
    if (pipeline.safeguards() != null) {
      line(
          "shadows",
          pipeline.safeguards().hedge() != null ? "hedge" : "",
          pipeline.tasks().stream().filter(t -> !t.auxiliary()).map(Task::name).toList());
    }
    for (Task task : pipeline.tasks()) {
      line(
          "task",
          task.name(),
          task.kind().key(),
          task.classes(),
          task.hidden(),
          task.loss().kind(),
          kind(task.drift()));
      if (task.label().positions() > 1) {
        line("positions", task.label().positions());
      }
      if (task.head() != null) {
        // Widths give a head its shape; what else it may be told only says how it learns.
        Map<String, Object> widths = new TreeMap<>(task.head().parameters());
        widths.keySet().retainAll(List.of("hidden", "share"));
        line("head", task.head().kind(), widths);
      }
      if (task.by() != null) {
        line("by", task.by().max());
      }
    }
    line("weighting", pipeline.weighting().kind());
    if (pipeline.optimizer().parameters().get("learning_rate") instanceof List<?> rates
        && rates.size() > 1) {
      line("rates", rates.size());
    }
    line("optimizer", pipeline.optimizer().kind());
    line("drift", pipeline.drift().kind());
    line("early_stopping", kind(pipeline.training().earlyStopping()));
    line("evaluation", pipeline.evaluation().window(), pipeline.evaluation().fading());
    return text.toString();
  }

  private static String kind(Component component) {
    return component == null ? "" : component.kind();
  }

  private void line(String what, Object... values) {
    text.append(what);
    for (Object value : values) {
      text.append(' ');
      append(value);
    }
    text.append('\n');
  }

  /** Like JSON, with keys in order and every number in one form: 3, 3.0 and "3e0" are the same. */
  private void append(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((k, v) -> sorted.put(String.valueOf(k), v));
      text.append('{');
      sorted.forEach(
          (k, v) -> {
            append(k);
            text.append(':');
            append(v);
            text.append(',');
          });
      text.append('}');
    } else if (value instanceof List<?> list) {
      text.append('[');
      for (Object item : list) {
        append(item);
        text.append(',');
      }
      text.append(']');
    } else if (value instanceof Number number) {
      text.append(number.doubleValue());
    } else if (value instanceof Boolean || value == null) {
      text.append(value);
    } else {
      appendText(value.toString());
    }
  }

  private void appendText(String value) {
    if (PipelineGrammar.DECIMAL.matcher(value).matches()) {
      text.append(Double.parseDouble(value));
    } else {
      text.append('"').append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
  }
}
