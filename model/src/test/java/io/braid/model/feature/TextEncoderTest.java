package io.braid.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Features;
import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.spec.Component;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What the entries of a text are. */
class TextEncoderTest {
  private static final int BUCKETS = 1 << 22;

  private final Row row = new Row(1, 0);

  /** The same n-grams, by strings: how often each occurs. */
  private static Map<String, Integer> reference(String text) {
    String plain = (" " + text + " ").replaceAll("\\s+", " ");
    plain =
        plain
            .chars()
            .map(Character::toLowerCase)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    List<String> words = List.of(plain.split("[^a-z0-9]+"));
    words = words.stream().filter(w -> !w.isEmpty()).toList();
    Map<String, Integer> counts = new HashMap<>();
    for (int n = 1; n <= 2; n++) {
      for (int i = 0; i + n <= words.size(); i++) {
        counts.merge("word " + String.join("_", words.subList(i, i + n)), 1, Integer::sum);
      }
    }
    for (int n = 3; n <= 4; n++) {
      for (int i = 0; i + n <= plain.length(); i++) {
        counts.merge("characters " + plain.substring(i, i + n), 1, Integer::sum);
      }
    }
    return counts;
  }

  @Example
  void entriesAreTheNGramsOfTheText() {
    Encoder encoder = create("buckets", BUCKETS, "tf", "count", "norm", 0);
    Set<String> ngrams = new HashSet<>();
    Rng rng = new Rng(1);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      StringBuilder text = new StringBuilder();
      for (int w = rng.nextInt(6); w >= 0; w--) {
        text.append("abcAB12!?,".charAt(rng.nextInt(10)));
        text.append(rng.nextInt(3) == 0 ? " \t " : "");
      }
      all.add("x" + text);
    }
    for (String text : all) {
      Map<Integer, Integer> entries = new TreeMap<>();
      encode(encoder, text).forEach((k, v) -> entries.put(k, (int) (float) v));
      Map<String, Integer> expected = reference(text);
      assertThat(entries.values().stream().mapToInt(n -> n).sum())
          .as(text)
          .isEqualTo(expected.values().stream().mapToInt(n -> n).sum());
      // Of so few n-grams in so many buckets no two meet: the counts are the same ones.
      assertThat(entries.values().stream().sorted().toList())
          .as(text)
          .isEqualTo(expected.values().stream().sorted().toList());
      ngrams.addAll(expected.keySet());
    }
    // An n-gram has one index wherever it occurs, and no two n-grams have the same.
    long indices =
        all.stream().flatMap(t -> encode(encoder, t).keySet().stream()).distinct().count();
    assertThat(indices).isEqualTo(ngrams.size());
  }

  @Property
  void entriesAscendAndHaveTheNormAskedFor(@ForAll String text) {
    Encoder encoder = create("buckets", 64, "norm", 3);
    row.text(0).set("a" + text);
    Features out = features(encoder);
    encoder.encode(row, out, 0, 0);
    assertThat(out.ascending()).isTrue();
    double squares = 0;
    for (int k = 0; k < out.start[1]; k++) {
      assertThat(out.index[k]).isBetween(1, 64);
      squares += out.value[k] * out.value[k];
    }
    assertThat(Math.sqrt(squares)).isCloseTo(3, within(1e-5));
  }

  @Property
  void spaceAndLettersOfAnyCaseMakeNoDifference(@ForAll String text) {
    Encoder encoder = create();
    String latin = text.replaceAll("[^a-z ]", "z");
    assertThat(
            encode(encoder, "  \t" + latin.toUpperCase(java.util.Locale.ROOT).replace(" ", " \n ")))
        .isEqualTo(encode(encoder, latin));
  }

  @Example
  void countsEnterLogarithmicallyUnlessToldOtherwise() {
    String text = "a a a a";
    assertThat(encode(words("log"), text).values()).containsExactly((float) (1 + Math.log(4)));
    assertThat(encode(words("count"), text).values()).containsExactly(4f);
    assertThat(encode(words("set"), text).values()).containsExactly(1f);
  }

  private static Encoder words(String tf) {
    return create("words", 1, "characters", List.of(), "norm", 0, "tf", tf);
  }

  @Example
  void theOrderOfWordsCountsForPairsOnly() {
    Encoder single = create("words", 1, "characters", List.of());
    Encoder pairs = create("words", 2, "characters", List.of());
    assertThat(encode(single, "man bites dog")).isEqualTo(encode(single, "dog bites man"));
    assertThat(encode(pairs, "man bites dog").keySet())
        .doesNotContainAnyElementsOf(encode(pairs, "dog bites man").keySet());
  }

  @Example
  void aWordIsAnotherNGramThanItsCharacters() {
    Encoder encoder = create("words", 1, "characters", 1, "norm", 0);
    assertThat(encode(encoder, "a")).hasSize(3);
  }

  @Example
  void missingTextHasAnEntryOfItsOwn() {
    row.clear();
    Encoder encoder = create();
    Features out = features(encoder);
    encoder.encode(row, out, 0, 0);
    assertThat(out.start[1]).isEqualTo(1);
    assertThat(out.index[0]).isZero();
    assertThat(encode(encoder, "?").keySet()).doesNotContain(0);
  }

  @Example
  void aTextTooLongIsRefusedWithItsLength() throws RejectedException {
    RowBinder binder = new RowBinder(pipeline());
    Row target = binder.newRow();
    binder.begin(target);
    binder.text(0, "12345678");
    assertThat(target.texts[0]).hasToString("12345678");
    assertThatThrownBy(() -> binder.text(0, "123456789"))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE))
        .hasMessage(
            "field 'body': '123456789' is not allowed, must be a text of at most 8 characters, not"
                + " 9");
  }

  @Example
  void onlyTextIsText() {
    RowBinder binder = new RowBinder(pipeline());
    binder.begin(binder.newRow());
    assertThatThrownBy(() -> binder.number(0, 5))
        .hasMessage("field 'body': '5.0' is not allowed, must be a text");
    assertThatThrownBy(() -> binder.flag(0, true))
        .hasMessage("field 'body': 'true' is not allowed, must be a text");
    assertThatThrownBy(() -> binder.timeMillis(0, 5))
        .hasMessage("field 'body': 'the time 5' is not allowed, must be a text");
  }

  @Example
  void aRowKeepsItsTextUntilItIsClearedOrTheTextIsBlank() throws RejectedException {
    RowBinder binder = new RowBinder(pipeline());
    Row target = binder.newRow();
    binder.begin(target);
    binder.text(0, "first");
    Row copy = binder.newRow();
    copy.set(target);
    binder.text(0, "other");
    assertThat(copy.texts[0]).hasToString("first");
    binder.text(0, " \t");
    assertThat(target.texts[0]).isEmpty();
    copy.set(target);
    assertThat(copy.texts[0]).isEmpty();
    binder.text(0, "again");
    binder.begin(target);
    assertThat(target.texts[0]).isEmpty();
    copy.set(binder.newRow());
    assertThat(copy.texts[0]).isEmpty();
  }

  @Example
  void labelsAreMeasuredOfTheText() throws RejectedException {
    RowBinder binder = new RowBinder(pipeline());
    Row target = binder.newRow();
    binder.begin(target);
    for (int k = 0; k < 4; k++) {
      binder.labelText(k, " Call 0800 NOW ");
    }
    assertThat(target.labels).containsExactly(13, 3, 1, 4);
    binder.labelText(2, "call now");
    assertThat(target.labels[2]).isZero();
    binder.labelText(0, "  ");
    assertThat(target.labels[0]).isNaN();
    assertThatThrownBy(() -> binder.labelNumber(0, 5))
        .hasMessage("label of task 'length' (field 'body'): '5.0' is not allowed, must be a text");
    assertThatThrownBy(() -> binder.labelFlag(2, true))
        .hasMessage(
            "label of task 'has_digits' (field 'body'): 'true' is not allowed, must be a text");
  }

  private static Pipeline pipeline() {
    return PipelineFile.parse(
        """
        name: t
        labels: {topic: t.labels}
        features: [{name: body, type: text, longest: 8}]
        tasks:
          - {name: length, kind: count, label: {field: body, measure: length}}
          - {name: words, kind: regression, label: {field: body, measure: words}}
          - {name: has_digits, kind: binary, label: {field: body, measure: digits, above: 0}}
          - {name: shouting, kind: regression, label: {field: body, measure: capitals}}
        """,
        "test");
  }

  private static Encoder create(Object... settings) {
    return Encoders.CATALOG.create(Component.of("text", settings), new Slot(0, "body"));
  }

  private static Features features(Encoder encoder) {
    Features out = new Features(0, encoder.sparseWidth(), 1);
    out.clear();
    out.openRow();
    return out;
  }

  private static Map<Integer, Float> encode(Encoder encoder, String text) {
    Row one = new Row(1, 0);
    one.text(0).set(text);
    Features out = features(encoder);
    encoder.encode(one, out, 0, 0);
    Map<Integer, Float> entries = new TreeMap<>();
    for (int k = 0; k < out.start[1]; k++) {
      entries.put(out.index[k], out.value[k]);
    }
    return entries;
  }
}
