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
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes predictions for comparison bit by bit, of the tasks that are emitted. A header, then a
 * line per predicted row, with tabs between: the row's position in the file (the first is 0), the
 * model step that predicted, and per task its outputs with blanks between, each the eight
 * hexadecimal digits of the float's raw bits.
 */
public final class PredictionFile implements Evaluation.Listener, Closeable {
  private static final HexFormat HEX = HexFormat.of();

  private final BufferedWriter out;
  private final int[] emitted;

  public PredictionFile(Path file, Pipeline pipeline) throws IOException {
    out = Files.newBufferedWriter(file);
    List<Task> tasks = pipeline.tasks();
    emitted = IntStream.range(0, tasks.size()).filter(k -> !tasks.get(k).auxiliary()).toArray();
    out.write(
        IntStream.of(emitted)
            .mapToObj(k -> tasks.get(k).name())
            .collect(Collectors.joining("\t", "row\tstep\t", "\n")));
  }

  @Override
  public void predicted(long row, Prediction prediction) throws IOException {
    out.write(Long.toString(row));
    out.write('\t');
    out.write(Long.toString(prediction.step));
    for (int k : emitted) {
      char before = '\t';
      for (float output : prediction.outputs[k]) {
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
