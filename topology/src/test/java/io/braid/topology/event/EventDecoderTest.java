package io.braid.topology.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.braid.model.data.Categories;
import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.Row;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.Task;
import io.braid.schemas.Event;
import io.braid.schemas.Label;
import io.braid.schemas.RegistryClient;
import io.braid.schemas.RegistrySerializer;
import io.braid.schemas.RegistryUnavailableException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventDecoderTest {
  private static final Schema READING =
      schema(
          """
          {"type": "record", "name": "Reading", "namespace": "river", "fields": [
            {"name": "unused", "type": {"type": "array", "items": ["null", "string", "long"]}},
            {"name": "reading_id", "type": "string"},
            {"name": "station", "type": {"type": "record", "name": "Station", "fields": [
              {"name": "skipped", "type": {"type": "map", "values": "Station"}},
              {"name": "level", "type": ["null", "double"]},
              {"name": "kind", "type":
                {"type": "enum", "name": "Kind", "symbols": ["WEIR", "GAUGE"]}}]}},
            {"name": "extra", "type": {"type": "map", "values": ["null", "float", "string"]}},
            {"name": "observed_at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
            {"name": "count", "type": ["int", "null"]},
            {"name": "dam_open", "type": "boolean"},
            {"name": "price", "type":
              {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
            {"name": "w", "type": ["null", "float"]},
            {"name": "flood", "type": ["null", "boolean"]},
            {"name": "flow_48h", "type": ["null", "double", "long"]}]}
          """);

  private static final Pipeline RIVER =
      new Pipelines()
          .input("observed_at", "reading_id", "w")
          .feature("station.level", "numeric")
          .feature("station.kind", "categorical")
          .feature("extra.wind.speed", "numeric")
          .feature("extra.sky", "categorical")
          .feature("count", "numeric")
          .feature("dam_open", "boolean")
          .feature("price", "numeric")
          .feature("observed_at", "time")
          .task("flood", Task.Kind.BINARY, "flood")
          .task("downstream", Task.Kind.REGRESSION, "flow_48h")
          .build();

  private final RegistryClient registry = Framed.registry();

  @Test
  void everyMappedFieldReachesItsSlot() throws RejectedException {
    EventDecoder decoder = events(RIVER);
    Row row = decoder.newRow();
    decoder.decode(Framed.frame(registry, READING, reading().build()), row);
    assertThat(row.numbers).containsExactly(2.5, Double.NaN, 1.5, Double.NaN, 7, 1, 12.34, 1234);
    assertThat(row.codes[1]).isEqualTo(Categories.of("GAUGE"));
    assertThat(row.codes[3]).isEqualTo(Categories.of("couvert \u2601"));
    assertThat(row.labels).containsExactly(1, 9);
    assertThat(row.weight).isEqualTo(0.5);
    assertThat(decoder.id()).isEqualTo("r-1");
    assertThat(decoder.hasTime()).isTrue();
    assertThat(decoder.time()).isEqualTo(1234);
    assertThat(decoder.absentFields()).isZero();
  }

  @Test
  void theFieldThatNamesAMemberIsReadFromOwnRecordsAndFromTheEnvelope() throws RejectedException {
    Pipeline pipeline =
        PipelineFile.parse(
            """
            name: t
            features: [{name: level, field: station.level}]
            tasks:
              - {name: flow, kind: regression, label: flow_48h, by: station.kind}
              - {name: flood, kind: binary, by: count}
              - {name: single, kind: binary}
            """,
            "p");
    EventDecoder decoder = events(pipeline);
    Row row = decoder.newRow();
    decoder.decode(Framed.frame(registry, READING, reading().build()), row);
    assertThat(row.members)
        .containsExactly(Categories.of("GAUGE"), Categories.of(7), Categories.MISSING);
    assertThat(row.memberName(0)).hasToString("GAUGE");
    decoder.decode(Framed.frame(registry, READING, reading().set("count", null).build()), row);
    assertThat(row.members[1]).isEqualTo(Categories.MISSING);
    Map<String, Object> features =
        Map.of("station.level", 1.0, "station.kind", "WEIR", "count", 7L);
    Event event = new Event("e-1", Instant.EPOCH, features, Map.of("flow_48h", 3.0), null);
    decoder.decode(RegistrySerializer.of(registry, Event.class).serialize("t", event), row);
    assertThat(row.members)
        .containsExactly(Categories.of("WEIR"), Categories.of("7"), Categories.MISSING);
  }

  @Test
  void aTextReachesItsSlotAndTheTaskThatMeasuresIt() throws RejectedException {
    Pipeline messages =
        PipelineFile.parse(
            """
            name: messages
            features:
              - {name: sky, field: extra.sky, type: text, longest: 9}
              - {name: words, field: extra.sky, type: sequence}
            tasks:
              - {name: flood, kind: binary}
              - {name: length, kind: count, label: {field: extra.sky, measure: length},
                 auxiliary: true}
            """,
            "test");
    EventDecoder decoder = events(messages);
    Row row = decoder.newRow();
    decoder.decode(Framed.frame(registry, READING, reading().build()), row);
    assertThat(row.texts[0]).hasToString("couvert \u2601");
    assertThat(row.texts[1]).hasToString("couvert \u2601");
    assertThat(row.labels).containsExactly(1, 9);
    GenericRecord silent = reading().set("extra", Map.of()).build();
    decoder.decode(Framed.frame(registry, READING, silent), row);
    assertThat(row.texts[0]).isEmpty();
    assertThat(row.labels[1]).isNaN();
    GenericRecord longer = reading().set("extra", Map.of("sky", "0123456789")).build();
    assertThat(rejection(messages, Framed.frame(registry, READING, longer)).reason())
        .isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void nullsAndAbsentMapEntriesAreMissing() throws RejectedException {
    GenericRecord empty =
        reading()
            .set("station", station(null, "WEIR"))
            .set("extra", Map.of())
            .set("count", null)
            .set("w", null)
            .set("flood", null)
            .set("flow_48h", null)
            .build();
    EventDecoder decoder = events(RIVER);
    Row row = decoder.newRow();
    decoder.decode(Framed.frame(registry, READING, reading().build()), row);
    decoder.decode(Framed.frame(registry, READING, empty), row);
    assertThat(new double[] {row.numbers[0], row.numbers[2], row.numbers[4]})
        .containsOnly(Double.NaN);
    assertThat(row.codes[3]).isEqualTo(Categories.MISSING);
    assertThat(row.labelled()).isFalse();
    assertThat(row.weight).isEqualTo(1);
  }

  @Test
  void aRecordCutAnywhereIsTruncated() {
    byte[] framed = Framed.frame(registry, READING, reading().build());
    for (int length = 5; length < framed.length; length++) {
      assertThat(rejection(RIVER, Arrays.copyOf(framed, length)).reason())
          .as("cut to %d bytes", length)
          .isEqualTo(Reason.TRUNCATED);
    }
    assertThat(rejection(RIVER, Arrays.copyOf(framed, framed.length + 1)))
        .hasMessageContaining("1 bytes too many");
  }

  @Test
  void whatIsNoFramedRecordOfAKnownSchemaIsRejected() {
    assertThat(rejection(RIVER, null).reason()).isEqualTo(Reason.NULL_VALUE);
    assertThat(rejection(RIVER, new byte[0]).reason()).isEqualTo(Reason.NOT_FRAMED);
    assertThat(rejection(RIVER, "{\"json\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .hasMessageContaining("starts with byte 123");
    assertThat(rejection(RIVER, Framed.frame(4711, new byte[9])).reason())
        .isEqualTo(Reason.UNKNOWN_SCHEMA);
    assertThat(rejection(RIVER, new byte[5_000_000]).reason()).isEqualTo(Reason.TOO_LARGE);
    Schema bare = schema("\"double\"");
    byte[] number = Framed.frame(registry.register("bare", bare), Framed.encode(bare, 1.5));
    assertThat(rejection(RIVER, number)).hasMessageContaining("(double) is no record");
  }

  @Test
  void aValueThatIsNoNumberOrOutOfRangeIsRejectedByItsField() {
    RejectedException nan =
        rejection(
            RIVER,
            Framed.frame(
                registry, READING, reading().set("station", station(Double.NaN, "WEIR")).build()));
    assertThat(nan.reason()).isEqualTo(Reason.NOT_A_NUMBER);
    assertThat(nan).hasMessageContaining("'station.level'");
    RejectedException weight =
        rejection(RIVER, Framed.frame(registry, READING, reading().set("w", -1f).build()));
    assertThat(weight.reason()).isEqualTo(Reason.OUT_OF_RANGE);
    assertThat(weight).hasMessageContaining("field 'w'");
    RejectedException time =
        rejection(
            RIVER,
            Framed.frame(registry, READING, reading().set("observed_at", Long.MAX_VALUE).build()));
    assertThat(time.reason()).isEqualTo(Reason.OUT_OF_RANGE);
    assertThat(time).hasMessageContaining("'observed_at'");
  }

  @ParameterizedTest
  @CsvSource({
    "station, a record",
    "extra, a map",
    "unused, an array",
  })
  void aFieldThatIsNoValueIsOfTheWrongType(String field, String what) {
    Pipeline pipeline = new Pipelines().feature(field, "numeric").build();
    RejectedException rejected =
        rejection(pipeline, Framed.frame(registry, READING, reading().build()));
    assertThat(rejected.reason()).isEqualTo(Reason.WRONG_TYPE);
    assertThat(rejected).hasMessage("field '" + field + "': " + what + " is not allowed");
  }

  @Test
  void aFeatureTheSchemaLacksIsMissingAndCountedOnce() throws RejectedException {
    Pipeline pipeline =
        new Pipelines().feature("count", "numeric").feature("station.new", "numeric").build();
    EventDecoder decoder = events(pipeline);
    Row row = decoder.newRow();
    for (int i = 0; i < 3; i++) {
      decoder.decode(Framed.frame(registry, READING, reading().build()), row);
    }
    assertThat(row.numbers).containsExactly(7, Double.NaN);
    assertThat(decoder.absentFields()).isEqualTo(1);
  }

  @Test
  void aSchemaWithoutAnyMappedFeatureIsTheWrongOne() {
    Pipeline pipeline = new Pipelines().feature("other", "numeric").build();
    RejectedException rejected =
        rejection(pipeline, Framed.frame(registry, READING, reading().build()));
    assertThat(rejected.reason()).isEqualTo(Reason.INCOMPATIBLE_SCHEMA);
    assertThat(rejected).hasMessageContaining("(river.Reading) has none of the mapped fields");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"when, -, -, when", "-, key, -, key", "-, -, factor, factor"})
  void identityTimeAndWeightHaveToBeInTheSchemaIfMapped(
      String time, String id, String weight, String named) {
    Pipeline pipeline = new Pipelines().input(time, id, weight).feature("count", "numeric").build();
    RejectedException rejected =
        rejection(pipeline, Framed.frame(registry, READING, reading().build()));
    assertThat(rejected.reason()).isEqualTo(Reason.MISSING_FIELD);
    assertThat(rejected).hasMessageContaining("(river.Reading) lacks field '" + named + "'");
  }

  @Test
  void anIdentityThatIsNullIsMissing() {
    Schema nullable =
        schema(
            """
            {"type": "record", "name": "N", "fields": [
              {"name": "id", "type": ["null", "long"]}, {"name": "x", "type": "int"}]}
            """);
    Pipeline pipeline = new Pipelines().input(null, "id", null).feature("x", "numeric").build();
    GenericRecord record = new GenericRecordBuilder(nullable).set("id", null).set("x", 1).build();
    assertThat(rejection(pipeline, Framed.frame(registry, nullable, record)).reason())
        .isEqualTo(Reason.MISSING_FIELD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"int\",\"logicalType\":\"date\"} | 1 | 86400000",
        "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"} | -5 | -5",
        "{\"type\":\"long\",\"logicalType\":\"timestamp-nanos\"} | 5999999 | 5",
        "{\"type\":\"long\",\"logicalType\":\"local-timestamp-micros\"} | -1 | -1",
        "\"long\" | 77 | 77",
        "\"string\" | 1970-01-01T00:01:00Z | 60000"
      })
  void timesOfAllKindsAreEpochMilliseconds(String type, String value, long millis)
      throws RejectedException {
    Schema schema = one(type);
    Object datum =
        switch (schema.getField("x").schema().getType()) {
          case INT -> (Object) Integer.valueOf(value);
          case LONG -> Long.valueOf(value);
          default -> value;
        };
    Pipeline pipeline = new Pipelines().input("x", null, null).feature("x", "time").build();
    EventDecoder decoder = events(pipeline);
    Row row = decoder.newRow();
    decoder.decode(
        Framed.frame(registry, schema, new GenericRecordBuilder(schema).set("x", datum).build()),
        row);
    assertThat(decoder.time()).isEqualTo(millis);
    assertThat(row.numbers[0]).isEqualTo((double) millis);
  }

  @Test
  void aWholeNumberOfManyDigitsIsACategoryOfItsOwn() throws RejectedException {
    Schema schema = one("\"long\"");
    Pipeline pipeline = new Pipelines().input(null, "x", null).feature("x", "categorical").build();
    EventDecoder decoder = events(pipeline);
    Row row = decoder.newRow();
    long user = (1L << 60) + 1;
    decoder.decode(
        Framed.frame(registry, schema, new GenericRecordBuilder(schema).set("x", user).build()),
        row);
    assertThat(row.codes[0]).isEqualTo(Categories.of(Long.toString(user)));
    assertThat(decoder.id()).isEqualTo(Long.toString(user));
  }

  @Test
  void aUuidReadsAlikeAsTextAndAsFixedBytes() throws RejectedException {
    String uuid = "01234567-89ab-cdef-fedc-ba9876543210";
    Schema fixed = one("{\"type\":\"fixed\",\"name\":\"U\",\"size\":16,\"logicalType\":\"uuid\"}");
    byte[] bytes =
        ByteBuffer.allocate(16).putLong(0x0123456789abcdefL).putLong(0xfedcba9876543210L).array();
    GenericData.Fixed value = new GenericData.Fixed(fixed.getField("x").schema(), bytes);
    EventDecoder decoder =
        events(new Pipelines().input(null, "x", null).feature("x", "categorical").build());
    Row row = decoder.newRow();
    decoder.decode(
        Framed.frame(registry, fixed, new GenericRecordBuilder(fixed).set("x", value).build()),
        row);
    assertThat(decoder.id()).isEqualTo(uuid);
    assertThat(row.codes[0]).isEqualTo(Categories.of(uuid));
  }

  @Test
  void aChainOfRecordsThatIsTooDeepIsRejected() {
    Schema chain =
        schema(
            """
            {"type": "record", "name": "Chain", "fields": [
              {"name": "x", "type": "double"}, {"name": "next", "type": ["null", "Chain"]}]}
            """);
    GenericRecord head = null;
    for (int i = 0; i < Cursor.MAX_DEPTH + 1; i++) {
      head = new GenericRecordBuilder(chain).set("x", 1.0).set("next", head).build();
    }
    Pipeline pipeline = new Pipelines().feature("x", "numeric").build();
    RejectedException rejected = rejection(pipeline, Framed.frame(registry, chain, head));
    assertThat(rejected.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(rejected).hasMessage("record is nested deeper than 64 levels");
  }

  @Test
  void anEventEnvelopeIsLookedUpInItsMaps() throws RejectedException {
    Pipeline pipeline =
        new Pipelines()
            .feature("flow", "numeric")
            .feature("features.season", "categorical")
            .feature("absent", "numeric")
            .feature("open", "boolean")
            .task("flood", Task.Kind.BINARY, "is_flood")
            .task("gauge", Task.Kind.MULTICLASS, "gauge", "a", "b")
            .build();
    Map<String, Object> features = new HashMap<>();
    features.put("flow", 12L);
    features.put("season", "summer");
    features.put("open", true);
    features.put("unmapped", null);
    Event event = new Event("e-1", Instant.ofEpochMilli(5), features, Map.of("is_flood", 1.0), 2.0);
    EventDecoder decoder = events(pipeline);
    Row row = decoder.newRow();
    decoder.decode(RegistrySerializer.of(registry, Event.class).serialize("t", event), row);
    assertThat(row.numbers).containsExactly(12, Double.NaN, Double.NaN, 1);
    assertThat(row.codes[1]).isEqualTo(Categories.of("summer"));
    assertThat(row.labels).containsExactly(1, Double.NaN);
    assertThat(row.weight).isEqualTo(2);
    assertThat(decoder.id()).isEqualTo("e-1");
    assertThat(decoder.time()).isEqualTo(5);
  }

  @Test
  void laterLabelsFillTheLabelsOfARowAndNothingElse() throws RejectedException {
    EventDecoder decoder = EventDecoder.labels(RIVER, registry, EventDecoder.MAX_BYTES);
    Row row = decoder.newRow();
    row.numbers[0] = 3;
    row.labels[1] = 4;
    decoder.decode(label(Map.of("flood", true), true), row);
    assertThat(row.labels).containsExactly(1, 4);
    assertThat(row.numbers[0]).isEqualTo(3);
    assertThat(decoder.id()).isEqualTo("e-1");
    assertThat(decoder.correction()).isTrue();
    decoder.decode(label(Map.of("downstream", 1.5), false), row);
    assertThat(row.labels).containsExactly(1, 1.5);
    assertThat(decoder.correction()).isFalse();
    decoder.decode(Framed.frame(registry, READING, reading().build()), row);
    assertThat(row.labels).containsExactly(1, 9);
    assertThat(decoder.id()).isEqualTo("r-1");
  }

  @Test
  void aLaterLabelForAnUnknownTaskIsRejected() {
    EventDecoder decoder = EventDecoder.labels(RIVER, registry, EventDecoder.MAX_BYTES);
    RejectedException rejected =
        catchThrowableOfType(
            RejectedException.class,
            () -> decoder.decode(label(Map.of("fire", true), false), decoder.newRow()));
    assertThat(rejected.reason()).isEqualTo(Reason.UNKNOWN_TASK);
    assertThat(rejected)
        .hasMessage("no task has the label 'fire', known: [flood, flow_48h, downstream]");
  }

  @Test
  void aRegistryThatIsDownRejectsNothing() {
    RegistryClient down = RegistryClient.of(Map.of("url", "http://localhost:1"));
    EventDecoder decoder = EventDecoder.events(RIVER, down, EventDecoder.MAX_BYTES);
    assertThatThrownBy(() -> decoder.decode(Framed.frame(1, new byte[9]), decoder.newRow()))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  private byte[] label(Map<String, Object> labels, boolean correction) {
    Label label = new Label("e-1", Instant.ofEpochMilli(6), labels, correction);
    return RegistrySerializer.of(registry, Label.class).serialize("labels", label);
  }

  private EventDecoder events(Pipeline pipeline) {
    return EventDecoder.events(pipeline, registry, EventDecoder.MAX_BYTES);
  }

  private RejectedException rejection(Pipeline pipeline, byte[] framed) {
    EventDecoder decoder = events(pipeline);
    return catchThrowableOfType(
        RejectedException.class, () -> decoder.decode(framed, decoder.newRow()));
  }

  private static GenericRecordBuilder reading() {
    return new GenericRecordBuilder(READING)
        .set("unused", List.of("a", 5L))
        .set("reading_id", "r-1")
        .set("station", station(2.5, "GAUGE"))
        .set("extra", Map.of("wind.speed", 1.5f, "sky", "couvert \u2601", "unmapped", "x"))
        .set("observed_at", 1_234_567L)
        .set("count", 7)
        .set("dam_open", true)
        .set("price", ByteBuffer.wrap(new BigDecimal("12.34").unscaledValue().toByteArray()))
        .set("w", 0.5f)
        .set("flood", true)
        .set("flow_48h", 9L);
  }

  private static GenericRecord station(Double level, String kind) {
    Schema schema = READING.getField("station").schema();
    GenericRecord inner =
        new GenericRecordBuilder(schema)
            .set("skipped", Map.of())
            .set("level", 8.5)
            .set("kind", symbol(schema, "WEIR"))
            .build();
    return new GenericRecordBuilder(schema)
        .set("skipped", Map.of("upstream", inner))
        .set("level", level)
        .set("kind", symbol(schema, kind))
        .build();
  }

  private static GenericData.EnumSymbol symbol(Schema station, String kind) {
    return new GenericData.EnumSymbol(station.getField("kind").schema(), kind);
  }

  private static Schema one(String type) {
    return schema(
        "{\"type\":\"record\",\"name\":\"One\",\"fields\":[{\"name\":\"x\",\"type\":"
            + type
            + "}]}");
  }

  private static Schema schema(String json) {
    return new Schema.Parser().parse(json);
  }
}
