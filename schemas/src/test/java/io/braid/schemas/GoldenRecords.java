package io.braid.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes the golden records of a release: run once, by hand, when a schema has changed and is to be
 * released, with the folder of a new version as argument ({@code src/test/resources/golden/v2}).
 * What is there is never written again.
 */
public final class GoldenRecords {
  private GoldenRecords() {}

  public static void main(String[] args) throws IOException {
    TrustedRecords.trust();
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (SpecificRecord record : Samples.all()) {
      Schema schema = record.getSchema();
      Path base = folder.resolve(schema.getName());
      write(base, ".avsc", (SchemaFormatter.format("json/pretty", schema) + "\n").getBytes(UTF_8));
      write(base, ".bin", encode(record, schema, false));
      write(base, ".json", encode(record, schema, true));
    }
  }

  private static byte[] encode(SpecificRecord record, Schema schema, boolean json)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Encoder encoder =
        json
            ? EncoderFactory.get().jsonEncoder(schema, out, true)
            : EncoderFactory.get().binaryEncoder(out, null);
    new SpecificDatumWriter<SpecificRecord>(schema).write(record, encoder);
    encoder.flush();
    if (json) {
      out.write('\n');
    }
    return out.toByteArray();
  }

  private static void write(Path base, String ending, byte[] bytes) throws IOException {
    Path file = base.resolveSibling(base.getFileName() + ending);
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      out.write(bytes);
    }
  }
}
