package io.braid.topology.process;

import io.braid.schemas.RegistryClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Events and labels in records of an application's own, without an id. */
final class OwnRecords {
  private static final Schema EVENT =
      SchemaBuilder.record("Reading")
          .fields()
          .requiredDouble("a")
          .requiredDouble("b")
          .requiredString("colour")
          .endRecord();
  private static final Schema LABEL =
      SchemaBuilder.record("Outcome").fields().requiredDouble("much").endRecord();

  private final RegistryClient registry;

  OwnRecords(RegistryClient registry) {
    this.registry = registry;
  }

  byte[] event(LateStream.Sample sample) {
    GenericRecord record = new GenericData.Record(EVENT);
    sample.features().forEach(record::put);
    return framed(record);
  }

  byte[] label(double much) {
    GenericRecord record = new GenericData.Record(LABEL);
    record.put("much", much);
    return framed(record);
  }

  private byte[] framed(GenericRecord record) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int id = registry.register(record.getSchema().getName(), record.getSchema());
      out.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
