package io.braid.cli.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRowsTest {
  @TempDir Path folder;

  @Test
  void quotesCommasLineBreaksAndAByteOrderMarkAreRead() throws IOException {
    Path file = write("a.csv", "\uFEFFid,text\n1,\"one, \"\"two\"\"\nthree\"\n2,plain\n");
    try (CsvRows rows = CsvRows.open(file)) {
      assertThat(rows.columns()).containsExactly("id", "text");
      assertThat(rows.next()).isTrue();
      assertThat(rows.text(1)).isEqualTo("one, \"two\"\nthree");
      assertThat(rows.line()).isEqualTo(2);
      assertThat(rows.next()).isTrue();
      assertThat(rows.line()).isEqualTo(4);
      assertThat(rows.next()).isFalse();
      assertThat(rows.rows()).isEqualTo(2);
      assertThat(rows.progress()).isEqualTo(1.0);
    }
  }

  @Test
  void gzipIsRecognisedByContentNotByName() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("a\n7\n".getBytes(StandardCharsets.UTF_8));
    }
    Path file = Files.write(folder.resolve("no-suffix"), packed.toByteArray());
    try (CsvRows rows = CsvRows.open(file)) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.text(0)).isEqualTo("7");
    }
  }

  @Test
  void textsAreHandedOverAsTheyAreWritten() throws IOException {
    Path file = write("m.csv", "a,b,c,d\n,?,NaN, 7 \n");
    try (CsvRows rows = CsvRows.open(file)) {
      rows.next();
      assertThat(rows.text(0)).isEmpty();
      assertThat(rows.text(1)).isEqualTo("?");
      assertThat(rows.text(2)).isEqualTo("NaN");
      assertThat(rows.text(3)).isEqualTo(" 7 ");
    }
  }

  @Test
  void aRowOfAnotherWidthNamesFileAndLine() throws IOException {
    Path file = write("w.csv", "a,b\n1,2\n3\n");
    try (CsvRows rows = CsvRows.open(file)) {
      rows.next();
      assertThatThrownBy(rows::next)
          .isInstanceOf(IOException.class)
          .hasMessage(file + ", line 3: 1 fields where the header has 2");
    }
  }

  @Test
  void anUnclosedQuoteOfAHugeFieldIsAnIoErrorThatNamesTheFile() throws IOException {
    Path file = write("q.csv", "a,b\n1,\"" + "x".repeat(20 << 20) + "\n");
    try (CsvRows rows = CsvRows.open(file)) {
      assertThatThrownBy(rows::next)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file.toString());
    }
  }

  @Test
  void anEmptyFileADoubleColumnAndAMissingFileAreRefused() throws IOException {
    Path empty = write("empty.csv", "");
    assertThatThrownBy(() -> CsvRows.open(empty)).hasMessageContaining("the file is empty");
    Path twice = write("twice.csv", "a,b,a\n");
    assertThatThrownBy(() -> CsvRows.open(twice)).hasMessageContaining("two columns are named 'a'");
    assertThatThrownBy(() -> CsvRows.open(folder.resolve("none.csv")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aTruncatedGzipIsAnIoErrorThatNamesTheFile() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("a,b\n".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 100_000; i++) {
        gzip.write((i + "," + i * 31 + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] half = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
    Path file = Files.write(folder.resolve("half.csv.gz"), half);
    try (CsvRows rows = CsvRows.open(file)) {
      assertThatThrownBy(
              () -> {
                while (rows.next()) {
                  assertThat(rows.rows()).isPositive();
                }
              })
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file.toString());
    }
  }

  @Property(tries = 100)
  void whatIsWrittenWithQuotesIsReadBack(@ForAll("tables") List<List<String>> table)
      throws IOException {
    StringBuilder csv = new StringBuilder("x,y\n");
    for (List<String> row : table) {
      csv.append(quoted(row.get(0))).append(',').append(quoted(row.get(1))).append('\n');
    }
    Path file = Files.createTempFile("rows", ".csv");
    try {
      Files.writeString(file, csv);
      List<List<String>> read = new ArrayList<>();
      try (CsvRows rows = CsvRows.open(file)) {
        while (rows.next()) {
          read.add(List.of(rows.text(0), rows.text(1)));
        }
      }
      assertThat(read).isEqualTo(table);
    } finally {
      Files.delete(file);
    }
  }

  @Provide
  Arbitrary<List<List<String>>> tables() {
    Arbitrary<String> field =
        Arbitraries.strings().withChars("ab ,\"\n\u00e9\u6c34").ofMinLength(1).ofMaxLength(8);
    return field.list().ofSize(2).list().ofMaxSize(10);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }
}
