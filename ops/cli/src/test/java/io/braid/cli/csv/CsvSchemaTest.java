package io.braid.cli.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSchemaTest {
  @TempDir Path folder;

  @Test
  void everyColumnGetsTheNarrowestTypeAllItsValuesHave() throws IOException {
    CsvSchema schema =
        infer(
            """
            n,i,b,t,s,none,mixed
            1.5,1,true,2020-01-01,x,,1
            -2,,False,2020-01-01 10:00,1,,two
            3e2,7,TRUE,2020-01-02T00:00Z,y,,3
            """);
    assertThat(schema.rows()).isEqualTo(3);
    assertThat(schema.columns())
        .extracting(Column::type)
        .containsExactly(
            Column.Type.NUMBER,
            Column.Type.NUMBER,
            Column.Type.BOOLEAN,
            Column.Type.TIME,
            Column.Type.TEXT,
            Column.Type.NUMBER,
            Column.Type.TEXT);
    assertThat(schema.column("n").wholeNumbers()).isFalse();
    assertThat(schema.column("n").min()).isEqualTo(-2);
    assertThat(schema.column("n").max()).isEqualTo(300);
    assertThat(schema.column("i").wholeNumbers()).isTrue();
    assertThat(schema.column("i").missing()).isEqualTo(1);
    assertThat(schema.column("s").examples()).containsExactly("x", "1", "y");
    assertThat(schema.column("none").present()).isZero();
    assertThat(schema.column("none").max()).isNaN();
    assertThat(schema.column("mixed").max()).isNaN();
    assertThat(schema.column("no such")).isNull();
  }

  @Test
  void aLateTextIsFoundByReadingEverythingAndMissedByAShortLook() throws IOException {
    String csv = "a\n" + "1\n".repeat(100) + "late\n";
    assertThat(infer(csv).column("a").type()).isEqualTo(Column.Type.TEXT);
    Path file = folder.resolve("data.csv");
    CsvSchema shortLook = CsvSchema.infer(file, 50, p -> {});
    assertThat(shortLook.column("a").type()).isEqualTo(Column.Type.NUMBER);
    assertThat(shortLook.rows()).isEqualTo(50);
  }

  @Test
  void distinctValuesAreCountedUpToTheBound() throws IOException {
    StringBuilder csv = new StringBuilder("id,two\n");
    for (int i = 0; i < 3 * CsvSchema.MOST_DISTINCT; i++) {
      csv.append(i).append(',').append(i % 2).append('\n');
    }
    CsvSchema schema = infer(csv.toString());
    assertThat(schema.column("id").distinct()).isEqualTo(CsvSchema.MOST_DISTINCT);
    assertThat(schema.column("two").distinct()).isEqualTo(2);
  }

  private CsvSchema infer(String csv) throws IOException {
    Path file = Files.writeString(folder.resolve("data.csv"), csv);
    return CsvSchema.infer(file, Long.MAX_VALUE, p -> {});
  }
}
