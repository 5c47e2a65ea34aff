package io.braid.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/** Records to JSON, an unknown number (NaN) as null; and JSON from outside, bounded. */
final class Json {
  static final String TYPE = "application/json; charset=utf-8";

  private static final int DEEPEST = 8;
  private static final int LONGEST_TEXT = 16_384;

  private static final ObjectMapper WRITER =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(double.class, new Numbers())
                  .addSerializer(Double.class, new Numbers()))
          .build();

  private static final ObjectMapper READER = reader();

  private Json() {}

  private static ObjectMapper reader() {
    ObjectMapper mapper = new ObjectMapper();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxStringLength(LONGEST_TEXT)
                .build());
    return mapper;
  }

  static String write(Object value) {
    try {
      return WRITER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a view that cannot be written as JSON", e);
    }
  }

  /**
   * Reads one document.
   *
   * @throws IOException if it is not JSON, or deeper or longer than allowed
   */
  static JsonNode read(byte[] text) throws IOException {
    return READER.readTree(text);
  }

  private static final class Numbers extends StdSerializer<Double> {
    private static final long serialVersionUID = 1L;

    Numbers() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        out.writeNumber(value);
      } else {
        out.writeNull();
      }
    }
  }
}
