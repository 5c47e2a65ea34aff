package io.braid.cli.evaluate;

import io.braid.model.data.Example;
import io.braid.model.data.Prediction;
import io.braid.model.learner.Prequential;
import java.util.ArrayDeque;

/**
 * Examples whose labels have not come yet, oldest first, each with the prediction it was given: it
 * is this example and this prediction that are tested and learned when the labels are there.
 */
final class PendingLabels {
  /** One of them. */
  static final class Entry {
    final Example example;
    final Prediction prediction;
    long line;

    private Entry(Prequential prequential) {
      example = prequential.learner().newExample();
      prediction = prequential.learner().newPrediction();
    }
  }

  private final Prequential prequential;
  private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
  private final ArrayDeque<Entry> free = new ArrayDeque<>();

  PendingLabels(Prequential prequential) {
    this.prequential = prequential;
  }

  /** Keeps what has just been predicted. */
  void add(Prediction predicted, long line) {
    Entry entry = free.isEmpty() ? new Entry(prequential) : free.pop();
    entry.example.set(prequential.example());
    entry.prediction.set(predicted);
    entry.line = line;
    waiting.addLast(entry);
  }

  int size() {
    return waiting.size();
  }

  /** Takes out the oldest; valid until the next {@link #add}. */
  Entry remove() {
    Entry entry = waiting.removeFirst();
    free.push(entry);
    return entry;
  }
}
