package io.braid.cli.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts detected drifts beside the scripted ones. The first signal of a task that a scripted change
 * touches counts for that change if it comes after its begin, and before its end plus a patience;
 * further ones in that time are repetitions, such as the error's falling back while the task
 * recovers. Every other signal stands alone: a change nobody scripted, or a false alarm.
 *
 * <p>Not thread-safe.
 */
public final class DriftLedger {

  /**
   * A detector's signal.
   *
   * @param task whose loss changed
   * @param event number of the event at which it was raised, counted from 0
   * @param atSeconds when it was raised, seconds since the first event
   */
  public record Signal(String task, long event, double atSeconds) {}

  /**
   * One scripted change and what was detected of it.
   *
   * @param detected in order of detection; at most one per task
   * @param repeated further signals of these tasks, in order
   */
  public record Entry(ScriptedDrift scripted, List<Signal> detected, List<Signal> repeated) {
    /** The signal of a task, or null. */
    public Signal of(String task) {
      for (Signal signal : detected) {
        if (signal.task().equals(task)) {
          return signal;
        }
      }
      return null;
    }
  }

  private final long patience;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Signal> others = new ArrayList<>();

  /**
   * @param script the changes in order
   * @param patience events after the end of a change during which a signal still counts for it
   */
  public DriftLedger(List<ScriptedDrift> script, long patience) {
    this.patience = patience;
    for (ScriptedDrift drift : script) {
      entries.add(new Entry(drift, new ArrayList<>(), new ArrayList<>()));
    }
  }

  /** Files a signal. */
  public void add(Signal signal) {
    // Backwards: a signal belongs to the latest change that can explain it.
    for (int i = entries.size() - 1; i >= 0; i--) {
      Entry entry = entries.get(i);
      ScriptedDrift drift = entry.scripted();
      if (signal.event() >= drift.from()
          && signal.event() <= drift.to() + patience
          && drift.tasks().contains(signal.task())) {
        (entry.of(signal.task()) == null ? entry.detected() : entry.repeated()).add(signal);
        return;
      }
    }
    others.add(signal);
  }

  /** The scripted changes in order, each with its signals so far. */
  public List<Entry> entries() {
    return entries.stream()
        .map(e -> new Entry(e.scripted(), List.copyOf(e.detected()), List.copyOf(e.repeated())))
        .toList();
  }

  /** Signals that belong to no scripted change, in order. */
  public List<Signal> others() {
    return List.copyOf(others);
  }
}
