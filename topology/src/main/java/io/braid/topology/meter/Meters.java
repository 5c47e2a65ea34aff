package io.braid.topology.meter;

import java.util.List;

/**
 * Every operational meter: its name in Prometheus, what it is, its unit, what it means, and its
 * tags. Dashboards and alert rules may name only these (and those of Kafka's clients). All are of
 * one process; counters begin anew with it.
 */
public enum Meters {
  EVENTS("braid_events_total", Type.COUNTER, "", "Events read from the input topic"),
  PREDICTIONS("braid_predictions_total", Type.COUNTER, "", "Events predicted"),
  REPLAYED(
      "braid_replayed_total",
      Type.COUNTER,
      "",
      "Events that had been learned before they were read again: predicted, not learned again"),
  LEARNED("braid_learned_total", Type.COUNTER, "", "Learning steps the model took, or batched"),
  REFUSED_STEPS(
      "braid_refused_steps_total",
      Type.COUNTER,
      "",
      "Learning steps refused because the model would have become non-finite"),
  DEAD_LETTERS(
      "braid_dead_letters_total",
      Type.COUNTER,
      "",
      "Records that could not be used, by reason",
      "reason"),
  LABELS(
      "braid_labels_total",
      Type.COUNTER,
      "",
      "Labels by outcome; on_time came on the event itself",
      "outcome"),
  LABELS_WAITING(
      "braid_labels_waiting", Type.GAUGE, "", "Events and labels that wait for their other half"),
  LABEL_DELAY(
      "braid_label_delay_seconds",
      Type.GAUGE,
      "seconds",
      "From an event's time until its later label came, of late; by quantile",
      "quantile"),
  LATENCY(
      "braid_latency_seconds",
      Type.GAUGE,
      "seconds",
      "From a record's timestamp until its prediction was made, of late; by quantile",
      "quantile"),
  PROCESSING(
      "braid_processing_seconds",
      Type.GAUGE,
      "seconds",
      "Time to decode, predict, test and learn one event, of late; by quantile",
      "quantile"),
  MODEL_STEP("braid_model_step", Type.GAUGE, "", "Steps the model has learned since it was new"),
  MODEL_PARAMETERS("braid_model_parameters", Type.GAUGE, "", "Trainable parameters of the model"),
  SINCE_LEARNED(
      "braid_since_learned_seconds",
      Type.GAUGE,
      "seconds",
      "Since the last learning step, or since the start if there was none: a stale model"),
  TASK_LABELS("braid_task_labels_total", Type.COUNTER, "", "Labels tested of a task", "task"),
  TASK_LOSS(
      "braid_task_loss",
      Type.GAUGE,
      "",
      "Fading mean, from 0 to 1, of the loss that a task's drift detector watches",
      "task"),
  TASK_QUALITY(
      "braid_task_quality",
      Type.GAUGE,
      "",
      "A task's first figure over the whole stream, fading and windowed",
      "task",
      "metric",
      "horizon"),
  TASK_BASELINE(
      "braid_task_baseline",
      Type.GAUGE,
      "",
      "The same figure, windowed, of the best forecast that knows earlier labels only",
      "task",
      "metric"),
  TASK_SKILL(
      "braid_task_skill",
      Type.GAUGE,
      "",
      "Share of the baseline's windowed error that the model avoids: 1 perfect, 0 no better, below"
          + " 0 worse",
      "task"),
  TASK_WEIGHT(
      "braid_task_weight",
      Type.GAUGE,
      "",
      "Coefficient of a task's loss in the latest step that had a label of it",
      "task"),
  TASK_FROZEN(
      "braid_task_frozen", Type.GAUGE, "", "1 while early stopping has frozen a task", "task"),
  DRIFTS("braid_drifts_total", Type.COUNTER, "", "Drifts detected in a task's loss", "task"),
  DRIFT_WARNINGS(
      "braid_drift_warnings_total",
      Type.COUNTER,
      "",
      "Labels at which a task's detector warned of a drift",
      "task"),
  SNAPSHOTS("braid_snapshots_total", Type.COUNTER, "", "Snapshots of the learner written"),
  SNAPSHOT_WRITTEN_BYTES(
      "braid_snapshot_written_bytes_total",
      Type.COUNTER,
      "bytes",
      "Bytes written for snapshots: of the sections that had changed"),
  SNAPSHOT_BYTES(
      "braid_snapshot_bytes", Type.GAUGE, "bytes", "Size of the learner's whole snapshot"),
  SNAPSHOT_CHANGED_BYTES(
      "braid_snapshot_changed_bytes",
      Type.GAUGE,
      "bytes",
      "Bytes the latest snapshot had to write"),
  SNAPSHOT_SECTIONS("braid_snapshot_sections", Type.GAUGE, "", "Sections of the snapshot"),
  SNAPSHOT_DURATION(
      "braid_snapshot_duration_seconds",
      Type.GAUGE,
      "seconds",
      "Time the latest snapshot took to write"),
  RESTORING("braid_restoring", Type.GAUGE, "", "Changelog partitions being restored now"),
  RESTORE_DURATION(
      "braid_restore_duration_seconds",
      Type.GAUGE,
      "seconds",
      "Time the latest restoring of a store took"),
  LAG(
      "braid_lag_records",
      Type.GAUGE,
      "records",
      "Records of the input that this process has still to commit; NaN while the broker does not"
          + " answer"),
  LAG_LIMIT("braid_lag_limit_records", Type.GAUGE, "records", "Lag from which on it is not ready"),
  READY("braid_ready", Type.GAUGE, "", "1 while the application is ready"),
  REPLICAS("braid_replicas", Type.GAUGE, "", "Partitions this process learns from"),
  STREAM_SUBSCRIBERS(
      "braid_http_stream_subscribers", Type.GAUGE, "", "Open connections to the event stream"),
  PREDICT_REQUESTS(
      "braid_http_predict_requests_total",
      Type.COUNTER,
      "",
      "Predictions asked for over HTTP, by how they ended",
      "result");

  /** What a meter is. */
  public enum Type {
    /** Only grows while the process lives. */
    COUNTER,
    /** Goes up and down. */
    GAUGE
  }

  private final String prometheusName;
  private final Type type;
  private final String unit;
  private final String help;

  /** Names of the tags with commas between them: a text is immutable. */
  private final String tags;

  Meters(String prometheusName, Type type, String unit, String help, String... tags) {
    this.prometheusName = prometheusName;
    this.type = type;
    this.unit = unit;
    this.help = help;
    this.tags = String.join(",", tags);
  }

  /** The name as it is scraped. */
  public String prometheusName() {
    return prometheusName;
  }

  /** Counter or gauge. */
  public Type type() {
    return type;
  }

  /** Base unit, for example {@code seconds}; empty for a plain number. */
  public String unit() {
    return unit;
  }

  /** One line on what it means. */
  public String help() {
    return help;
  }

  /** Names of its tags, in order. */
  public List<String> tags() {
    return tags.isEmpty() ? List.of() : List.of(tags.split(",", -1));
  }
}
