package io.braid.schemas;

import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads records of one type, whatever version of its schema they were written with. The registry is
 * asked once per schema id; null stays null. Thread-safe: each thread has its own decoder, and
 * every record is a new object.
 *
 * @param <T> the generated record type
 */
public final class RegistryDeserializer<T extends SpecificRecord> implements Deserializer<T> {
  private final RegistryClient registry;
  private final Schema schema;
  private final ThreadLocal<Reader> readers = ThreadLocal.withInitial(Reader::new);

  /**
   * @param type the generated record type
   */
  public RegistryDeserializer(RegistryClient registry, Class<T> type) {
    this.registry = registry;
    this.schema = SpecificData.get().getSchema(type);
    TrustedRecords.trust();
  }

  /**
   * The record of the bytes.
   *
   * @throws MalformedRecordException if the bytes are not exactly one framed record
   * @throws UnknownSchemaException if the registry does not know the schema id
   * @throws IncompatibleSchemaException if the schema they were written with does not fit the type
   * @throws RegistryUnavailableException if the registry is needed and does not answer
   */
  @Override
  public T deserialize(String topic, byte[] framed) {
    return framed == null ? null : readers.get().read(topic, framed);
  }

  private final class Reader {
    private final Map<Integer, SpecificDatumReader<T>> byId = new HashMap<>();
    private BinaryDecoder decoder;
    private SpecificDatumReader<T> last;
    private int lastId;

    T read(String topic, byte[] framed) {
      int id = Framing.schemaId(framed);
      if (last == null || id != lastId) {
        last = reader(id);
        lastId = id;
      }
      try {
        decoder =
            DecoderFactory.get()
                .binaryDecoder(framed, Framing.HEADER, framed.length - Framing.HEADER, decoder);
        T record = last.read(null, decoder);
        if (!decoder.isEnd()) {
          throw new IOException("bytes are left over after the record");
        }
        return record;
      } catch (IOException | RuntimeException e) {
        String problem = e instanceof EOFException ? "the bytes end too early" : e.getMessage();
        throw new MalformedRecordException(
            "cannot read "
                + schema.getFullName()
                + " of "
                + framed.length
                + " bytes from "
                + topic
                + ": "
                + problem,
            e);
      }
    }

    private SpecificDatumReader<T> reader(int id) {
      SpecificDatumReader<T> known = byId.get(id);
      if (known != null) {
        return known;
      }
      Schema writer = registry.schemaById(id);
      requireReadable(writer, id);
      SpecificDatumReader<T> made = new SpecificDatumReader<>(writer, schema);
      byId.put(id, made);
      return made;
    }

    private void requireReadable(Schema writer, int id) {
      var fit = SchemaCompatibility.checkReaderWriterCompatibility(schema, writer);
      if (fit.getType() != SchemaCompatibilityType.COMPATIBLE) {
        String reasons =
            String.join(
                "; ",
                fit.getResult().getIncompatibilities().stream()
                    .map(i -> i.getLocation() + ": " + i.getMessage() + " (" + i.getType() + ")")
                    .toList());
        throw new IncompatibleSchemaException(
            "schema id "
                + id
                + " ("
                + writer.getFullName()
                + ") cannot be read as "
                + schema.getFullName()
                + ": "
                + reasons);
      }
    }
  }
}
