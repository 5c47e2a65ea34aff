package io.braid.model.feature;

import io.braid.model.data.Categories;
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
 * The tokens of a text in their order, up to {@code length} of them: each one sparse entry of 1,
 * whose index says which of {@code buckets} the token's hash falls into and at which position it
 * stands (see {@link io.braid.model.data.Sequence}). A trunk that knows positions (conv1d) has one
 * embedding per bucket for all of them; to any other a token at another position is another
 * category. Tokens are what stands between space, taken as written. Positions behind the last token
 * have no entry, which is the padding; neither has a missing text. A text of more tokens is
 * refused: what was cut off could be what a tag depends on.
 */
final class SequenceEncoder implements Encoder {
  private static final int MOST = 1 << 24;

  private final int slot;
  private final int length;
  private final int buckets;

  SequenceEncoder(Params params, Slot slot) {
    this.slot = slot.index();
    this.length = params.integer("length", 32, 1, 4096);
    this.buckets = params.integer("buckets", 1024, 2, 1 << 20);
    if ((long) length * buckets > MOST) {
      throw new SpecException(
          params.path("buckets"),
          "'%d' is not allowed with a length of %d, must be at most %d"
              .formatted(buckets, length, MOST / length));
    }
  }

  @Override
  public Input input() {
    return Input.TEXT;
  }

  @Override
  public void admit(String field, CharSequence text) throws RejectedException {
    int tokens = Tokens.count(text);
    if (tokens > length) {
      throw Texts.rejected(
          Reason.TOO_LARGE, field, text, "a text of at most " + length + " tokens, not " + tokens);
    }
  }

  @Override
  public int denseWidth() {
    return 0;
  }

  @Override
  public int sparseWidth() {
    return length * buckets;
  }

  @Override
  public int positions() {
    return length;
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
    if (text == null) {
      return;
    }
    int t = 0;
    for (int from = Tokens.start(text, 0); from < text.length() && t < length; t++) {
      int to = Tokens.end(text, from);
      long code = Categories.hash(text, from, to);
      out.add(sparseAt + t * buckets + (int) ((code >>> 32) * buckets >>> 32), 1f);
      from = Tokens.start(text, to);
    }
  }

  @Override
  public void save(SnapshotWriter out) {}

  @Override
  public void restore(SnapshotReader in) {}
}
