package io.braid.topology.event;

import io.braid.schemas.RegistryClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Registry-framed bytes of generic records, as any Avro producer writes them. */
final class Framed {
  private static final AtomicInteger SCOPES = new AtomicInteger();

  private Framed() {}

  /** A registry of its own. */
  static RegistryClient registry() {
    return RegistryClient.of(Map.of("url", "mock://topology-event-" + SCOPES.incrementAndGet()));
  }

  static byte[] frame(RegistryClient registry, Schema schema, Object datum) {
    int id = registry.register(schema.getFullName(), schema);
    return frame(id, encode(schema, datum));
  }

  static byte[] frame(int id, byte[] avro) {
    return ByteBuffer.allocate(5 + avro.length).put((byte) 0).putInt(id).put(avro).array();
  }

  static byte[] encode(Schema schema, Object datum) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      new GenericDatumWriter<Object>(schema, GenericData.get()).write(datum, encoder);
      encoder.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
