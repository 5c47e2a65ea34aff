package io.braid.topology.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.Row;
import io.braid.model.feature.RowBinder;
import io.braid.model.spec.Pipeline;
import io.braid.schemas.RegistryClient;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

class EventDecoderPropertyTest {
  private static final List<String> ENCODERS =
      List.of("numeric", "categorical", "categorical", "boolean", "time");

  /** Avro's own reader, then a walk along the path, then the binder: slow and simple. */
  @Property(tries = 2000)
  void theRowIsWhatAvrosReaderAndAWalkAlongThePathsGive(@ForAll long seed) throws Exception {
    RandomRecords records = new RandomRecords(seed);
    Schema schema = records.record(4);
    List<String> paths = records.paths(schema, 2);
    if (paths.isEmpty()) {
      return;
    }
    Pipeline pipeline = pipeline(records, paths);
    RegistryClient registry = Framed.registry();
    EventDecoder decoder = EventDecoder.events(pipeline, registry, EventDecoder.MAX_BYTES);
    Row row = decoder.newRow();
    for (int i = 0; i < 5; i++) {
      byte[] framed = Framed.frame(registry, schema, records.value(schema));
      Row expected = new RowBinder(pipeline).newRow();
      Set<Reason> reasons = bind(schema, framed, pipeline, expected);
      try {
        decoder.decode(framed, row);
        Statistics.collect("accepted");
        assertThat(reasons).isEmpty();
        assertThat(row.numbers).isEqualTo(expected.numbers);
        assertThat(row.codes).isEqualTo(expected.codes);
      } catch (RejectedException e) {
        Statistics.collect("rejected");
        assertThat(reasons).as(e.getMessage()).contains(e.reason());
      }
    }
    Statistics.coverage(c -> c.check("accepted").percentage(share -> share > 15 && share < 85));
  }

  @Property(tries = 300)
  void aPrefixOfARecordIsNeverARow(@ForAll long seed) {
    RandomRecords records = new RandomRecords(seed);
    Schema schema = records.record(4);
    List<String> paths = records.paths(schema, 1);
    if (paths.isEmpty()) {
      return;
    }
    RegistryClient registry = Framed.registry();
    EventDecoder decoder =
        EventDecoder.events(pipeline(records, paths), registry, EventDecoder.MAX_BYTES);
    Row row = decoder.newRow();
    byte[] framed = Framed.frame(registry, schema, records.value(schema));
    for (int length = 5; length < framed.length; length++) {
      assertThat(rejected(decoder, Arrays.copyOf(framed, length), row)).isTrue();
    }
  }

  @Property(tries = 200)
  void randomBytesAreARowOrRejectedAndNothingElse(@ForAll long seed) {
    RandomRecords records = new RandomRecords(seed);
    Schema schema = records.record(4);
    List<String> paths = records.paths(schema, 3);
    if (paths.isEmpty()) {
      return;
    }
    RegistryClient registry = Framed.registry();
    int id = registry.register("random", schema);
    EventDecoder decoder =
        EventDecoder.events(pipeline(records, paths), registry, EventDecoder.MAX_BYTES);
    Row row = decoder.newRow();
    for (int i = 0; i < 500; i++) {
      rejected(decoder, Framed.frame(id, records.bytes(records.random().nextInt(200))), row);
    }
    byte[] valid = Framed.frame(registry, schema, records.value(schema));
    for (int i = 0; i < 200 && valid.length > 5; i++) {
      byte[] damaged = valid.clone();
      damaged[5 + records.random().nextInt(valid.length - 5)] ^=
          (byte) (1 << records.random().nextInt(8));
      rejected(decoder, damaged, row);
    }
  }

  private static boolean rejected(EventDecoder decoder, byte[] framed, Row row) {
    try {
      decoder.decode(framed, row);
      return false;
    } catch (RejectedException e) {
      assertThat(e.getMessage()).doesNotContain("\n");
      return true;
    }
  }

  private static Pipeline pipeline(RandomRecords records, List<String> paths) {
    Pipelines pipelines = new Pipelines();
    for (String path : paths) {
      pipelines.feature(path, ENCODERS.get(records.random().nextInt(ENCODERS.size())));
    }
    return pipelines.build();
  }

  /** Fills the row and gives every reason for which some feature rejects the record. */
  private static Set<Reason> bind(Schema schema, byte[] framed, Pipeline pipeline, Row row)
      throws Exception {
    GenericRecord record =
        new GenericDatumReader<GenericRecord>(schema)
            .read(null, DecoderFactory.get().binaryDecoder(framed, 5, framed.length - 5, null));
    RowBinder binder = new RowBinder(pipeline);
    binder.begin(row);
    Set<Reason> reasons = new HashSet<>();
    for (int f = 0; f < pipeline.features().size(); f++) {
      try {
        walk(binder, f, schema, record, pipeline.features().get(f).field());
      } catch (RejectedException e) {
        reasons.add(e.reason());
      }
    }
    return reasons;
  }

  private static void walk(RowBinder binder, int f, Schema schema, Object value, String path)
      throws RejectedException {
    if (value == null) {
      return;
    }
    Schema actual =
        schema.getType() == Schema.Type.UNION
            ? schema.getTypes().get(GenericData.get().resolveUnion(schema, value))
            : schema;
    if (path.isEmpty()) {
      hand(binder, f, actual, value);
    } else if (value instanceof GenericRecord record) {
      String name = path.split("\\.", 2)[0];
      Schema.Field field = actual.getField(name);
      if (field != null) {
        walk(binder, f, field.schema(), record.get(name), rest(path, name));
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        String key = entry.getKey().toString();
        if (path.equals(key) || path.startsWith(key + ".")) {
          walk(binder, f, actual.getValueType(), entry.getValue(), rest(path, key));
        }
      }
    }
  }

  private static String rest(String path, String head) {
    return path.length() == head.length() ? "" : path.substring(head.length() + 1);
  }

  private static void hand(RowBinder binder, int f, Schema schema, Object value)
      throws RejectedException {
    switch (schema.getType()) {
      case BOOLEAN -> binder.flag(f, (Boolean) value);
      case FLOAT, DOUBLE -> binder.number(f, ((Number) value).doubleValue());
      case INT -> binder.number(f, (Integer) value);
      case LONG -> {
        if (schema.getLogicalType() != null) {
          binder.timeMillis(f, (Long) value);
        } else if (Math.abs((double) (Long) value) <= 1L << 53) {
          binder.number(f, (double) (Long) value);
        } else {
          binder.text(f, value.toString());
        }
      }
      case STRING, ENUM -> binder.text(f, value.toString());
      case BYTES -> {
        if (!(schema.getLogicalType() instanceof LogicalTypes.Decimal decimal)) {
          throw new RejectedException(Reason.WRONG_TYPE, "bytes");
        }
        BigInteger digits = new BigInteger(((ByteBuffer) value).array());
        binder.number(f, new BigDecimal(digits, decimal.getScale()).doubleValue());
      }
      default -> throw new RejectedException(Reason.WRONG_TYPE, "a structure");
    }
  }
}
