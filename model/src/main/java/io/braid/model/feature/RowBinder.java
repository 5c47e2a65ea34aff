package io.braid.model.feature;

import io.braid.model.data.Categories;
import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.Row;
import io.braid.model.spec.Family;
import io.braid.model.spec.LabelSlots;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The single place where outside values become a {@link Row}. Every source (CSV, Avro, a request)
 * hands its values over as the type it has them in, so one and the same value gives the same bits
 * whatever it came in as. What a feature accepts follows from its encoder's {@link Encoder.Input}:
 *
 * <table>
 * <caption>conversions</caption>
 * <tr><th>input</th><th>number</th><th>flag</th><th>text</th><th>time</th></tr>
 * <tr><td>NUMBER</td><td>finite</td><td>0 or 1</td><td>decimal, true or false</td><td>no</td></tr>
 * <tr><td>CATEGORY</td><td>whole</td><td>yes</td><td>any</td><td>no</td></tr>
 * <tr><td>FLAG</td><td>0 or 1</td><td>yes</td><td>0, 1, true or false</td><td>no</td></tr>
 * <tr><td>PIXELS</td><td>no</td><td>no</td><td>as many decimals</td><td>no</td></tr>
 * <tr><td>TIME</td><td>epoch ms</td><td>no</td><td>ISO-8601 or epoch ms</td><td>yes</td></tr>
 * <tr><td>TEXT</td><td>no</td><td>no</td><td>any its encoder admits</td><td>no</td></tr>
 * </table>
 *
 * <p>Blank text is a missing value; so is a feature nobody hands over. A category that was never
 * seen before is not rejected: encoders put it among the others, or hash it. Everything else that
 * does not fit is a {@link RejectedException}; the row is then half filled and to be dropped.
 *
 * <p>Numbers, and texts of categories, are taken without allocation. Not thread-safe.
 */
public final class RowBinder {
  private static final String NUMBER = "a finite number";
  private static final String CATEGORY = "a text, a whole number or a boolean";
  private static final String FLAG = "true, false, 0 or 1";
  private static final String TIME =
      "an ISO-8601 time or epoch milliseconds within the years 0 to 9999";
  private static final String TEXT = "a text";
  private static final String WEIGHT = "a number above 0, up to 1e6";

  private static final double FIRST_TIME = -62_167_219_200_000.0;
  private static final double LAST_TIME = 253_402_300_799_999.0;
  private static final double LARGEST_WEIGHT = 1e6;

  private final FeatureEncoder encoder;
  private final Encoder.Input[] inputs;

  /** What reads images that come as a single value; null of other features. */
  private final PixelRule[] pixels;

  private final String[] fields;

  /** One per label field. */
  private final LabelRule[] labels;

  /** One per label field of tags; null of others. */
  private final TagRule[] tags;

  private final LabelSlots slots;

  /** Of families of tasks; null of others. */
  private final String[] memberFields;

  private final Map<String, Integer> tasks = new LinkedHashMap<>();
  private final String weightField;
  private final String timeField;
  private Row row;

  /**
   * @param pipeline bound: no globs among its features
   * @throws io.braid.model.spec.SpecException if a feature's type or one of its parameters is
   *     unknown or not allowed
   */
  public RowBinder(Pipeline pipeline) {
    encoder = new FeatureEncoder(pipeline.features());
    inputs = new Encoder.Input[pipeline.features().size()];
    fields = new String[inputs.length];
    pixels = new PixelRule[inputs.length];
    for (int f = 0; f < inputs.length; f++) {
      inputs[f] = encoder.input(f);
      fields[f] = "field '" + pipeline.features().get(f).field() + "'";
      if (inputs[f] == Encoder.Input.PIXELS) {
        pixels[f] = new PixelRule(fields[f], encoder.width(f));
      }
    }
    slots = LabelSlots.of(pipeline.tasks());
    labels = new LabelRule[slots.fields().size()];
    tags = new TagRule[labels.length];
    memberFields = new String[slots.tasks()];
    for (int k = 0; k < memberFields.length; k++) {
      Family by = pipeline.tasks().get(k).by();
      memberFields[k] = by == null ? null : "field '" + by.field() + "'";
    }
    for (int i = 0; i < labels.length; i++) {
      int k = slots.taskOfField(i);
      labels[i] = new LabelRule(pipeline.tasks().get(k), i - slots.firstField(k));
      if (pipeline.tasks().get(k).kind() == Task.Kind.TAGGING) {
        tags[i] = new TagRule(pipeline.tasks().get(k));
      }
      tasks.putIfAbsent(pipeline.tasks().get(k).name(), i);
    }
    weightField = field(pipeline.input().weight(), "weight");
    timeField = field(pipeline.input().time(), "time");
    row = newRow();
  }

