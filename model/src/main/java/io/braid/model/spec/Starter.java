package io.braid.model.spec;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes a starter pipeline file from what an input's columns look like. It runs as it is; every
 * guess is commented, so that its reader can put it right.
 */
public final class Starter {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private static final int FEW = 20;
  private static final int BUCKETS = 1024;

  /**
   * Where events come from, if that is known already.
   *
   * @param topic input topic
   * @param registry address of the schema registry
   */
  public record Stream(String topic, String registry) {}

  private final StringBuilder text = new StringBuilder();

  private Starter() {}

  /** A starter file that takes the last column as its only label. */
  public static String pipeline(String name, List<ColumnSummary> columns) {
    return pipeline(name, columns, lastOf(columns));
  }

  /** The same for events of a topic, which the file then names. */
  public static String pipeline(String name, List<ColumnSummary> columns, Stream stream) {
    return pipeline(name, columns, lastOf(columns), stream);
  }

  private static List<String> lastOf(List<ColumnSummary> columns) {
    if (columns.isEmpty()) {
      throw new SpecException("columns", "none, must be at least two");
    }
    return List.of(columns.get(columns.size() - 1).column().name());
  }

  /**
   * A starter file with a task for each label column, and all others as features.
   *
   * @throws SpecException if a label is not among the columns or cannot be learned, or no feature
   *     is left
   */
  public static String pipeline(String name, List<ColumnSummary> columns, List<String> labels) {
    return new Starter().write(name, columns, labels, null);
  }

  /** The same for events of a topic, which the file then names. */
  public static String pipeline(
      String name, List<ColumnSummary> columns, List<String> labels, Stream stream) {
    return new Starter().write(name, columns, labels, stream);
  }

  private String write(
      String name, List<ColumnSummary> columns, List<String> labels, Stream stream) {
    List<String> names = columns.stream().map(c -> c.column().name()).toList();
    for (String label : labels) {
      if (!names.contains(label)) {
        throw new SpecException(
            "label", "no column named " + Params.quote(label) + ", " + Names.hint(label, names));
      }
    }
    line(
        "# A starter pipeline, guessed from "
            + columns.size()
            + " columns. Put right what is wrong.");
    line("name: " + quoted(name));
    line("");
    line("# What the model sees. A bare name is a number; patterns such as flow_* are allowed.");
    line("features:");
    int features = 0;
    for (ColumnSummary column : columns) {
      if (!labels.contains(column.column().name())) {
        features += feature(column) ? 1 : 0;
      }
    }
    if (features == 0) {
      throw new SpecException("columns", "no column is left as a feature");
    }
    line("");
    line(
        "# What is learned: binary, multiclass, regression or count. Each may have a loss, a weight,");
    line("# auxiliary: true (learned for its help alone), hidden: [16] (a deeper head).");
    line("tasks:");
    for (String label : labels) {
      task(columns.get(names.indexOf(label)));
    }
    line("");
    line("# The rest as it is when nothing is said.");
    line("# trunk:      {kind: mlp, hidden: [64, 32], activation: relu}");
    line("# weighting:  {kind: ema_norm}");
    line(
        "# optimizer:  {kind: rmsprop, learning_rate: "
            + PipelineGrammar.DEFAULT_RATES
            + "}  # several rates at once, mixed");
    line("# drift:      {detector: adwin}");
    line("# evaluation: {window: 1000, fading: 0.999, every: 1000}");
    line("");
    line("# For the stream: where events come from, and labels if they come later.");
    line(
        stream == null
            ? "# input:  {topic: " + quoted(name + ".events") + "}"
            : "input:  {topic: " + quoted(stream.topic()) + "}");
    line("# labels: {topic: " + quoted(name + ".labels") + ", wait: 24h}");
    line("# kafka:  {bootstrap.servers: 'localhost:9092'}");
    line(
        stream == null
            ? "# schema.registry: {url: 'http://localhost:8081'}"
            : "schema.registry: {url: " + quoted(stream.registry()) + "}");
    return text.toString();
  }

