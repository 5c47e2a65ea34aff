package io.braid.cli.demo;

import io.braid.cli.demo.Feed.Expectation;
import io.braid.cli.view.DemoStatus.Outputs;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Counts what came of every record sent: each must be predicted once or refused once, and never
 * both. Records are known by their offset in the input topic. Thread-safe.
 */
final class Delivery {
  private static final byte[] NONE = {};

  private byte[] predictions = NONE;
  private byte[] refusals = NONE;
  private final BitSet good = new BitSet();
  private final BitSet broken = new BitSet();
  private int sent;
  private long settled;

  /** A record has been sent; its offset is how many were sent before. */
  synchronized void sent(Expectation expectation) {
    if (sent == predictions.length) {
      int room = Math.max(1024, 2 * sent);
      predictions = Arrays.copyOf(predictions, room);
      refusals = Arrays.copyOf(refusals, room);
    }
    good.set(sent, expectation == Expectation.PREDICTION);
    broken.set(sent, expectation == Expectation.DEAD_LETTER);
    sent++;
  }

  /** A prediction of the record at an offset has come. */
  synchronized void predicted(long offset) {
    count(predictions, offset);
  }

  /** A dead letter of the record at an offset has come. */
  synchronized void refused(long offset) {
    count(refusals, offset);
  }

  private void count(byte[] counts, long offset) {
    int at = Math.toIntExact(offset);
    if (at >= sent) {
      throw new IllegalStateException("an output of offset " + offset + ", only " + sent + " sent");
    }
    if (predictions[at] + refusals[at] == 0) {
      settled++;
    }
    counts[at] = (byte) Math.min(Byte.MAX_VALUE, counts[at] + 1);
  }

  /** Records sent so far. */
  synchronized long sent() {
    return sent;
  }

  /** Records of which something came. */
  synchronized long settled() {
    return settled;
  }

  /** Counts everything. */
  synchronized Outputs account() {
    long predicted = 0;
    long refused = 0;
    long missing = 0;
    long doubled = 0;
    long misjudged = 0;
    long firstWrong = -1;
    for (int i = 0; i < sent; i++) {
      boolean said = predictions[i] > 0;
      int came = predictions[i] + refusals[i];
      predicted += said ? 1 : 0;
      refused += !said && came > 0 ? 1 : 0;
      missing += came == 0 ? 1 : 0;
      doubled += came > 1 ? 1 : 0;
      boolean wrong = came == 1 && (said ? broken : good).get(i);
      misjudged += wrong ? 1 : 0;
      if (firstWrong < 0 && (came != 1 || wrong)) {
        firstWrong = i;
      }
    }
    return new Outputs(sent, predicted, refused, missing, doubled, misjudged, firstWrong);
  }
}
