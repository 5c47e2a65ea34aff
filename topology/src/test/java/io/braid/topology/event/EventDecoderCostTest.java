package io.braid.topology.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.braid.model.data.RejectedException;
import io.braid.model.data.Row;
import io.braid.model.spec.Task;
import io.braid.schemas.Event;
import io.braid.schemas.RegistryClient;
import io.braid.schemas.RegistrySerializer;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class EventDecoderCostTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final RegistryClient registry = Framed.registry();

  @Test
  void aFlatRecordOfDoublesCostsNoAllocation() throws RejectedException {
    Schema schema = flat();
    Pipelines pipelines = new Pipelines().input("time", "id", null);
    GenericRecord record = new GenericData.Record(schema);
    record.put("id", "event-1");
    record.put("time", 5L);
    for (int i = 0; i < 30; i++) {
      record.put("x" + i, i / 8.0);
      if (i % 2 == 0) {
        pipelines.feature("x" + i, "numeric");
      }
    }
    EventDecoder decoder = EventDecoder.events(pipelines.build(), registry, EventDecoder.MAX_BYTES);
    assertThat(allocated(decoder, Framed.frame(registry, schema, record))).isLessThan(20_000);
  }

  @Test
  void anEnvelopeWithTextAndLabelsCostsNoAllocation() throws RejectedException {
    Map<String, Object> features = new HashMap<>();
    for (int i = 0; i < 10; i++) {
      features.put("x" + i, i % 2 == 0 ? (Object) (i + 0.5) : "cat\u00e9gorie " + i);
    }
    Pipelines pipelines = new Pipelines().task("t", Task.Kind.BINARY, "t");
    for (int i = 0; i < 10; i++) {
      pipelines.feature("x" + i, i % 2 == 0 ? "numeric" : "categorical");
    }
    Event event = new Event("e", Instant.EPOCH, features, Map.of("t", true), null);
    byte[] framed = RegistrySerializer.of(registry, Event.class).serialize("t", event);
    EventDecoder decoder = EventDecoder.events(pipelines.build(), registry, EventDecoder.MAX_BYTES);
    assertThat(allocated(decoder, framed)).isLessThan(20_000);
  }

  @Test
  void lengthsInRandomBytesAreNotBelieved() {
    Schema schema =
        SchemaBuilder.record("Greedy")
            .fields()
            .requiredString("text")
            .requiredBytes("bytes")
            .name("list")
            .type()
            .array()
            .items()
            .nullType()
            .noDefault()
            .name("map")
            .type()
            .map()
            .values()
            .doubleType()
            .noDefault()
            .endRecord();
    EventDecoder decoder =
        EventDecoder.events(
            new Pipelines().feature("text", "categorical").feature("map.a", "numeric").build(),
            registry,
            EventDecoder.MAX_BYTES);
    int id = registry.register("greedy", schema);
    Row row = decoder.newRow();
    Random random = new Random(3);
    byte[][] inputs = new byte[100_000][];
    for (int i = 0; i < inputs.length; i++) {
      byte[] avro = new byte[random.nextInt(60)];
      random.nextBytes(avro);
      inputs[i] = Framed.frame(id, avro);
    }
    int rejected = 0;
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (byte[] input : inputs) {
      try {
        decoder.decode(input, row);
      } catch (RejectedException e) {
        rejected++;
      }
    }
    long perInput = (THREADS.getCurrentThreadAllocatedBytes() - before) / inputs.length;
    assertThat(rejected).isGreaterThan(99_000);
    assertThat(perInput).isLessThan(2_000);
  }

  /** Bytes allocated by 10,000 decodes after as many for the compiler. */
  private static long allocated(EventDecoder decoder, byte[] framed) throws RejectedException {
    Row row = decoder.newRow();
    for (int i = 0; i < 10_000; i++) {
      decoder.decode(framed, row);
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      decoder.decode(framed, row);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static Schema flat() {
    SchemaBuilder.FieldAssembler<Schema> fields =
        SchemaBuilder.record("Flat").fields().requiredString("id").requiredLong("time");
    for (int i = 0; i < 30; i++) {
      fields = fields.requiredDouble("x" + i);
    }
    return fields.endRecord();
  }
}
