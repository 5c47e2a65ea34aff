package io.braid.cli.demo;

import java.util.Arrays;
import java.util.List;

/**
 * When the scripted changes really began: by the wall clock and by the events' own. Thread-safe.
 */
final class DriftTimes {
  private final List<ScriptedDrift> script;
  private final double[] atSeconds;
  private final long[] eventTimeMs;

  DriftTimes(List<ScriptedDrift> script) {
    this.script = List.copyOf(script);
    atSeconds = new double[script.size()];
    Arrays.fill(atSeconds, Double.NaN);
    eventTimeMs = new long[script.size()];
    Arrays.fill(eventTimeMs, Long.MAX_VALUE);
  }

  List<ScriptedDrift> script() {
    return script;
  }

  /** An event is about to be sent. */
  void sending(long event, long timeMs, double elapsedSeconds) {
    for (int i = 0; i < script.size(); i++) {
      if (script.get(i).from() == event) {
        synchronized (this) {
          atSeconds[i] = elapsedSeconds;
          eventTimeMs[i] = timeMs;
        }
      }
    }
  }

  /** Seconds after the first event at which a change began; NaN if it has not. */
  synchronized double atSeconds(int drift) {
    return atSeconds[drift];
  }

  /** Whether an event of this time comes before the first change. */
  synchronized boolean beforeAll(long timeMs) {
    return script.isEmpty() || timeMs < eventTimeMs[0];
  }
}
