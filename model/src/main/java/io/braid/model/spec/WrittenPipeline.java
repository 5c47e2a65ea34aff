package io.braid.model.spec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A bound pipeline as the text of a pipeline file without patterns, from which the same learner can
 * be built anywhere: its settings as they were written, but for the features, which are listed one
 * by one. What concerns its surroundings is left out: brokers, registry, the address it is served
 * at, and what it was started from.
 */
final class WrittenPipeline {
  private static final List<String> SURROUNDINGS =
      List.of("kafka", "schema.registry", "http", "warm_start");

  private WrittenPipeline() {}

  static String of(Pipeline pipeline) {
    if (pipeline.written() == null) {
      throw new SpecException(
          "pipeline", "was made in the program, must be read from a pipeline file to be written");
    }
    Map<String, Object> settings = new LinkedHashMap<>(pipeline.written());
    settings.keySet().removeAll(SURROUNDINGS);
    settings.put("features", features(pipeline.features()));
    StringWriter text = new StringWriter();
    try (JsonGenerator out =
        YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build()
            .createGenerator(text)) {
      write(settings, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static List<Object> features(List<Feature> features) {
    List<Object> list = new ArrayList<>();
    for (Feature feature : features) {
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("name", feature.name());
      settings.put("field", feature.field());
      settings.put("type", feature.encoder().kind());
      settings.putAll(feature.encoder().parameters());
      list.add(settings);
    }
    return list;
  }

  private static void write(Object value, JsonGenerator out) throws IOException {
    if (value instanceof Map<?, ?> map) {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.writeFieldName(String.valueOf(entry.getKey()));
        write(entry.getValue(), out);
      }
      out.writeEndObject();
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object item : list) {
        write(item, out);
      }
      out.writeEndArray();
    } else if (value == null) {
      out.writeNull();
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Integer || value instanceof Long) {
      out.writeNumber(((Number) value).longValue());
    } else if (value instanceof Number number) {
      out.writeNumber(number.doubleValue());
    } else {
      out.writeString(value.toString());
    }
  }
}
