package io.braid.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.data.Features;
import io.braid.model.data.Grid;
import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.Row;
import io.braid.model.spec.Column;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.SpecException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An image is the same columns however it comes, or is refused with a reason. */
class ImageEncoderTest {
  private static final byte[] BYTES = {0, 51, (byte) 255, (byte) 128, 1, 2};

  private static Pipeline pipeline(String features, String... columns) {
    List<Column> all =
        Stream.concat(Arrays.stream(columns), Stream.of("y"))
            .map(name -> new Column(name, Column.Type.NUMBER))
            .toList();
    return PipelineFile.parse(
            "name: i\nfeatures: [" + features + "]\ntasks: [{name: y, kind: regression}]\n", "i")
        .bind(all);
  }

  private static final Pipeline WHOLE =
      pipeline("a, {name: img, type: image, height: 2, width: 3}", "a", "img");
  private static final Pipeline COLUMNS =
      pipeline(
          "a, {name: p*, type: image, height: 2, width: 3}",
          "a",
          "p0",
          "p1",
          "p2",
          "p3",
          "p4",
          "p5");

  private static float[] encoded(Pipeline pipeline, Row row) {
    FeatureEncoder encoder = new FeatureEncoder(pipeline.features());
    Features out = new Features(encoder.denseWidth(), encoder.sparseWidth(), 1);
    out.clear();
    encoder.encode(row, out);
    return Arrays.copyOfRange(out.dense, 1, 7);
  }

  @Test
  void bytesTextAndColumnsAreTheSameImage() throws RejectedException {
    RowBinder binder = new RowBinder(WHOLE);
    Row row = binder.newRow();
    binder.begin(row);
    binder.bytes(1, BYTES, 0, 6);
    float[] expected = {0f, 0.2f, 1f, 128f / 255, 1f / 255, 2f / 255};
    assertThat(encoded(WHOLE, row)).usingComparatorWithPrecision(1e-7f).containsExactly(expected);

    Row fromText = binder.newRow();
    binder.begin(fromText);
    binder.text(1, " 0, 51;255 128.0,,1  2 ");
    assertThat(encoded(WHOLE, fromText)).isEqualTo(encoded(WHOLE, row));

    RowBinder columns = new RowBinder(COLUMNS);
    Row fromColumns = columns.newRow();
    columns.begin(fromColumns);
    for (int i = 0; i < 6; i++) {
      columns.number(1 + i, BYTES[i] & 0xFF);
    }
    assertThat(encoded(COLUMNS, fromColumns)).isEqualTo(encoded(WHOLE, row));

    Row copy = binder.newRow();
    copy.set(row);
    row.clear();
    assertThat(encoded(WHOLE, copy)).isEqualTo(encoded(WHOLE, fromText));
    assertThat(encoded(WHOLE, row)).as("a missing image is black").containsOnly(0f);
    Row bare = new Row(2, 1);
    bare.set(copy);
    assertThat(encoded(WHOLE, bare)).isEqualTo(encoded(WHOLE, copy));
  }

  @Test
  void theImageStandsWhereItsColumnsAre() {
    assertThat(new FeatureEncoder(WHOLE.features()).image()).isEqualTo(new Grid(1, 2, 3, 1));
    assertThat(new FeatureEncoder(COLUMNS.features()).image()).isEqualTo(new Grid(1, 2, 3, 1));
    assertThat(new FeatureEncoder(pipeline("a", "a").features()).image()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 2 3 4 5|WRONG_TYPE|field 'img': 5 pixels are not allowed, must be 6",
        "1 2 3 4 5 6 7|WRONG_TYPE|field 'img': 7 pixels are not allowed, must be 6",
        "1 2 x 4 5 6|UNPARSABLE|field 'img': 'x' is not allowed, must be a finite number",
        "1 2 nan 4 5 6|NOT_A_NUMBER|field 'img': 'nan' is not allowed, must be a finite number"
      })
  void aTextThatIsNoImageIsRejectedWithTheReason(String text, Reason reason, String message) {
    RowBinder binder = new RowBinder(WHOLE);
    binder.begin(binder.newRow());
    assertThatThrownBy(() -> binder.text(1, text))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessage(message);
  }

  @Test
  void otherValuesAreRejected() {
    RowBinder binder = new RowBinder(WHOLE);
    binder.begin(binder.newRow());
    assertThatThrownBy(() -> binder.bytes(1, BYTES, 0, 5))
        .hasMessage("field 'img': 5 pixels are not allowed, must be 6");
    assertThatThrownBy(() -> binder.number(1, 3))
        .hasMessageContaining("must be 6 pixels, as a text of numbers or as bytes");
    assertThatThrownBy(() -> binder.flag(1, true)).isInstanceOf(RejectedException.class);
    assertThatThrownBy(() -> binder.timeMillis(1, 3)).isInstanceOf(RejectedException.class);
    assertThatThrownBy(() -> binder.bytes(0, BYTES, 0, 6))
        .hasMessage("field 'a': a value of bytes is not allowed");
  }

  @Test
  void aPatternOfTheWrongNumberOfColumnsIsRefused() {
    Pipeline bound = pipeline("{name: p*, type: image, height: 2, width: 2}", "p0", "p1", "p2");
    assertThatThrownBy(() -> new FeatureEncoder(bound.features()))
        .isInstanceOf(SpecException.class)
        .hasMessage(
            "features[0]: the pattern matches 3 columns, must be 4 = 2 x 2 x 1 (height x width x"
                + " channels)");
  }
}
