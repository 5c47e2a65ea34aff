package io.braid.model.spec;

import java.util.List;
import java.util.Locale;

/**
 * One task to learn.
 *
 * @param name unique within the pipeline
 * @param kind what is predicted
 * @param label where the label comes from in an event
 * @param classes class names of a multiclass task in index order, else empty
 * @param loss the loss, of a kind that fits
 * @param weight static factor on the task's loss, positive
 * @param auxiliary trained and weighted, but not emitted
 * @param hidden widths of the head's own hidden layers, outermost last; empty for a linear head
 * @param drift the task's own detector, or null for the pipeline's
 * @param head the head, or null for a dense one of the {@code hidden} widths
 * @param by which field names the member, if this is a family of tasks, else null
 */
public record Task(
    String name,
    Kind kind,
    Label label,
    List<String> classes,
    Component loss,
    double weight,
    boolean auxiliary,
    List<Integer> hidden,
    Component drift,
    Component head,
    Family by) {

  /** A task with a dense head. */
  public Task(
      String name,
      Kind kind,
      Label label,
      List<String> classes,
      Component loss,
      double weight,
      boolean auxiliary,
      List<Integer> hidden,
      Component drift) {
    this(name, kind, label, classes, loss, weight, auxiliary, hidden, drift, null, null);
  }

  /** What a task predicts. */
  public enum Kind {
    /** One of two classes; the label is 0 or 1. */
    BINARY,
    /** One of several classes; the label is the index of a class. */
    MULTICLASS,
    /** A real number. */
    REGRESSION,
    /** A count: a non-negative number whose mean is modelled. */
    COUNT,
    /** A box in a plane: x and y of its corner with the least of both, width and height. */
    BOX,
    /** One of several classes for each position of a sequence. */
    TAGGING;

    /** The name in pipeline files. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Where a label comes from.
   *
   * @param field the event's field, a dotted path
   * @param positive for a binary task with a text field: the text that counts as 1, else null
   * @param above for a binary task with a numeric field: values above it count as 1, else null
   * @param measure what of a text field is the label, or null for the field itself
   * @param positions how many positions have a label of their own: of tags, else 1
   * @param fields all fields, of which {@code field} is the first: four of a box, else one
   */
  public record Label(
      String field,
      String positive,
      Double above,
      Measure measure,
      int positions,
      List<String> fields) {
    public Label {
      fields = List.copyOf(fields);
    }

    public Label(String field, String positive, Double above) {
      this(field, positive, above, null, 1, List.of(field));
    }

    public Label(String field) {
      this(field, null, null);
    }

    /** A label made of several fields. */
    public Label(List<String> fields) {
      this(fields.get(0), null, null, null, 1, fields);
    }
  }

  /** How many numbers a label is. */
  public int labelValues() {
    return kind == Kind.BOX ? 4 : label.positions();
  }

  public Task {
    classes = List.copyOf(classes);
    hidden = List.copyOf(hidden);
  }
}
