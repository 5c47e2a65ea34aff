package io.braid.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records written by every released version stay readable for ever. */
class GoldenRecordsTest {

  static List<Path> released() throws IOException, URISyntaxException {
    Path golden = Path.of(GoldenRecordsTest.class.getResource("/golden").toURI());
    try (Stream<Path> files = Files.walk(golden)) {
      return new ArrayList<>(files.filter(f -> f.toString().endsWith(".avsc")).sorted().toList());
    }
  }

  @Test
  void versionOneHoldsEveryRecordType() throws Exception {
    assertThat(released())
        .filteredOn(file -> file.getParent().getFileName().toString().equals("v1"))
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "DriftEvent.avsc",
            "Event.avsc",
            "Label.avsc",
            "ModelBlock.avsc",
            "Prediction.avsc",
            "TaskMetrics.avsc");
  }

  @ParameterizedTest
  @MethodSource("released")
  void currentSchemaReadsWhatWasReleased(Path avsc) throws Exception {
    Schema written = parse(avsc);
    var fit = SchemaCompatibility.checkReaderWriterCompatibility(current(written), written);
    assertThat(fit.getType())
        .as(fit.getDescription())
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
  }

  @ParameterizedTest
  @MethodSource("released")
  void goldenBytesHoldTheFieldsOfTheGoldenText(Path avsc) throws Exception {
    Schema written = parse(avsc);
    String base = avsc.toString().replaceAll("\\.avsc$", "");
    SpecificRecord fromBytes =
        read(
            written,
            DecoderFactory.get().binaryDecoder(Files.readAllBytes(Path.of(base + ".bin")), null));
    SpecificRecord fromText =
        read(
            written,
            DecoderFactory.get().jsonDecoder(written, Files.readString(Path.of(base + ".json"))));
    assertThat(fromBytes).isEqualTo(fromText);
  }

  @Test
  void versionOneBytesHoldTheSamples() throws Exception {
    for (Path avsc : released()) {
      if (avsc.getParent().getFileName().toString().equals("v1")) {
        Schema written = parse(avsc);
        byte[] bytes = Files.readAllBytes(Path.of(avsc.toString().replace(".avsc", ".bin")));
        SpecificRecord record = read(written, DecoderFactory.get().binaryDecoder(bytes, null));
        assertThat(Samples.all()).contains(record);
      }
    }
  }

  private static SpecificRecord read(Schema written, Decoder decoder) throws IOException {
    TrustedRecords.trust();
    return new SpecificDatumReader<SpecificRecord>(written, current(written)).read(null, decoder);
  }

  private static Schema parse(Path avsc) throws IOException {
    return new Schema.Parser().parse(Files.readString(avsc));
  }

  private static Schema current(Schema written) {
    return SpecificData.get().getSchema(SpecificData.get().getClass(written));
  }
}
