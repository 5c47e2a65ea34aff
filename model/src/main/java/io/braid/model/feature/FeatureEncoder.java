package io.braid.model.feature;

import io.braid.model.data.Features;
import io.braid.model.data.Grid;
import io.braid.model.data.RejectedException;
import io.braid.model.data.Row;
import io.braid.model.data.Sequence;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.spec.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All features of a pipeline as one row: the encoders' dense columns side by side, and their sparse
 * index spaces one after the other, both in the order of the features. Not thread-safe.
 */
public final class FeatureEncoder implements State {

  /**
   * A feature's part of the sparse index space.
   *
   * @param name the feature's name
   * @param from first index
   * @param to one past the last index
   */
  public record SparseRange(String name, int from, int to) {}

  /**
   * What the columns are called.
   *
   * @param dense one name per dense column
   * @param sparse the features with sparse indices, in ascending order without gaps
   */
  public record Names(List<String> dense, List<SparseRange> sparse) {}

  /** One per feature. */
  private final Encoder[] encoders;

  /** The same, neighbouring numbers taken together; and where each begins. */
  private final Encoder[] units;

  private final int[] denseAt;
  private final int[] sparseAt;
  private final int denseWidth;
  private final int sparseWidth;
  private final Names names;
  private final List<Sequence> sequences;

  /** The first image; null if there is none. */
  private final Grid image;

  /**
   * @param features bound features: no globs
   * @throws io.braid.model.spec.SpecException if an encoder or one of its parameters is unknown or
   *     not allowed
   */
  public FeatureEncoder(List<Feature> features) {
    encoders = new Encoder[features.size()];
    int[] denseFrom = new int[encoders.length];
    int[] sparseFrom = new int[encoders.length];
    List<String> dense = new ArrayList<>();
    List<SparseRange> sparse = new ArrayList<>();
    List<Sequence> found = new ArrayList<>();
    int denseEnd = 0;
    int sparseEnd = 0;
    Grid first = null;
    for (int f = 0; f < encoders.length; f++) {
      Feature feature = features.get(f);
      Slot slot = new Slot(f, feature.name(), columns(features, feature));
      Encoder encoder = Encoders.CATALOG.create(feature.encoder(), slot);
      encoders[f] = encoder;
      denseFrom[f] = denseEnd;
      sparseFrom[f] = sparseEnd;
      if (encoder instanceof ImageEncoder pixels && first == null) {
        Grid grid = pixels.grid();
        first = new Grid(denseEnd, grid.height(), grid.width(), grid.channels());
      }
      denseEnd += encoder.denseWidth();
      sparseEnd = Math.addExact(sparseEnd, encoder.sparseWidth());
      dense.addAll(encoder.denseNames());
      if (encoder.sparseWidth() > 0) {
        sparse.add(new SparseRange(feature.name(), sparseFrom[f], sparseEnd));
      }
      if (encoder.positions() > 0) {
        int tokens = encoder.sparseWidth() / encoder.positions();
        found.add(new Sequence(sparseFrom[f], encoder.positions(), tokens));
      }
    }
    image = first;
    denseWidth = denseEnd;
    sparseWidth = sparseEnd;
    sequences = List.copyOf(found);
    names = new Names(List.copyOf(dense), List.copyOf(sparse));
    List<Encoder> together = new ArrayList<>();
    denseAt = new int[encoders.length];
    sparseAt = new int[encoders.length];
    for (int f = 0; f < encoders.length; ) {
      int end = NumericBlock.runEnd(encoders, f);
      denseAt[together.size()] = denseFrom[f];
      sparseAt[together.size()] = sparseFrom[f];
      if (end - f < 2) {
        together.add(encoders[f++]);
      } else {
        together.add(
            new NumericBlock(Arrays.copyOfRange(encoders, f, end, NumericEncoder[].class)));
        f = end;
      }
    }
    units = together.toArray(Encoder[]::new);
  }

  /** Dense columns of a row. */
  public int denseWidth() {
    return denseWidth;
  }

  /** Size of the sparse index space. */
  public int sparseWidth() {
    return sparseWidth;
  }

  /** How many features a pattern stands for: they share its description, the very same one. */
  @SuppressWarnings("ReferenceEquality")
  private static int columns(List<Feature> features, Feature feature) {
    int count = 0;
    for (Feature each : features) {
      count += each.encoder() == feature.encoder() ? 1 : 0;
    }
    return count;
  }

  /** Where the first image stands among the dense columns; null if there is none. */
  public Grid image() {
    return image;
  }

  /** What the columns are called, for reports. */
  public Names names() {
    return names;
  }

  /** The parts of the sparse index space that are sequences, ascending. */
  public List<Sequence> sequences() {
    return sequences;
  }

  /** What feature {@code f} reads. */
  public Encoder.Input input(int f) {
    return encoders[f].input();
  }

  /** Refuses a text feature {@code f} cannot take; see {@link Encoder#admit}. */
  void admit(int f, String field, CharSequence text) throws RejectedException {
    encoders[f].admit(field, text);
  }

  /** Dense columns of feature {@code f}. */
  int width(int f) {
    return encoders[f].denseWidth();
  }

  /** Updates the running statistics with a row; missing values change nothing. */
  public void observe(Row row) {
    for (int u = 0; u < units.length; u++) {
      units[u].observe(row);
    }
  }

  /** Opens the next row of {@code out} and fills it; changes nothing else. */
  public void encode(Row row, Features out) {
    int at = out.openRow();
    for (int u = 0; u < units.length; u++) {
      units[u].encode(row, out, at + denseAt[u], sparseAt[u]);
    }
  }

  /** {@link #observe}, then {@link #encode}, in one go. */
  public void take(Row row, Features out) {
    int at = out.openRow();
    for (int u = 0; u < units.length; u++) {
      units[u].take(row, out, at + denseAt[u], sparseAt[u]);
    }
  }

  /**
   * Takes over the statistics of a feature of another encoder, of the same type and settings;
   * before any row was seen here.
   *
   * @param f the feature here
   * @param g the feature there
   */
  public void inherit(int f, FeatureEncoder other, int g) {
    SnapshotWriter state = new SnapshotWriter();
    other.encoders[g].save(state);
    encoders[f].restore(new SnapshotReader(state.toByteArray()));
  }

  @Override
  public void save(SnapshotWriter out) {
    out.tag("features");
    for (Encoder unit : units) {
      unit.save(out);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    in.tag("features");
    for (Encoder unit : units) {
      unit.restore(in);
    }
  }
}
