package io.braid.model.feature;

import io.braid.model.data.Categories;
import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.spec.Task;

/**
 * How an outside text becomes the label of a tagging task: classes with space between them, the
 * first of position 0; {@code _} stands for a position without a tag, as do positions behind the
 * last one. Immutable.
 */
final class TagRule {
  private static final String NONE = "_";

  private final Task task;
  private final String field;
  private final int length;
  private final CodeIndex classes;

  TagRule(Task task) {
    this.task = task;
    this.field = "label of task '" + task.name() + "' (field '" + task.label().field() + "')";
    this.length = task.label().positions();
    this.classes = new CodeIndex(task.classes().size());
    for (String name : task.classes()) {
      classes.add(Categories.of(name));
    }
  }

  /**
   * Writes the tags of a text.
   *
   * @param labels {@code labels[at .. at + length)} is written, if the text is not refused
   */
  void read(CharSequence text, double[] labels, int at) throws RejectedException {
    int count = Tokens.count(text);
    if (count > length) {
      throw Texts.rejected(Reason.TOO_LARGE, field, text, "at most " + length + " tags");
    }
    int from = Tokens.start(text, 0);
    for (int t = 0; t < length; t++) {
      int to = Tokens.end(text, from);
      labels[at + t] = t < count ? tag(text, from, to) : Double.NaN;
      from = Tokens.start(text, to);
    }
  }

  private double tag(CharSequence text, int from, int to) throws RejectedException {
    if (to - from == 1 && text.charAt(from) == NONE.charAt(0)) {
      return Double.NaN;
    }
    int tag = classes.find(Categories.hash(text, from, to));
    if (tag < 0) {
      throw Texts.rejected(
          Reason.UNKNOWN_CLASS,
          field,
          text.subSequence(from, to),
          "one of " + LabelRule.shownClasses(task) + ", or " + NONE + " for none");
    }
    return tag;
  }
}
