package io.braid.cli.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * A cursor over the rows of a comma-separated file with a header, in UTF-8, plain or gzip (told by
 * its first bytes, not by its name). Holds one row at a time, so a file of any length can be read.
 * Not thread-safe.
 */
public final class CsvRows implements Closeable {
  private static final int GZIP_MAGIC_1 = 0x1f;
  private static final int GZIP_MAGIC_2 = 0x8b;

  private final Path file;
  private final long bytes;
  private final CountingStream counter;
  private final CsvReader<CsvRecord> reader;
  private final CloseableIterator<CsvRecord> records;
  private final List<String> columns;
  private final Map<String, Integer> positions = new HashMap<>();
  private CsvRecord record;
  private long rows;

  private CsvRows(Path file, CountingStream counter, InputStream content) throws IOException {
    this.file = file;
    this.bytes = Files.size(file);
    this.counter = counter;
    this.reader =
        CsvReader.builder()
            .detectBomHeader(true)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(content, StandardCharsets.UTF_8);
    this.records = reader.iterator();
    if (!advance()) {
      throw new IOException(file + ": the file is empty, a header line is needed");
    }
    this.columns = List.copyOf(record.getFields());
    for (int i = 0; i < columns.size(); i++) {
      if (positions.put(columns.get(i), i) != null) {
        throw new IOException(file + ": two columns are named '" + columns.get(i) + "'");
      }
    }
    this.record = null;
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws IOException if it cannot be read, is empty, or two columns have the same name
   */
  public static CsvRows open(Path file) throws IOException {
    CountingStream counter = new CountingStream(Files.newInputStream(file));
    try {
      InputStream content = isGzip(file) ? new GZIPInputStream(counter, 1 << 16) : counter;
      return new CsvRows(file, counter, content);
    } catch (IOException | RuntimeException e) {
      counter.close();
      throw e;
    }
  }

  /** Column names in file order. */
  public List<String> columns() {
    return columns;
  }

  /** Position of a column, or -1. */
  public int position(String column) {
    return positions.getOrDefault(column, -1);
  }

  /**
   * Moves to the next row.
   *
   * @return false after the last row
   * @throws IOException if the file cannot be read or the row has not as many fields as the header;
   *     the message names the file and the line
   */
  public boolean next() throws IOException {
    if (!advance()) {
      return false;
    }
    if (record.getFieldCount() != columns.size()) {
      throw new IOException(
          String.format(
              "%s, line %d: %d fields where the header has %d",
              file, record.getStartingLineNumber(), record.getFieldCount(), columns.size()));
    }
    rows++;
    return true;
  }

  /** The text of a column as written; what it means is decided where it is used. */
  public String text(int column) {
    return record.getField(column);
  }

  /** Rows read so far, the current one included. */
  public long rows() {
    return rows;
  }

  /** Line on which the current row starts, the header being line 1. */
  public long line() {
    return record.getStartingLineNumber();
  }

  /** How much of the file has been read, from 0 to 1; runs ahead by what is buffered. */
  public double progress() {
    return bytes == 0 ? 1.0 : Math.min(1.0, (double) counter.count / bytes);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private boolean advance() throws IOException {
    try {
      if (!records.hasNext()) {
        return false;
      }
      record = records.next();
      return true;
    } catch (UncheckedIOException e) {
      throw new IOException(file + ": " + e.getCause().getMessage(), e);
    } catch (CsvParseException e) {
      throw new IOException(file + ": " + reason(e), e);
    }
  }

  private static String reason(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return e == deepest
        ? e.getMessage()
        : String.format("%s: %s", e.getMessage(), deepest.getMessage());
  }

  private static boolean isGzip(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == GZIP_MAGIC_1 && in.read() == GZIP_MAGIC_2;
    }
  }

  /** Counts the bytes taken from the file itself, for progress. */
  private static final class CountingStream extends FilterInputStream {
    private long count;

    CountingStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      if (b >= 0) {
        count++;
      }
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      if (n > 0) {
        count += n;
      }
      return n;
    }
  }
}
