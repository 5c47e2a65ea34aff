package io.braid.cli.view;

import java.util.List;
import java.util.Locale;

/**
 * Everything the live view and the summary show, at one moment. Immutable; unknown numbers are NaN.
 *
 * @param title what is running, for example the pipeline's name
 * @param source where the events come from
 * @param elapsedSeconds since the first event
 * @param plannedSeconds how long the run will take; NaN if that is not known
 * @param progress share of the run that is done, from 0 to 1; NaN if that is not known
 * @param events events read so far
 * @param eventsPerSecond of late
 * @param step updates the model has learned
 * @param tasks in the pipeline's order
 * @param drifts the scripted changes with what was detected of each; empty without a script
 * @param unscripted detections that belong to no scripted change, in order of time
 * @param deadLetters refused records by reason, most frequent first
 * @param outputs the final account of predictions; null while the run goes on
 * @param notice one more line for the reader, or empty
 */
public record DemoStatus(
    String title,
    String source,
    double elapsedSeconds,
    double plannedSeconds,
    double progress,
    long events,
    double eventsPerSecond,
    long step,
    List<TaskStatus> tasks,
    List<Drift> drifts,
    List<Detection> unscripted,
    List<DeadLetters> deadLetters,
    Outputs outputs,
    String notice) {

  /**
   * One task.
   *
   * @param kind what is predicted, as in pipeline files
   * @param metric the figure the numbers are of
   * @param largerIsBetter direction of the metric
   * @param windowed the figure over the sliding window
   * @param fading the figure with exponentially fading memory
   * @param baseline the same figure of the best forecast that learns nothing from the features
   * @param beforeDrifts the windowed figure just before the first scripted change
   * @param weight the task's coefficient in the combined loss
   * @param labels labels learned
   * @param history the windowed figure at equal distances from the start until now
   */
  public record TaskStatus(
      String name,
      String kind,
      boolean auxiliary,
      String metric,
      boolean largerIsBetter,
      double windowed,
      double fading,
      double baseline,
      double beforeDrifts,
      double weight,
      long labels,
      List<Double> history) {
    public TaskStatus {
      history = List.copyOf(history);
    }
  }

  /**
   * A scripted change.
   *
   * @param title what happens
   * @param abrupt whether at once or little by little
   * @param atSeconds when it begins (or is expected to)
   * @param begun whether it has begun
   * @param tasks the tasks it is meant to touch
   * @param detections the first detection per task after it
   * @param repeated further detections of these tasks while they recover
   */
  public record Drift(
      String title,
      boolean abrupt,
      double atSeconds,
      boolean begun,
      List<String> tasks,
      List<Detection> detections,
      List<Detection> repeated) {
    public Drift {
      repeated = List.copyOf(repeated);
      tasks = List.copyOf(tasks);
      detections = List.copyOf(detections);
    }
  }

  /**
   * A drift signal of one task's detector.
   *
   * @param atSeconds since the first event
   * @param afterSeconds since the change it belongs to began; NaN if it belongs to none
   */
  public record Detection(String task, double atSeconds, double afterSeconds) {}

  /** Refused records of one reason. */
  public record DeadLetters(String reason, long count) {}

  /**
   * What came of the events sent.
   *
   * @param sent events sent
   * @param predicted events with a prediction
   * @param refused events with a dead letter in its place
   * @param missing events with neither
   * @param doubled events with more than one of them
   * @param misjudged good events refused, or broken ones predicted
   * @param firstWrong offset of the first event that is missing, doubled or misjudged; -1 if none
   */
  public record Outputs(
      long sent,
      long predicted,
      long refused,
      long missing,
      long doubled,
      long misjudged,
      long firstWrong) {
    /** Whether every event had exactly the output it should have. */
    public boolean exact() {
      return firstWrong < 0;
    }

    /** What is wrong, in one line. */
    public String problem() {
      return String.format(
          Locale.ROOT,
          "of %,d events sent, %,d have neither a prediction nor a dead letter, %,d have more than"
              + " one, %,d have the wrong one; the first is at offset %d",
          sent,
          missing,
          doubled,
          misjudged,
          firstWrong);
    }
  }

  public DemoStatus {
    tasks = List.copyOf(tasks);
    drifts = List.copyOf(drifts);
    unscripted = List.copyOf(unscripted);
    deadLetters = List.copyOf(deadLetters);
  }

  /** Refused records of all reasons. */
  public long deadLetterCount() {
    return deadLetters.stream().mapToLong(DeadLetters::count).sum();
  }
}
