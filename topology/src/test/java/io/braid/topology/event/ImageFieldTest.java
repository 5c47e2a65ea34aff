package io.braid.topology.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.Row;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.schemas.RegistryClient;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

/** Images in bytes, fixed bytes and text, and boxes in several fields. */
class ImageFieldTest {
  private static final Pipeline PIPELINE =
      PipelineFile.parse(
          """
          name: scenes
          features:
            - {name: bytes, type: image, height: 2, width: 2}
            - {name: fixed, type: image, height: 1, width: 3}
            - {name: text, type: image, height: 1, width: 2}
          tasks:
            - {name: where, kind: box, label: [at.x, at.y, w, h]}
            - {name: n, kind: count}
          """,
          "scenes");

  private static final Schema SCENE =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Scene", "fields": [
                {"name": "bytes", "type": ["null", "bytes"]},
                {"name": "fixed", "type": {"type": "fixed", "name": "Three", "size": 3}},
                {"name": "text", "type": "string"},
                {"name": "at", "type": {"type": "record", "name": "At", "fields": [
                  {"name": "x", "type": "int"}, {"name": "y", "type": ["null", "float"]}]}},
                {"name": "w", "type": "double"},
                {"name": "h", "type": "long"},
                {"name": "n", "type": "int"}]}
              """);

  private final RegistryClient registry = Framed.registry();
  private final EventDecoder decoder =
      EventDecoder.events(PIPELINE, registry, EventDecoder.MAX_BYTES);
  private final Row row = decoder.newRow();

  private void decode(byte[] image, Float y) throws RejectedException {
    Schema at = SCENE.getField("at").schema();
    GenericRecord scene =
        new GenericRecordBuilder(SCENE)
            .set("bytes", image == null ? null : ByteBuffer.wrap(image))
            .set(
                "fixed",
                new GenericData.Fixed(SCENE.getField("fixed").schema(), new byte[] {9, 8, 7}))
            .set("text", "1 2.5")
            .set("at", new GenericRecordBuilder(at).set("x", -3).set("y", y).build())
            .set("w", 4.5)
            .set("h", 5L)
            .set("n", 6)
            .build();
    decoder.decode(Framed.frame(registry, SCENE, scene), row);
  }

  @Test
  void imagesAndBoxesReachTheirPlaces() throws RejectedException {
    decode(new byte[] {0, 1, -1, 127}, 2f);
    assertThat(row.pixels[0]).containsExactly(0, 1, 255, 127);
    assertThat(row.pixels[1]).containsExactly(9, 8, 7);
    assertThat(row.pixels[2]).containsExactly(1, 2.5f);
    assertThat(row.labels).containsExactly(1, 6, -3, 2, 4.5, 5);
  }

  @Test
  void whatIsMissingIsMissing() throws RejectedException {
    decode(new byte[] {0, 1, -1, 127}, 2f);
    decode(null, null);
    assertThat(row.pixels[0][0]).isNaN();
    assertThat(row.labels[0]).as("a box without y is none").isNaN();
    assertThat(row.labels[1]).isEqualTo(6);
  }

  @Test
  void aWrongNumberOfPixelsIsRejectedWithTheReason() {
    assertThatThrownBy(() -> decode(new byte[] {1, 2, 3}, 2f))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_TYPE))
        .hasMessage("field 'bytes': 3 pixels are not allowed, must be 4");
  }
}
