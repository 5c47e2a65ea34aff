package io.braid.cli.csv;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleConsumer;

/**
 * The columns of a file and their types, found by reading it.
 *
 * @param columns in file order
 * @param rows rows that were read
 */
public record CsvSchema(List<Column> columns, long rows) {
  /** Different values of a column are counted up to here. */
  public static final int MOST_DISTINCT = 1000;

  private static final int EXAMPLES = 5;
  private static final int REPORT_EVERY = 5_000;

  public CsvSchema {
    columns = List.copyOf(columns);
  }

  /**
   * Reads a file to find its columns' types.
   *
   * @param mostRows stop after this many rows; {@link Long#MAX_VALUE} reads all, which is the only
   *     way to be sure
   * @param progress told how much has been read, from 0 to 1
   */
  public static CsvSchema infer(Path file, long mostRows, DoubleConsumer progress)
      throws IOException {
    try (CsvRows rows = CsvRows.open(file)) {
      List<Guess> guesses = new ArrayList<>();
      for (String column : rows.columns()) {
        guesses.add(new Guess(column));
      }
      while (rows.rows() < mostRows && rows.next()) {
        for (int i = 0; i < guesses.size(); i++) {
          guesses.get(i).add(rows.text(i));
        }
        if (rows.rows() % REPORT_EVERY == 0) {
          progress.accept(rows.progress());
        }
      }
      progress.accept(1.0);
      return new CsvSchema(guesses.stream().map(Guess::column).toList(), rows.rows());
    }
  }

  /** The column of that name, or null. */
  public Column column(String name) {
    return columns.stream().filter(c -> c.name().equals(name)).findFirst().orElse(null);
  }

  /** What a column may still be, narrowed value by value. */
  private static final class Guess {
    private final String name;
    private final Set<String> texts = new LinkedHashSet<>();
    private boolean number = true;
    private boolean flag = true;
    private boolean time = true;
    private boolean whole = true;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private long present;
    private long missing;

    Guess(String name) {
      this.name = name;
    }

    void add(String text) {
      if (text.isBlank()) {
        missing++;
        return;
      }
      present++;
      if (texts.size() < MOST_DISTINCT) {
        texts.add(text);
      }
      if (number) {
        addNumber(Values.number(text));
      }
      flag = flag && Values.flag(text) != null;
      time = time && Values.time(text) != null;
    }

    private void addNumber(double value) {
      if (Double.isNaN(value)) {
        number = false;
        return;
      }
      whole = whole && value == Math.rint(value);
      min = Math.min(min, value);
      max = Math.max(max, value);
    }

    Column column() {
      Column.Type type =
          number
              ? Column.Type.NUMBER
              : flag ? Column.Type.BOOLEAN : time ? Column.Type.TIME : Column.Type.TEXT;
      boolean numeric = number && present > 0;
      return new Column(
          name,
          type,
          present,
          missing,
          texts.size(),
          numeric && whole,
          numeric ? min : Double.NaN,
          numeric ? max : Double.NaN,
          texts.stream().limit(EXAMPLES).toList());
    }
  }
}
