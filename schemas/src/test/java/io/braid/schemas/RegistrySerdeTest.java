package io.braid.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegistrySerdeTest {

  static List<SpecificRecord> samples() {
    return Samples.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  <T extends SpecificRecord> void whatIsWrittenIsRead(T record) {
    RegistryClient client = client("roundtrip", Map.of());
    RegistrySerde<T> serde = serde(client, record);
    byte[] framed = serde.serializer().serialize("t", record);
    assertThat(framed[0]).isZero();
    assertThat(client.schemaById(Framing.schemaId(framed))).isEqualTo(record.getSchema());
    assertThat(serde.deserializer().deserialize("t", framed)).isEqualTo(record);
  }

  @ParameterizedTest
  @MethodSource("samples")
  <T extends SpecificRecord> void bytesCutAnywhereAreMalformed(T record) {
    RegistrySerde<T> serde = serde(client("cut", Map.of()), record);
    byte[] framed = serde.serializer().serialize("t", record);
    for (int length = 0; length < framed.length; length++) {
      byte[] cut = Arrays.copyOf(framed, length);
      assertThatThrownBy(() -> serde.deserializer().deserialize("t", cut))
          .as("cut to %d of %d bytes", length, framed.length)
          .isInstanceOf(MalformedRecordException.class);
    }
    byte[] longer = Arrays.copyOf(framed, framed.length + 1);
    assertThatThrownBy(() -> serde.deserializer().deserialize("t", longer))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("left over");
  }

  @Test
  void randomBytesAfterAValidFrameAreReadOrMalformedAndNothingElse() {
    RegistrySerde<Prediction> serde = serde(client("random", Map.of()), Samples.prediction());
    byte[] header = serde.serializer().serialize("t", Samples.prediction());
    Random random = new Random(7);
    int malformed = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[Framing.HEADER + random.nextInt(100)];
      random.nextBytes(bytes);
      System.arraycopy(header, 0, bytes, 0, Framing.HEADER);
      try {
        serde.deserializer().deserialize("t", bytes);
      } catch (MalformedRecordException e) {
        malformed++;
      }
    }
    assertThat(malformed).isGreaterThan(19_000);
  }

  @Test
  void nullStaysNull() {
    RegistrySerde<Label> serde = serde(client("null", Map.of()), Samples.label());
    assertThat(serde.serializer().serialize("t", null)).isNull();
    assertThat(serde.deserializer().deserialize("t", null)).isNull();
  }

  @Test
  void anotherFirstByteIsMalformed() {
    RegistrySerde<Label> serde = serde(client("magic", Map.of()), Samples.label());
    byte[] framed = serde.serializer().serialize("t", Samples.label());
    framed[0] = 1;
    assertThatThrownBy(() -> serde.deserializer().deserialize("t", framed))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessage("record starts with byte 1, allowed: 0 (registry-framed Avro)");
  }

  @Test
  void anIdTheRegistryDoesNotHaveIsUnknown() {
    RegistrySerde<Label> serde = serde(client("unknown", Map.of()), Samples.label());
    byte[] framed = serde.serializer().serialize("t", Samples.label());
    framed[2] = 99;
    assertThatThrownBy(() -> serde.deserializer().deserialize("t", framed))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessageContaining("no schema id " + Framing.schemaId(framed));
  }

  @Test
  void aRecordThatBreaksItsSchemaIsRefusedAndTheNextOneIsWritten() {
    RegistrySerde<Label> serde = serde(client("broken", Map.of()), Samples.label());
    Label broken = Samples.label();
    broken.setId(null);
    assertThatThrownBy(() -> serde.serializer().serialize("t", broken))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("cannot write io.braid.schemas.Label to t");
    byte[] framed = serde.serializer().serialize("t", Samples.label());
    assertThat(serde.deserializer().deserialize("t", framed)).isEqualTo(Samples.label());
  }

  @Test
  void anOlderWriterWithoutAFieldGetsItsDefault(TestInfo test) throws IOException {
    RegistryClient client = client(test.getDisplayName(), Map.of());
    Schema older = without(Label.getClassSchema(), "correction");
    GenericRecord record = new GenericData.Record(older);
    record.put("id", "e-9");
    record.put("time", 5L);
    record.put("labels", new HashMap<>(Map.of("x", 1.5)));
    byte[] framed = frame(client.register("t-value", older), older, record);
    Label read = serde(client, Samples.label()).deserializer().deserialize("t", framed);
    assertThat(read.getCorrection()).isFalse();
    assertThat(read.getTime().toEpochMilli()).isEqualTo(5L);
    assertThat(read.getLabels()).containsEntry("x", 1.5);
  }

  @Test
  void aNewerWriterWithAFieldMoreIsReadWithoutIt(TestInfo test) throws IOException {
    RegistryClient client = client(test.getDisplayName(), Map.of());
    String more =
        Label.getClassSchema()
            .toString()
            .replace("\"fields\":[", "\"fields\":[{\"name\":\"by\",\"type\":\"string\"},");
    Schema newer = new Schema.Parser().parse(more);
    GenericRecord record = new GenericData.Record(newer);
    record.put("by", "someone");
    record.put("id", "e-9");
    record.put("time", 5L);
    record.put("labels", new HashMap<>());
    record.put("correction", true);
    byte[] framed = frame(client.register("t-value", newer), newer, record);
    Label read = serde(client, Samples.label()).deserializer().deserialize("t", framed);
    assertThat(read.getId()).isEqualTo("e-9");
    assertThat(read.getCorrection()).isTrue();
  }

  @Test
  void aWriterThatDoesNotFitIsRefusedByTheFieldThatDiffers(TestInfo test) {
    RegistryClient client = client(test.getDisplayName(), Map.of());
    Schema other = without(Label.getClassSchema(), "id");
    int id = client.register("t-value", other);
    byte[] framed = new byte[20];
    Framing.writeHeader(framed, id);
    RegistrySerde<Label> serde = serde(client, Samples.label());
    assertThatThrownBy(() -> serde.deserializer().deserialize("t", framed))
        .isInstanceOf(IncompatibleSchemaException.class)
        .hasMessageContaining("schema id " + id)
        .hasMessageContaining("READER_FIELD_MISSING_DEFAULT_VALUE");
  }

  @Test
  void eachSubjectIsRegistered(TestInfo test) {
    RegistryClient client = client(test.getDisplayName(), Map.of());
    RegistrySerde<Label> serde = serde(client, Samples.label());
    for (String topic : List.of("a", "b", "a")) {
      serde.serializer().serialize(topic, Samples.label());
    }
    assertThat(client.latestSchema("a-value")).contains(Label.getClassSchema());
    assertThat(client.latestSchema("b-value")).contains(Label.getClassSchema());
    assertThat(client.latestSchema("c-value")).isEmpty();
  }

  @Test
  void withoutAutoRegistrationASchemaMustBeThere(TestInfo test) {
    RegistryClient closed = client(test.getDisplayName(), Map.of("auto.register.schemas", "false"));
    RegistrySerde<Label> serde = serde(closed, Samples.label());
    assertThatThrownBy(() -> serde.serializer().serialize("t", Samples.label()))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessageContaining("subject t-value does not hold the schema of io.braid.schemas.Label");
    int id = client(test.getDisplayName(), Map.of()).register("t-value", Label.getClassSchema());
    assertThat(Framing.schemaId(serde.serializer().serialize("t", Samples.label()))).isEqualTo(id);
  }

  @Test
  void theLatestVersionIsUsedIfItEncodesAlikeAndRefusedOtherwise(TestInfo test) {
    RegistryClient client = client(test.getDisplayName(), Map.of("use.latest.version", "true"));
    String undocumented =
        Label.getClassSchema().toString().replaceAll("\"doc\":\"[^\"]*\",?", "").replace(",}", "}");
    int id = client.register("t-value", new Schema.Parser().parse(undocumented));
    RegistrySerde<Label> serde = serde(client, Samples.label());
    assertThat(Framing.schemaId(serde.serializer().serialize("t", Samples.label()))).isEqualTo(id);

    client.register("u-value", without(Label.getClassSchema(), "correction"));
    assertThatThrownBy(() -> serde.serializer().serialize("u", Samples.label()))
        .isInstanceOf(IncompatibleSchemaException.class)
        .hasMessageContaining("encodes differently");
  }

  @Test
  void subjectsAreNamedAsSet() {
    Schema schema = Label.getClassSchema();
    assertThat(SubjectNaming.TOPIC.subject("t", schema.getFullName())).isEqualTo("t-value");
    assertThat(SubjectNaming.RECORD.subject("t", schema.getFullName()))
        .isEqualTo("io.braid.schemas.Label");
    assertThat(SubjectNaming.TOPIC_RECORD.subject("t", schema.getFullName()))
        .isEqualTo("t-io.braid.schemas.Label");
  }

  @Test
  void manyThreadsShareOneSerde(TestInfo test) throws Exception {
    RegistrySerde<Prediction> serde =
        serde(client(test.getDisplayName(), Map.of()), Samples.prediction());
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        long step = thread;
        results.add(pool.submit(roundTrips(serde, step)));
      }
      for (Future<Boolean> result : results) {
        assertThat(result.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static Callable<Boolean> roundTrips(RegistrySerde<Prediction> serde, long step) {
    return () -> {
      Prediction record = Samples.prediction();
      boolean same = true;
      for (int i = 0; i < 2_000; i++) {
        record.setStep(step * 10_000 + i);
        byte[] framed = serde.serializer().serialize("t", record);
        same &= serde.deserializer().deserialize("t", framed).equals(record);
      }
      return same;
    };
  }

  private static RegistryClient client(String scope, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("url", "mock://serde-" + scope.replaceAll("\\W", ""));
    return RegistryClient.of(settings);
  }

  @SuppressWarnings("unchecked")
  private static <T extends SpecificRecord> RegistrySerde<T> serde(RegistryClient client, T like) {
    return new RegistrySerde<>(client, (Class<T>) like.getClass());
  }

  private static Schema without(Schema schema, String field) {
    List<Schema.Field> fields =
        schema.getFields().stream()
            .filter(f -> !f.name().equals(field))
            .map(f -> new Schema.Field(f, f.schema()))
            .toList();
    return Schema.createRecord(
        schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
  }

  private static byte[] frame(int id, Schema schema, GenericRecord record) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[Framing.HEADER]);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    byte[] framed = out.toByteArray();
    Framing.writeHeader(framed, id);
    return framed;
  }
}
