package io.braid.topology.process;

import io.braid.model.data.Prediction;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import io.braid.schemas.RecordWriter;
import io.braid.schemas.TaskKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.io.Encoder;
import org.apache.avro.util.Utf8;

/**
 * Writes what was said of an event as an {@link io.braid.schemas.Prediction}, straight from the
 * learner's arrays: there is one for every event, and making a record of boxed numbers first would
 * cost more than predicting. Auxiliary tasks are left out. Not thread-safe.
 */
public final class PredictionWriter implements RecordWriter<Said> {
  private static final int NULL = 0;
  private static final int NAME = 1;
  private static final int NUMBER = 1;

  /** What of a task's entry is always the same. */
  private record Entry(
      int task, Utf8 name, int kind, boolean classes, boolean several, List<Utf8> classNames) {}

  private final Utf8 pipeline;
  private final List<Entry> entries = new ArrayList<>();
  private String lastTopic = "";
  private Utf8 topic = new Utf8("");

  public PredictionWriter(Pipeline pipeline) {
    this.pipeline = new Utf8(pipeline.name());
    for (int k = 0; k < pipeline.tasks().size(); k++) {
      Task task = pipeline.tasks().get(k);
      if (!task.auxiliary()) {
        entries.add(
            new Entry(
                k,
                new Utf8(task.name()),
                TaskKind.getClassSchema().getEnumOrdinal(task.kind().name()),
                task.kind() == Task.Kind.MULTICLASS,
                task.labelValues() > 1,
                task.classes().stream().map(Utf8::new).toList()));
      }
    }
  }

  @Override
  public void write(Said said, Encoder out) throws IOException {
    out.writeString(said.id);
    out.writeLong(said.time);
    if (!lastTopic.equals(said.topic)) {
      lastTopic = said.topic;
      topic = new Utf8(lastTopic);
    }
    out.writeString(topic);
    out.writeInt(said.partition);
    out.writeLong(said.offset);
    out.writeString(pipeline);
    out.writeLong(said.prediction.step);
    out.writeBoolean(said.replay);
    out.writeArrayStart();
    out.setItemCount(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      out.startItem();
      Entry entry = entries.get(i);
      write(entry, said.prediction.outputs[entry.task], out);
      interval(said.prediction.outputs[entry.task], said.prediction.deviations[entry.task], out);
    }
    out.writeArrayEnd();
  }

  private static void write(Entry entry, float[] outputs, Encoder out) throws IOException {
    int top = 0;
    if (entry.classes) {
      for (int c = 1; c < outputs.length; c++) {
        top = outputs[c] > outputs[top] ? c : top;
      }
    }
    out.writeString(entry.name);
    out.writeEnum(entry.kind);
    out.writeDouble(outputs[entry.classes || entry.several ? top : outputs.length / 2]);
    out.writeArrayStart();
    out.setItemCount(outputs.length);
    for (float output : outputs) {
      out.startItem();
      out.writeFloat(output);
    }
    out.writeArrayEnd();
    if (entry.classes) {
      out.writeIndex(NAME);
      out.writeString(entry.classNames.get(top));
    } else {
      out.writeIndex(NULL);
      out.writeNull();
    }
  }

  /** Deviation and the ends of the interval, all three or none. */
  private static void interval(float[] outputs, double deviation, Encoder out) throws IOException {
    if (Double.isNaN(deviation)) {
      for (int i = 0; i < 3; i++) {
        out.writeIndex(NULL);
        out.writeNull();
      }
      return;
    }
    double reach = Prediction.REACH_90 * deviation;
    double value = outputs[outputs.length / 2];
    out.writeIndex(NUMBER);
    out.writeDouble(deviation);
    out.writeIndex(NUMBER);
    out.writeDouble(value - reach);
    out.writeIndex(NUMBER);
    out.writeDouble(value + reach);
  }
}
