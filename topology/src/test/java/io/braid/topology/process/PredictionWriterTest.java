package io.braid.topology.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Prediction;
import io.braid.model.spec.PipelineFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class PredictionWriterTest {

  @Test
  void aKnownDeviationGivesAnIntervalAndAnUnknownOneNone() throws IOException {
    PredictionWriter writer =
        new PredictionWriter(
            PipelineFile.parse(
                """
                name: p
                features: [a]
                tasks:
                  - {name: flow, kind: regression}
                  - {name: flood, kind: binary}
                """,
                "p.yaml"));
    Prediction prediction = new Prediction(new int[] {1, 1});
    prediction.outputs[0][0] = 10f;
    prediction.outputs[1][0] = 0.25f;
    prediction.deviations[0] = 2.0;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    writer.write(new Said().set("e-1", 5L, "events", 0, 7L, false, prediction), encoder);
    encoder.flush();
    GenericRecord read =
        new GenericDatumReader<GenericRecord>(io.braid.schemas.Prediction.getClassSchema())
            .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    List<?> tasks = (List<?>) read.get("tasks");
    GenericRecord flow = (GenericRecord) tasks.get(0);
    assertThat(flow.get("deviation")).isEqualTo(2.0);
    assertThat((Double) flow.get("low")).isCloseTo(6.710, within(0.001));
    assertThat((Double) flow.get("high")).isCloseTo(13.290, within(0.001));
    GenericRecord flood = (GenericRecord) tasks.get(1);
    assertThat(flood.get("deviation")).isNull();
    assertThat(flood.get("low")).isNull();
    assertThat(flood.get("high")).isNull();
    assertThat(flood.get("value")).isEqualTo(0.25);
  }
}
