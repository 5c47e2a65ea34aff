package io.braid.model.feature;

import io.braid.model.data.Categories;
import io.braid.model.data.Features;
import io.braid.model.data.Row;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;
import java.util.List;

/**
 * A category as one sparse entry of 1. Missing has an index of its own, 0. The rest in one of three
 * ways:
 *
 * <ul>
 *   <li>{@code values: [a, b]}: an index for each declared value, and one for all others;
 *   <li>{@code buckets: n}: n indices, the category's hash says which; no limit to the number of
 *       categories, some share an index (Weinberger et al., "Feature hashing for large scale
 *       multitask learning", ICML 2009, without the sign: an index already has parameters of its
 *       own);
 *   <li>otherwise categories get an index in order of first sight, up to {@code max} of them; the
 *       rest share the index of the others.
 * </ul>
 *
 * A category never seen before is thus no error: it is one of the others, or falls into its bucket.
 */
final class CategoricalEncoder implements Encoder {
  private static final int MISSING = 0;
  private static final int OTHER = 1;
  private static final int FIRST = 2;
  private static final int MOST = 1 << 20;

  private final int slot;
  private final int buckets;
  private final boolean learns;
  private final CodeIndex known;
  private final int sparseWidth;

  CategoricalEncoder(Params params, Slot slot) {
    this.slot = slot.index();
    List<String> values = params.texts("values", List.of());
    boolean hashed = params.has("buckets");
    boolean limited = params.has("max");
    this.buckets = params.integer("buckets", 0, 2, MOST);
    int max = params.integer("max", 64, 1, MOST);
    if (hashed && limited) {
      throw clash(params, "max", "buckets");
    }
    if (params.has("values") && (hashed || limited)) {
      throw clash(params, "values", hashed ? "buckets" : "max");
    }
    this.learns = !hashed && values.isEmpty();
    this.known = hashed ? null : new CodeIndex(learns ? max : values.size());
    for (int i = 0; i < values.size(); i++) {
      long code = Categories.of(values.get(i));
      if (known.find(code) >= 0) {
        throw new SpecException(
            params.path("values") + "[" + i + "]",
            Params.quote(values.get(i)) + " is not allowed, it is declared twice");
      }
      known.add(code);
    }
    this.sparseWidth = hashed ? OTHER + buckets : FIRST + (learns ? max : values.size());
  }

  private static SpecException clash(Params params, String key, String other) {
    return new SpecException(
        params.path(key), "not allowed together with " + other + ", choose one of them");
  }

  @Override
  public Input input() {
    return Input.CATEGORY;
  }

  @Override
  public int denseWidth() {
    return 0;
  }

  @Override
  public int sparseWidth() {
    return sparseWidth;
  }

  @Override
  public List<String> denseNames() {
    return List.of();
  }

  @Override
  public void observe(Row row) {
    if (learns && !known.full()) {
      long code = row.codes[slot];
      if (code != Categories.MISSING && known.find(code) < 0) {
        known.add(code);
      }
    }
  }

  @Override
  public void encode(Row row, Features out, int denseAt, int sparseAt) {
    out.add(sparseAt + index(row.codes[slot]), 1f);
  }

  private int index(long code) {
    if (code == Categories.MISSING) {
      return MISSING;
    }
    if (known == null) {
      return OTHER + (int) ((code >>> 32) * buckets >>> 32);
    }
    int number = known.find(code);
    return number < 0 ? OTHER : FIRST + number;
  }

  @Override
  public void save(SnapshotWriter out) {
    if (learns) {
      known.save(out);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    if (learns) {
      known.restore(in);
    }
  }
}
