package io.braid.cli.evaluate;

import io.braid.model.data.Prediction;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * Writes predictions for comparison bit by bit. A header, then a line per predicted row, with tabs
 * between: the row's position in the file (the first is 0), the model step that predicted, and per
 * task its outputs with blanks between, each the eight hexadecimal digits of the float's raw bits.
 */
public final class PredictionFile implements Evaluation.Listener, Closeable {
  private static final HexFormat HEX = HexFormat.of();

  private final BufferedWriter out;

  public PredictionFile(Path file, Pipeline pipeline) throws IOException {
    out = Files.newBufferedWriter(file);
    out.write(
        pipeline.tasks().stream()
            .map(Task::name)
            .collect(Collectors.joining("\t", "row\tstep\t", "\n")));
  }

  @Override
  public void predicted(long row, Prediction prediction) throws IOException {
    out.write(Long.toString(row));
    out.write('\t');
    out.write(Long.toString(prediction.step));
    for (float[] outputs : prediction.outputs) {
      char before = '\t';
      for (float output : outputs) {
        out.write(before);
        out.write(HEX.toHexDigits(Float.floatToRawIntBits(output)));
        before = ' ';
      }
    }
    out.write('\n');
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
