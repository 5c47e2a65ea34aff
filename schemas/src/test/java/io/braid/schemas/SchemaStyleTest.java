package io.braid.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class SchemaStyleTest {

  @Test
  void everyTypeAndEveryFieldIsDocumented() {
    for (SpecificRecord record : Samples.all()) {
      requireDoc(record.getSchema(), record.getSchema().getName());
    }
  }

  @Test
  void everyTimeIsATimestamp() {
    for (SpecificRecord record : Samples.all()) {
      Schema.Field time = record.getSchema().getField("time");
      if (time != null) {
        assertThat(time.schema().getLogicalType().getName()).isEqualTo("timestamp-millis");
      }
    }
  }

  private static void requireDoc(Schema schema, String path) {
    switch (schema.getType()) {
      case RECORD -> {
        assertThat(schema.getDoc()).as(path).isNotBlank();
        for (Schema.Field field : schema.getFields()) {
          assertThat(field.doc()).as(path + "." + field.name()).endsWith(".");
          requireDoc(field.schema(), path + "." + field.name());
        }
      }
      case ENUM -> assertThat(schema.getDoc()).as(path).isNotBlank();
      case ARRAY -> requireDoc(schema.getElementType(), path + "[]");
      case MAP -> requireDoc(schema.getValueType(), path + "{}");
      case UNION -> schema.getTypes().forEach(branch -> requireDoc(branch, path));
      default -> assertThat(schema.getType()).isNotNull();
    }
  }
}
