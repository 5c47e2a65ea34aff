package io.braid.cli.evaluate;

import io.braid.model.data.RejectedException;
import io.braid.model.data.Row;
import java.io.Closeable;
import java.io.IOException;

/** Rows one after the other, in the order in which they are learned. Not thread-safe. */
public interface RowSource extends Closeable {
  /**
   * Moves to the next row.
   *
   * @return the row, valid until the next call; null after the last one
   * @throws RejectedException if the row cannot be used; the next call goes on with the one after
   * @throws IOException if the file cannot be read
   */
  Row next() throws IOException, RejectedException;

  /** Position of the current row in the file: the first one after the header is 0. */
  long row();

  /** Line of the file on which the current row starts; the header is line 1. */
  long line();

  /** How much has been read, from 0 to 1. */
  double progress();

  @Override
  void close() throws IOException;
}
