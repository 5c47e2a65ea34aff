package io.braid.model.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Immutable description of a whole learner: what comes in, what is learned from it, and how.
 *
 * @param name names the application, its state and its topics
 * @param input the events
 * @param labels labels that come later, or null if all labels are on the events
 * @param features what the model sees; names are unique; globs until they are bound to the columns
 *     of an input
 * @param trunk the shared representation
 * @param tasks what is learned; at least one, names unique
 * @param weighting how the tasks' losses are combined
 * @param optimizer how parameters move
 * @param drift the detector on each task's loss and what a drift triggers
 * @param training the rest of the learner's settings
 * @param evaluation horizons of the quality metrics and how often they are emitted
 * @param kafka settings passed to Kafka Streams by their own names
 * @param registry settings passed to the schema registry client by their own names
 * @param http how the application is served
 * @param skip a linear path beside the trunk, or null
 * @param memory labels remembered as features, or null
 * @param relatedness how the tasks' relatedness is measured, or null
 * @param safeguards single-task shadows and what they are for, or null
 * @param transfer what is taken over, stands still or moves at its own rate
 * @param written the settings as they stand in the pipeline file, or null if there is none
 */
public record Pipeline(
    String name,
    Input input,
    Labels labels,
    List<Feature> features,
    Component trunk,
    List<Task> tasks,
    Component weighting,
    Component optimizer,
    Component drift,
    Training training,
    Evaluation evaluation,
    Map<String, String> kafka,
    Map<String, String> registry,
    Http http,
    Skip skip,
    Memory memory,
    Relatedness relatedness,
    Safeguards safeguards,
    Transfer transfer,
    Map<String, Object> written) {

  /** A pipeline that is served as by default, without what is off by default. */
  public Pipeline(
      String name,
      Input input,
      Labels labels,
      List<Feature> features,
      Component trunk,
      List<Task> tasks,
      Component weighting,
      Component optimizer,
      Component drift,
      Training training,
      Evaluation evaluation,
      Map<String, String> kafka,
      Map<String, String> registry) {
    this(
        name,
        input,
        labels,
        features,
        trunk,
        tasks,
        weighting,
        optimizer,
        drift,
        training,
        evaluation,
        kafka,
        registry,
        Http.DEFAULT,
        null,
        null,
        null,
        null,
        Transfer.NONE,
        null);
  }

  /**
   * The events.
   *
   * @param topic input topic
   * @param time dotted path of the event-time field, or null for the record's timestamp
   * @param id dotted path of the event id, or null for the record's key
   * @param weight dotted path of the per-event sample weight, or null for 1
   */
  public record Input(String topic, String time, String id, String weight) {}

  /**
   * Labels that come later, on a topic of their own with the events' key.
   *
   * @param topic label topic, co-partitioned with the input
   * @param waitMs how long an event waits for its labels, milliseconds of event time, positive
   * @param maxPending how many events and labels wait at most, per partition, positive
   */
  public record Labels(String topic, long waitMs, int maxPending) {}

  /**
   * Training settings that belong to no component.
   *
   * @param batch examples per step; 1 learns event by event
   * @param kernels {@code auto}, {@code loops} or {@code nd4j}
   * @param seed of the initial parameters and of everything random in learning
   * @param earlyStopping freezes a head that stops improving, or null
   */
  public record Training(int batch, String kernels, long seed, Component earlyStopping) {
    public static final Training DEFAULT = new Training(1, "auto", 42L, null);
  }

  /**
   * Evaluation settings.
   *
   * @param window examples in the sliding window, positive
   * @param fading factor per example of the fading metrics, in (0, 1)
   * @param every examples between two emissions of a task's metrics, positive
   */
  public record Evaluation(int window, double fading, int every) {
    public static final Evaluation DEFAULT = new Evaluation(1000, 0.999, 1000);
  }

  public Pipeline {
    features = List.copyOf(features);
    tasks = List.copyOf(tasks);
    kafka = Map.copyOf(kafka);
    registry = Map.copyOf(registry);
    written = written == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(written));
  }

  /**
   * This pipeline fitted to the columns of an input: every glob is replaced by a feature per
   * matching column, in column order, leaving out the columns of labels, time, id and weight and
   * those another feature already reads.
   *
   * @throws SpecException if a field is not among the columns (labels only where they are on the
   *     events), a glob matches nothing, or two columns or features share a name
   */
  public Pipeline bind(List<Column> columns) {
    return new Pipeline(
        name,
        input,
        labels,
        new Binding(this, columns).features(),
        trunk,
        tasks,
        weighting,
        optimizer,
        drift,
        training,
        evaluation,
        kafka,
        registry,
        http,
        skip,
        memory,
        relatedness,
        safeguards,
        transfer,
        written);
  }

  /** This pipeline with other settings of what it takes over. */
  public Pipeline with(Transfer other) {
    return new Pipeline(
        name,
        input,
        labels,
        features,
        trunk,
        tasks,
        weighting,
        optimizer,
        drift,
        training,
        evaluation,
        kafka,
        registry,
        http,
        skip,
        memory,
        relatedness,
        safeguards,
        other,
        written);
  }

  /**
   * Canonical text of what gives learned state its shape and meaning: features with their encoders,
   * trunk, tasks (name, kind, classes, head, kind of loss), and the kinds of weighting, optimizer,
   * drift detector and early stopping, the evaluation's horizons, whether there is a skip path,
   * what is remembered of labels, the kinds of measures and action of relatedness, and whether
   * there are shadows and a hedge. State learned under one structure can be continued under any
   * pipeline of the same structure: with another learning rate, batch, field mapping or topic, but
   * not with another hidden width. Of a bound pipeline.
   */
  public String structure() {
    return Structure.of(this);
  }

  /** SHA-256 of {@link #structure}, in hexadecimal. */
  public String structureHash() {
    return Structure.hash(structure());
  }
}
