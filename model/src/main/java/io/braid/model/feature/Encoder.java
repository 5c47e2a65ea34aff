package io.braid.model.feature;

import io.braid.model.data.Features;
import io.braid.model.data.RejectedException;
import io.braid.model.data.Row;
import io.braid.model.data.State;
import java.util.List;

/**
 * Turns one raw feature into columns. Its running statistics are learner state. An encoder fills
 * {@link #denseWidth} dense columns and adds entries within an index space of {@link #sparseWidth}.
 * Encoding depends on the statistics and the row alone and changes nothing.
 */
public interface Encoder extends State {

  /** What an encoder reads, which fixes how outside values are converted (see RowBinder). */
  enum Input {
    /** A number in {@link Row#numbers}. */
    NUMBER,
    /** A category in {@link Row#codes}. */
    CATEGORY,
    /** 0 or 1 in {@link Row#numbers}. */
    FLAG,
    /** Epoch milliseconds in {@link Row#numbers}. */
    TIME,
    /** A whole image in {@link Row#pixels}. */
    PIXELS,
    /** A text in {@link Row#texts}. */
    TEXT
  }

  /** What it reads. */
  Input input();

  /**
   * Refuses a text it cannot take, before the text is written into a row.
   *
   * @param field how messages call the field
   * @param text not blank
   */
  default void admit(String field, CharSequence text) throws RejectedException {}

  /** Dense columns it fills. */
  int denseWidth();

  /** Size of its sparse index space; 0 if it fills dense columns only. */
  int sparseWidth();

  /**
   * Positions of the sequence its sparse index space is, see {@link io.braid.model.data.Sequence};
   * 0 if it is none.
   */
  default int positions() {
    return 0;
  }

  /** A name for each dense column, for reports; as many as {@link #denseWidth}. */
  List<String> denseNames();

  /** Updates the running statistics with a row's value; a missing value changes nothing. */
  void observe(Row row);

  /**
   * Writes the row's value into the open row of {@code out}.
   *
   * @param denseAt position of its first dense column in {@code out.dense}; every one of its
   *     columns must be written
   * @param sparseAt first index of its sparse index space
   */
  void encode(Row row, Features out, int denseAt, int sparseAt);

  /** {@link #observe}, then {@link #encode}. */
  default void take(Row row, Features out, int denseAt, int sparseAt) {
    observe(row);
    encode(row, out, denseAt, sparseAt);
  }
}
