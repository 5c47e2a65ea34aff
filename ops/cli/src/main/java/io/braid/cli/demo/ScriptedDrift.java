package io.braid.cli.demo;

import java.util.List;

/**
 * A change of the world at a known place of the stream.
 *
 * @param title what happens, for people
 * @param from number of the first event that may be under the new rules, counted from 0
 * @param to number of the first event from which on all are; equals {@code from} if abrupt
 * @param tasks the tasks whose outcome changes, most affected first
 */
public record ScriptedDrift(String title, long from, long to, List<String> tasks) {
  public ScriptedDrift {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("a drift from event " + from + " to event " + to);
    }
    tasks = List.copyOf(tasks);
  }

  /** Whether the change happens between two events. */
  public boolean abrupt() {
    return from == to;
  }

  /** The share of events under the new rules at an event number: 0 before, 1 after. */
  public double share(long event) {
    if (event >= to) {
      return 1.0;
    }
    return event < from ? 0.0 : (double) (event - from) / (to - from);
  }
}