  private boolean feature(ColumnSummary column) {
    String name = column.column().name();
    String field = name.indexOf('*') >= 0 || name.indexOf('?') >= 0 ? plain(name) : name;
    String start =
        "{name: " + quoted(field) + (field.equals(name) ? "" : ", field: " + quoted(name));
    if (column.distinct() < 2) {
      line("  # - " + quoted(field) + "  # left out: the same value throughout");
      return false;
    }
    switch (column.column().type()) {
      case NUMBER -> {
        if (zeroOrOne(column)) {
          line("  - " + start + ", type: boolean}");
        } else {
          line("  - " + (field.equals(name) ? quoted(name) : start + ", type: numeric}"));
        }
      }
      case BOOLEAN -> line("  - " + start + ", type: boolean}");
      case TIME -> line("  - " + start + ", type: time, cycles: [day, week, year]}");
      case TEXT -> {
        int present = column.rows() - column.missing();
        if (!column.values().isEmpty()) {
          line(
              "  - "
                  + start
                  + ", type: categorical}  # "
                  + column.distinct()
                  + (column.rows() == 0 ? " values" : " values seen"));
        } else if (column.prose()) {
          line("  - " + start + ", type: text}");
        } else if (column.distinct() == present) {
          line("  # - " + quoted(field) + "  # left out: every value differs, an id?");
          return false;
        } else {
          line("  - " + start + ", type: categorical, buckets: " + BUCKETS + "}");
        }
      }
    }
    return true;
  }

  private void task(ColumnSummary column) {
    String name = column.column().name();
    if (column.rows() == 0
        && column.column().type() == Column.Type.TEXT
        && column.values().isEmpty()) {
      throw new SpecException(
          "label",
          Params.quote(name)
              + " is text whose values are not known, must be a number, true or false, or an enum"
              + " of at most "
              + ColumnSummary.MOST_VALUES);
    }
    String label = ", label: " + quoted(name);
    String start = "  - {name: " + quoted(name) + ", kind: ";
    boolean few = !column.values().isEmpty() && column.distinct() <= FEW;
    if (zeroOrOne(column) || column.column().type() == Column.Type.BOOLEAN) {
      line(start + "binary" + label + "}");
    } else if (column.distinct() == 2 && column.column().type() != Column.Type.TIME) {
      line(start + "binary" + label + ", positive: " + text(column.values().get(1)) + "}");
    } else if (column.column().type() == Column.Type.NUMBER) {
      line(start + "regression" + label + "}");
      if (few && column.whole()) {
        line("  # or: kind: multiclass, classes: " + texts(column.values()));
      }
    } else if (column.column().type() == Column.Type.TEXT && column.values().size() > 1) {
      line(start + "multiclass" + label + ", classes: " + texts(column.values()) + "}");
    } else {
      throw new SpecException(
          "label",
          Params.quote(name)
              + " is not allowed, must be numbers, true or false, or texts with 2 to "
              + ColumnSummary.MOST_VALUES
              + " different values, not "
              + column.distinct()
              + " different ones of type "
              + column.column().type());
    }
  }

  private static boolean zeroOrOne(ColumnSummary column) {
    return column.whole()
        && column.values().stream()
            .mapToDouble(Double::parseDouble)
            .allMatch(v -> v == 0 || v == 1);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String plain(String name) {
    return name.replace('*', '_').replace('?', '_');
  }

  private static String texts(List<String> values) {
    StringBuilder list = new StringBuilder("[");
    for (String value : values) {
      list.append(list.length() > 1 ? ", " : "").append(text(value));
    }
    return list.append(']').toString();
  }

  /** A value that must be read back as text: numbers may stay as they are. */
  private static String text(String value) {
    return PipelineGrammar.DECIMAL.matcher(value).matches() && value.equals(canonical(value))
        ? value
        : quoted(value);
  }

  private static String canonical(String number) {
    return Long.toString((long) Double.parseDouble(number));
  }

  /** A YAML scalar that reads back as this very text. */
  static String quoted(String value) {
    if (PLAIN.matcher(value).matches()
        && !WORDS.contains(value.toLowerCase(java.util.Locale.ROOT))) {
      return value;
    }
    if (value.chars().noneMatch(Character::isISOControl)) {
      return "'" + value.replace("'", "''") + "'";
    }
    StringBuilder escaped = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c)) {
        escaped.append(String.format("\\u%04x", (int) c));
      } else {
        escaped.append(c == '"' || c == '\\' ? "\\" + c : String.valueOf(c));
      }
    }
    return escaped.append('"').toString();
  }
}
