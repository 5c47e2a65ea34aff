package io.braid.model.feature;

import io.braid.model.data.Categories;
import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.spec.Measure;
import io.braid.model.spec.Task;

/** How an outside value becomes one task's label. Immutable. */
final class LabelRule {
  private static final double LARGEST = 1e30;
  private static final int CLASSES_SHOWN = 10;

  private final Task task;
  private final String field;
  private final String allowed;
  private final boolean matches;
  private final long positive;
  private final boolean compares;
  private final double above;
  private final Measure measure;
  private final CodeIndex classes;
  private final boolean extent;

  /**
   * @param part which of the label's fields
   */
  LabelRule(Task task, int part) {
    this.task = task;
    String source = task.label().fields().get(part);
    this.field = "label of task '" + task.name() + "' (field '" + source + "')";
    this.extent = part >= 2;
    this.matches = task.label().positive() != null;
    this.positive = matches ? Categories.of(task.label().positive()) : Categories.MISSING;
    this.compares = task.label().above() != null;
    this.above = compares ? task.label().above() : 0;
    this.measure = task.label().measure();
    this.classes = new CodeIndex(task.classes().size());
    for (String name : task.classes()) {
      classes.add(Categories.of(name));
    }
    this.allowed = measure != null ? "a text" : allowed(task);
  }

  private String allowed(Task task) {
    return switch (task.kind()) {
      case BINARY -> compares ? "a finite number" : matches ? "a text" : "0, 1, true or false";
      case MULTICLASS -> "one of " + shownClasses(task);
      case REGRESSION -> "a finite number from -1e30 to 1e30";
      case COUNT -> "a number from 0 to 1e30";
      case BOX -> "a finite number from " + (extent ? "0" : "-1e30") + " to 1e30";
      case TAGGING -> "a text of tags";
    };
  }

  /** The first of a task's classes, for messages. */
  static String shownClasses(Task task) {
    int count = task.classes().size();
    return count <= CLASSES_SHOWN
        ? task.classes().toString()
        : task.classes().subList(0, CLASSES_SHOWN) + " and " + (count - CLASSES_SHOWN) + " more";
  }

  double number(double value) throws RejectedException {
    if (measure != null) {
      throw rejected(Reason.WRONG_TYPE, Double.toString(value));
    }
    return numeric(value);
  }

  private double numeric(double value) throws RejectedException {
    if (!Double.isFinite(value)) {
      throw rejected(Reason.NOT_A_NUMBER, Double.toString(value));
    }
    return switch (task.kind()) {
      case BINARY -> binary(value);
      case MULTICLASS -> {
        int number = whole(value) ? classes.find(Categories.of((long) value)) : -1;
        if (number < 0) {
          throw rejected(Reason.UNKNOWN_CLASS, Double.toString(value));
        }
        yield number;
      }
      case REGRESSION -> inRange(value, -LARGEST);
      case COUNT -> inRange(value, 0);
      case BOX -> inRange(value, extent ? 0 : -LARGEST);
      case TAGGING -> throw rejected(Reason.WRONG_TYPE, Double.toString(value));
    };
  }

  private double binary(double value) throws RejectedException {
    if (compares) {
      return value > above ? 1 : 0;
    }
    if (matches) {
      return whole(value) && Categories.of((long) value) == positive ? 1 : 0;
    }
    if (value != 0 && value != 1) {
      throw rejected(Reason.OUT_OF_RANGE, Double.toString(value));
    }
    return value == 0 ? 0 : 1;
  }

  double flag(boolean value) throws RejectedException {
    if (measure != null) {
      throw rejected(Reason.WRONG_TYPE, Boolean.toString(value));
    }
    if (task.kind() == Task.Kind.TAGGING) {
      throw rejected(Reason.WRONG_TYPE, Boolean.toString(value));
    }
    if (task.kind() == Task.Kind.BINARY && !compares) {
      return matches ? Categories.of(value) == positive ? 1 : 0 : value ? 1 : 0;
    }
    int number = classes.find(Categories.of(value));
    if (number < 0) {
      throw rejected(
          task.kind() == Task.Kind.MULTICLASS ? Reason.UNKNOWN_CLASS : Reason.WRONG_TYPE,
          Boolean.toString(value));
    }
    return number;
  }

  double text(CharSequence value) throws RejectedException {
    if (measure != null) {
      return numeric(measure.of(value));
    }
    if (task.kind() == Task.Kind.MULTICLASS) {
      int number = classes.find(Categories.of(value));
      if (number < 0) {
        throw rejected(Reason.UNKNOWN_CLASS, value);
      }
      return number;
    }
    if (task.kind() == Task.Kind.BINARY && !compares) {
      if (matches) {
        return Categories.of(value) == positive ? 1 : 0;
      }
      double flag = Texts.flag(value);
      if (Double.isNaN(flag)) {
        throw rejected(Reason.UNKNOWN_CLASS, value);
      }
      return flag;
    }
    return numeric(Texts.number(field, value, allowed));
  }

  private double inRange(double value, double least) throws RejectedException {
    if (value < least || value > LARGEST) {
      throw rejected(Reason.OUT_OF_RANGE, Double.toString(value));
    }
    return value;
  }

  private static boolean whole(double value) {
    return value == Math.rint(value) && Math.abs(value) <= 1L << 53;
  }

  private RejectedException rejected(Reason reason, CharSequence value) {
    return Texts.rejected(reason, field, value, allowed);
  }
}
