package io.braid.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.data.Features;
import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.Row;
import io.braid.model.data.Sequence;
import io.braid.model.spec.Component;
import io.braid.model.spec.Feature;
import io.braid.model.spec.PipelineFile;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Which entries the tokens of a sequence become. */
class SequenceEncoderTest {
  private static final int LENGTH = 5;
  private static final int BUCKETS = 1000;

  private final Encoder encoder =
      Encoders.CATALOG.create(
          Component.of("sequence", "length", LENGTH, "buckets", BUCKETS), new Slot(0, "words"));

  @Property
  void everyTokenIsOneEntryAtItsPosition(
      @ForAll @Size(max = LENGTH) List<@AlphaChars @StringLength(min = 1, max = 4) String> tokens) {
    List<Integer> indices = encode(" " + String.join(" \t", tokens) + "\n");
    assertThat(indices).hasSize(tokens.size());
    for (int t = 0; t < tokens.size(); t++) {
      assertThat(indices.get(t) / BUCKETS).isEqualTo(t);
      // The same token alone, at the first position.
      assertThat(indices.get(t) % BUCKETS).isEqualTo(encode(tokens.get(t)).get(0));
    }
  }

  @Example
  void tokensAreTakenAsTheyAreWritten() {
    assertThat(encode("Bank")).isNotEqualTo(encode("bank"));
    assertThat(encode("bank,")).isNotEqualTo(encode("bank"));
  }

  @Example
  void aMissingTextHasNoEntry() {
    Features out = new Features(0, encoder.sparseWidth(), 1);
    out.clear();
    out.openRow();
    encoder.encode(new Row(1, 0), out, 0, 0);
    assertThat(out.start[1]).isZero();
  }

  @Example
  void aSequenceTooLongIsRefusedWithItsLength() throws RejectedException {
    RowBinder binder =
        new RowBinder(
            PipelineFile.parse(
                """
                name: t
                features: [{name: words, type: sequence, length: 3}]
                tasks: [{name: y, kind: binary}]
                """,
                "test"));
    binder.begin(binder.newRow());
    binder.text(0, " a b  c ");
    assertThatThrownBy(() -> binder.text(0, "a b c d"))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE))
        .hasMessage(
            "field 'words': 'a b c d' is not allowed, must be a text of at most 3 tokens, not 4");
  }

  @Example
  void itsPlaceAmongOtherFeaturesIsKnown() {
    FeatureEncoder all =
        new FeatureEncoder(
            List.of(
                feature("kind", Component.of("categorical", "buckets", 4)),
                feature("words", Component.of("sequence", "length", 3, "buckets", 10)),
                feature("flag", Component.of("boolean")),
                feature("tags", Component.of("sequence", "length", 3, "buckets", 6))));
    assertThat(all.sequences()).containsExactly(new Sequence(5, 3, 10), new Sequence(36, 3, 6));
    assertThat(all.sparseWidth()).isEqualTo(54);
  }

  private static Feature feature(String name, Component encoder) {
    return new Feature(name, name, encoder);
  }

  private List<Integer> encode(String text) {
    Row row = new Row(1, 0);
    row.text(0).set(text);
    Features out = new Features(0, encoder.sparseWidth(), 1);
    out.clear();
    out.openRow();
    encoder.encode(row, out, 0, 0);
    List<Integer> indices = new ArrayList<>();
    for (int k = 0; k < out.start[1]; k++) {
      assertThat(out.value[k]).isEqualTo(1f);
      indices.add(out.index[k]);
    }
    return indices;
  }
}
