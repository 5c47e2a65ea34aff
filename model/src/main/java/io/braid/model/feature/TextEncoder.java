package io.braid.model.feature;

import io.braid.model.data.Features;
import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.Row;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.TextBuffer;
import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;
import java.util.List;

/**
 * A free text as a bag of hashed {@link NGrams}, one sparse entry for each that occurs: hashing is
 * as in {@link CategoricalEncoder}, so no vocabulary is kept and nothing is learned here. An
 * n-gram's value grows with how often it occurs, tf, as 1 + ln tf (Salton and Buckley,
 * "Term-weighting approaches in automatic text retrieval", 1988; {@code tf: count} and {@code set}
 * are tf itself and 1), and the values of a text are scaled to the Euclidean length {@code norm},
 * so that long texts move the model as far as short ones; 0 leaves them. A missing text has one
 * entry, index 0.
 *
 * <p>A trunk that starts with a fully connected layer (mlp and its relatives) keeps a row of
 * parameters per index and adds up those of the entries: an embedding bag (Joulin et al., "Bag of
 * tricks for efficient text classification", 2017) whose width is that of its first layer.
 */
final class TextEncoder implements Encoder {
  private static final int MISSING = 0;
  private static final int FIRST = 1;
  private static final int MOST = 1 << 22;
  private static final int LONGEST_WORDS = 5;
  private static final int LONGEST_CHARACTERS = 8;

  /** Beyond, a count is taken for this. */
  private static final int LARGEST_COUNT = 1023;

  private final int slot;
  private final int buckets;
  private final double norm;
  private final int longest;
  private final NGrams ngrams;

  /** Value of an n-gram by its count. */
  private final float[] value = new float[LARGEST_COUNT + 1];

  TextEncoder(Params params, Slot slot) {
    this.slot = slot.index();
    this.buckets = params.integer("buckets", 16_384, 2, MOST);
    NGrams.Range words = range(params, "words", List.of(1, 2), LONGEST_WORDS);
    NGrams.Range characters = range(params, "characters", List.of(3, 4), LONGEST_CHARACTERS);
    String tf = params.choice("tf", "log", List.of("log", "count", "set"));
    this.norm = params.real("norm", 4, 0, 1000);
    this.longest = params.integer("longest", 10_000, 1, 1_000_000);
    if (words.to() == 0 && characters.to() == 0) {
      throw new SpecException(
          params.path("characters"),
          "'[]' is not allowed together with words: [], nothing is left");
    }
    this.ngrams = new NGrams(words, characters, buckets);
    for (int n = 1; n <= LARGEST_COUNT; n++) {
      value[n] =
          switch (tf) {
            case "log" -> (float) (1 + StrictMath.log(n));
            case "count" -> n;
            default -> 1;
          };
    }
  }

  /** A shortest and a longest n-gram, one number for both, or nothing for none. */
  private static NGrams.Range range(Params params, String key, List<Integer> fallback, int most) {
    List<Integer> lengths = params.integers(key, fallback, 1, most);
    if (lengths.isEmpty()) {
      return new NGrams.Range(0, 0);
    }
    int from = lengths.get(0);
    int to = lengths.get(lengths.size() - 1);
    if (lengths.size() > 2 || from > to) {
      throw new SpecException(
          params.path(key),
          Params.quote(lengths)
              + " is not allowed, must be the shortest and the longest, such as "
              + fallback
              + ", or [] for none");
    }
    return new NGrams.Range(from, to);
  }

  @Override
  public Input input() {
    return Input.TEXT;
  }

  @Override
  public void admit(String field, CharSequence text) throws RejectedException {
    if (text.length() > longest) {
      throw Texts.rejected(
          Reason.TOO_LARGE,
          field,
          text,
          "a text of at most " + longest + " characters, not " + text.length());
    }
  }

  @Override
  public int denseWidth() {
    return 0;
  }

  @Override
  public int sparseWidth() {
    return FIRST + buckets;
  }

  @Override
  public List<String> denseNames() {
    return List.of();
  }

  @Override
  public void observe(Row row) {}

  @Override
  public void encode(Row row, Features out, int denseAt, int sparseAt) {
    TextBuffer text = row.texts[slot];
    if (text == null || Texts.blank(text)) {
      out.add(sparseAt + MISSING, 1f);
      return;
    }
    int n = ngrams.find(text);
    int[] found = ngrams.found();
    int begin = out.start[out.rows];
    double squares = 0;
    for (int i = 0; i < n; ) {
      int end = i + 1;
      while (end < n && found[end] == found[i]) {
        end++;
      }
      float v = value[Math.min(end - i, LARGEST_COUNT)];
      out.add(sparseAt + FIRST + found[i], v);
      squares += (double) v * v;
      i = end;
    }
    if (norm > 0 && squares > 0) {
      float factor = (float) (norm / Math.sqrt(squares));
      for (int k = begin; k < out.start[out.rows]; k++) {
        out.value[k] *= factor;
      }
    }
  }

  @Override
  public void save(SnapshotWriter out) {}

  @Override
  public void restore(SnapshotReader in) {}
}