  private static String field(String name, String otherwise) {
    return "field '" + (name == null ? otherwise : name) + "'";
  }

  /** A row of the right size, everything missing. */
  public Row newRow() {
    Row made = new Row(inputs.length, slots.total());
    for (int f = 0; f < pixels.length; f++) {
      if (pixels[f] != null) {
        made.pixels = made.pixels.length == 0 ? new float[inputs.length][] : made.pixels;
        made.pixels[f] = pixels[f].none();
      }
    }
    return made;
  }

  /** Clears a row and fills it from now on. */
  public void begin(Row target) {
    target.clear();
    row = target;
  }

  /** Fills a row from now on without clearing it: for labels that come later. */
  public void resume(Row target) {
    row = target;
  }

  /** Says that a feature has no value. */
  public void missing(int f) {
    row.numbers[f] = Double.NaN;
    row.codes[f] = Categories.MISSING;
    row.clearText(f);
    if (pixels[f] != null) {
      row.pixels[f][0] = Float.NaN;
    }
  }

  /** Hands over a feature's value as a number. */
  public void number(int f, double value) throws RejectedException {
    if (!Double.isFinite(value)) {
      throw rejected(Reason.NOT_A_NUMBER, f, Double.toString(value));
    }
    switch (inputs[f]) {
      case NUMBER -> row.numbers[f] = value;
      case CATEGORY -> {
        if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
          throw rejected(Reason.WRONG_TYPE, f, Double.toString(value));
        }
        row.codes[f] = Categories.of((long) value);
      }
      case FLAG -> {
        if (value != 0 && value != 1) {
          throw rejected(Reason.OUT_OF_RANGE, f, Double.toString(value));
        }
        row.numbers[f] = value == 0 ? 0 : 1;
      }
      case TIME -> time(f, value);
      case PIXELS, TEXT -> throw rejected(Reason.WRONG_TYPE, f, Double.toString(value));
    }
  }

  /** Hands over a feature's value as bytes: an image, of which each is a number from 0 to 255. */
  public void bytes(int f, byte[] value, int from, int length) throws RejectedException {
    if (inputs[f] != Encoder.Input.PIXELS) {
      throw new RejectedException(
          Reason.WRONG_TYPE, fields[f] + ": a value of bytes is not allowed");
    }
    pixels[f].bytes(value, from, length, row.pixels[f]);
  }

  /** Hands over a feature's value as text; blank text is a missing value. */
  public void text(int f, CharSequence value) throws RejectedException {
    if (Texts.blank(value)) {
      missing(f);
      return;
    }
    switch (inputs[f]) {
      case CATEGORY -> row.codes[f] = Categories.of(value);
      case NUMBER -> {
        double truth = Texts.truth(value);
        row.numbers[f] = Double.isNaN(truth) ? Texts.number(fields[f], value, NUMBER) : truth;
      }
      case FLAG -> {
        double flag = Texts.flag(value);
        if (Double.isNaN(flag)) {
          throw rejected(Reason.UNPARSABLE, f, value);
        }
        row.numbers[f] = flag;
      }
      case TIME -> time(f, Texts.time(fields[f], value, TIME));
      case TEXT -> {
        encoder.admit(f, fields[f], value);
        row.text(f).set(value);
      }
      case PIXELS -> pixels[f].text(value, row.pixels[f]);
    }
  }

  /** Hands over a feature's value as a truth value. */
  public void flag(int f, boolean value) throws RejectedException {
    switch (inputs[f]) {
      case CATEGORY -> row.codes[f] = Categories.of(value);
      case NUMBER, FLAG -> row.numbers[f] = value ? 1 : 0;
      case TIME, PIXELS, TEXT -> throw rejected(Reason.WRONG_TYPE, f, Boolean.toString(value));
    }
  }

  /** Hands over a feature's value as a point in time, epoch milliseconds. */
  public void timeMillis(int f, long value) throws RejectedException {
    if (inputs[f] != Encoder.Input.TIME) {
      throw rejected(Reason.WRONG_TYPE, f, "the time " + value);
    }
    time(f, (double) value);
  }

  private void time(int f, double millis) throws RejectedException {
    if (millis < FIRST_TIME || millis > LAST_TIME) {
      throw rejected(Reason.OUT_OF_RANGE, f, Double.toString(millis));
    }
    row.numbers[f] = millis;
  }

  /** Index of a task's first label field by the task's name, for labels that come by name. */
  public int task(String name) throws RejectedException {
    Integer k = tasks.get(name);
    if (k == null) {
      throw new RejectedException(
          Reason.UNKNOWN_TASK,
          "no task named " + RejectedException.shown(name) + ", known: " + tasks.keySet());
    }
    return k;
  }

  /** Says that an event names no member of a family of tasks. */
  public void memberMissing(int k) {
    row.members[k] = Categories.MISSING;
  }

  /** Hands over the member of a family of tasks as text; blank text is none. */
  public void memberText(int k, CharSequence value) {
    if (Texts.blank(value)) {
      memberMissing(k);
    } else {
      row.member(k, Categories.of(value), value);
    }
  }

  /** Hands over the member of a family of tasks as a number, which must be whole. */
  public void memberNumber(int k, double value) throws RejectedException {
    if (!Double.isFinite(value)) {
      throw Texts.rejected(Reason.NOT_A_NUMBER, memberFields[k], Double.toString(value), CATEGORY);
    }
    if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
      throw Texts.rejected(Reason.WRONG_TYPE, memberFields[k], Double.toString(value), CATEGORY);
    }
    row.member(k, (long) value);
  }

  /** Hands over the member of a family of tasks as a whole number. */
  public void memberWhole(int k, long value) {
    row.member(k, value);
  }

  /** Hands over the member of a family of tasks as a truth value. */
  public void memberFlag(int k, boolean value) {
    row.member(k, Categories.of(value), value ? "true" : "false");
  }

  /**
   * Says that a label field has no value: a label that lacks a part is none.
   *
   * @param i which of {@link LabelSlots#fields}: the task's number where each label has one field
   */
  public void labelMissing(int i) {
    label(i, Double.NaN);
  }

  /** Hands over a label field as a number. */
  public void labelNumber(int i, double value) throws RejectedException {
    label(i, labels[i].number(value));
  }

  /** Hands over a label field as text; blank text is a missing value. */
  public void labelText(int i, CharSequence value) throws RejectedException {
    if (tags[i] != null) {
      int k = slots.taskOfField(i);
      tags[i].read(value, row.labels, slots.at(k));
      slots.mark(row.labels, k);
      return;
    }
    label(i, Texts.blank(value) ? Double.NaN : labels[i].text(value));
  }

  /** Hands over a label field as a truth value. */
  public void labelFlag(int i, boolean value) throws RejectedException {
    label(i, labels[i].flag(value));
  }

  private void label(int i, double value) {
    int k = slots.taskOfField(i);
    int at = slots.at(k) + i - slots.firstField(k);
    row.labels[at] = value;
    if (tags[i] != null) {
      Arrays.fill(row.labels, at, at + slots.count(k), value);
    }
    slots.mark(row.labels, k);
  }

  /** Hands over the event's weight. */
  public void weight(double value) throws RejectedException {
    if (!Double.isFinite(value)) {
      throw Texts.rejected(Reason.NOT_A_NUMBER, weightField, Double.toString(value), WEIGHT);
    }
    if (value <= 0 || value > LARGEST_WEIGHT) {
      throw Texts.rejected(Reason.OUT_OF_RANGE, weightField, Double.toString(value), WEIGHT);
    }
    row.weight = value;
  }

  /** The time of an event given as epoch milliseconds, checked. */
  public long eventTime(double millis) throws RejectedException {
    if (!Double.isFinite(millis)) {
      throw Texts.rejected(Reason.NOT_A_NUMBER, timeField, Double.toString(millis), TIME);
    }
    if (millis < FIRST_TIME || millis > LAST_TIME) {
      throw Texts.rejected(Reason.OUT_OF_RANGE, timeField, Double.toString(millis), TIME);
    }
    return (long) Math.floor(millis);
  }

  /** The time of an event given as text, checked, in epoch milliseconds. */
  public long eventTime(CharSequence value) throws RejectedException {
    return eventTime(Texts.time(timeField, value, TIME));
  }

  /** Hands over the event's weight as text; blank text is 1. */
  public void weightText(CharSequence value) throws RejectedException {
    if (Texts.blank(value)) {
      row.weight = 1;
    } else {
      weight(Texts.number(weightField, value, WEIGHT));
    }
  }

  private RejectedException rejected(Reason reason, int f, CharSequence value) {
    String allowed =
        switch (inputs[f]) {
          case NUMBER -> NUMBER;
          case CATEGORY -> CATEGORY;
          case FLAG -> FLAG;
          case TIME -> TIME;
          case TEXT -> TEXT;
          case PIXELS -> pixels[f].allowed();
        };
    return Texts.rejected(reason, fields[f], value, allowed);
  }
}
