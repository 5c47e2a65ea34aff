package io.braid.model.data;

import java.util.Arrays;

/**
 * One event as raw values, before encoding: a slot per feature and a label per task, in the order
 * of the bound pipeline. Reused from event to event; not thread-safe.
 */
public final class Row {
  private static final int LONGEST_NAME = 64;

  /** Numeric and boolean (0 or 1) values, and times in epoch milliseconds; NaN is missing. */
  public final double[] numbers;

  /** Categories as {@link Categories#hash}; {@link Categories#MISSING} is missing. */
  public final long[] codes;

  /** Texts of features that read text; null or empty is missing. */
  public final TextBuffer[] texts;

  private boolean anyText;

  private static final float[][] NONE = {};

  /**
   * Pixels, as they came, of images that come as a single value: by feature, null of every other
   * one; empty if there are no such images. NaN in the first pixel is a missing image.
   */
  public float[][] pixels = NONE;

  /**
   * One label per task: a number, 0 or 1, or the index of a class; NaN is absent. Of a task whose
   * label has several values 1, and the values behind (see {@code spec.LabelSlots}).
   */
  public final double[] labels;

  /** Per task: its member as {@link Categories#of}; {@link Categories#MISSING} is none. */
  public final long[] members;

  /** Weight of this event in every loss; positive. */
  public double weight = 1.0;

  /** What the members are called, as far as they were; made when first needed. */
  private final StringBuilder[] memberNames;

  public Row(int features, int tasks) {
    this(features, tasks, tasks);
  }

  /**
   * @param slots for labels: one per task, and those of the values of labels with several
   */
  public Row(int features, int tasks, int slots) {
    numbers = new double[features];
    codes = new long[features];
    texts = new TextBuffer[features];
    labels = new double[slots];
    members = new long[tasks];
    memberNames = new StringBuilder[tasks];
    clear();
  }

  /** Everything missing, weight 1. */
  public void clear() {
    Arrays.fill(numbers, Double.NaN);
    Arrays.fill(codes, Categories.MISSING);
    for (float[] image : pixels) {
      if (image != null) {
        image[0] = Float.NaN;
      }
    }
    Arrays.fill(labels, Double.NaN);
    Arrays.fill(members, Categories.MISSING);
    weight = 1.0;
    for (int f = 0; anyText && f < texts.length; f++) {
      clearText(f);
    }
  }

  /** The text of a feature, to be written or read; made when it is first asked for. */
  public TextBuffer text(int f) {
    if (texts[f] == null) {
      texts[f] = new TextBuffer();
      anyText = true;
    }
    return texts[f];
  }

  /** Makes the text of a feature missing. */
  public void clearText(int f) {
    if (texts[f] != null) {
      texts[f].clear();
    }
  }

  /**
   * Names the event's member of a family of tasks.
   *
   * @param name of which at most {@value #LONGEST_NAME} characters are kept, for reports
   */
  public void member(int task, long code, CharSequence name) {
    StringBuilder kept = emptyName(task);
    kept.append(name, 0, Math.min(name.length(), LONGEST_NAME));
    members[task] = code;
  }

  /** The same for a member that is called by a whole number. */
  public void member(int task, long number) {
    emptyName(task).append(number);
    members[task] = Categories.of(number);
  }

  private StringBuilder emptyName(int task) {
    if (memberNames[task] == null) {
      memberNames[task] = new StringBuilder(LONGEST_NAME);
    }
    memberNames[task].setLength(0);
    return memberNames[task];
  }

  /** What the event's member of a task is called; of meaning only if there is one. */
  public CharSequence memberName(int task) {
    return memberNames[task] == null ? "" : memberNames[task];
  }

  /** A row of the same shape and contents. */
  public Row copy() {
    Row copy = new Row(numbers.length, members.length, labels.length);
    copy.pixels = new float[pixels.length][];
    for (int f = 0; f < pixels.length; f++) {
      copy.pixels[f] = pixels[f] == null ? null : pixels[f].clone();
    }
    copy.set(this);
    return copy;
  }

  /** Copies another row of the same shape into this one. */
  public void set(Row other) {
    System.arraycopy(other.numbers, 0, numbers, 0, numbers.length);
    System.arraycopy(other.codes, 0, codes, 0, codes.length);
    if (pixels.length < other.pixels.length) {
      pixels = new float[other.pixels.length][];
    }
    for (int f = 0; f < other.pixels.length; f++) {
      if (other.pixels[f] != null) {
        pixels[f] = pixels[f] == null ? new float[other.pixels[f].length] : pixels[f];
        System.arraycopy(other.pixels[f], 0, pixels[f], 0, pixels[f].length);
      }
    }
    System.arraycopy(other.labels, 0, labels, 0, labels.length);
    for (int k = 0; k < members.length; k++) {
      if (other.members[k] != Categories.MISSING) {
        member(k, other.members[k], other.memberName(k));
      } else {
        members[k] = Categories.MISSING;
      }
    }
    weight = other.weight;
    for (int f = 0; (anyText || other.anyText) && f < texts.length; f++) {
      if (other.texts[f] == null) {
        clearText(f);
      } else {
        text(f).set(other.texts[f]);
      }
    }
  }

  /** Whether at least one label is known. */
  public boolean labelled() {
    for (double label : labels) {
      if (!Double.isNaN(label)) {
        return true;
      }
    }
    return false;
  }
}
