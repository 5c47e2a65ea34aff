package io.braid.topology;

import io.braid.model.spec.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Every topic of an application, in one list: what it carries, its key, its value, and the settings
 * it is created with. The partition count of the input decides that of all others.
 *
 * @param events labelled or unlabelled events, any Avro record
 * @param labels labels that come later, keyed like the events; null without them
 * @param predictions one record per event
 * @param metrics quality of each task, at an interval of examples
 * @param drift warnings and drifts
 * @param deadLetter records that could not be used, as they came, with the reason in their headers
 */
public record Topics(
    String events,
    String labels,
    String predictions,
    String metrics,
    String drift,
    String deadLetter) {

  /** How a topic is to be created. */
  public record Definition(
      String name, String carries, String key, String value, Map<String, String> settings) {}

  private static final long DAY_MS = 86_400_000L;

  /** The topics of a pipeline: the outputs are named after it. */
  public static Topics of(Pipeline pipeline) {
    String prefix = pipeline.name();
    return new Topics(
        pipeline.input().topic(),
        pipeline.labels() == null ? null : pipeline.labels().topic(),
        prefix + ".predictions",
        prefix + ".metrics",
        prefix + ".drift",
        prefix + ".dead-letter");
  }

  /** All of them, the inputs first. */
  public List<Definition> definitions() {
    List<Definition> all = new ArrayList<>();
    // Input must outlive any outage: what is gone before it was read is never learned.
    all.add(
        new Definition(events, "events to learn from", "any", "Avro, any record", retention(7)));
    if (labels != null) {
      all.add(
          new Definition(
              labels, "labels that come later", "the event's key", "Label", retention(7)));
    }
    all.add(
        new Definition(
            predictions, "one record per event", "the event's", "Prediction", retention(7)));
    all.add(new Definition(metrics, "quality of each task", "task", "TaskMetrics", retention(30)));
    all.add(new Definition(drift, "warnings and drifts", "task", "DriftEvent", retention(90)));
    all.add(
        new Definition(
            deadLetter,
            "records that could not be used",
            "as it came",
            "as it came",
            retention(30)));
    return List.copyOf(all);
  }

  private static Map<String, String> retention(int days) {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_DELETE,
        TopicConfig.RETENTION_MS_CONFIG,
        Long.toString(days * DAY_MS));
  }
}
