package io.braid.cli.evaluate;

import io.braid.model.data.RejectedException.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Rows that could not be used: how many for which reason, and the first few in words. */
public final class Rejects {
  private static final int SHOWN = 5;

  private final Map<Reason, Long> counts = new EnumMap<>(Reason.class);
  private final List<String> first = new ArrayList<>();
  private long count;

  void add(long line, Reason reason, String message) {
    counts.merge(reason, 1L, Long::sum);
    if (count++ < SHOWN) {
      first.add("line " + line + ": " + message);
    }
  }

  /** All of them. */
  public long count() {
    return count;
  }

  /** How many there are for each reason that occurred. */
  public Map<Reason, Long> counts() {
    return Collections.unmodifiableMap(counts);
  }

  /** The first {@value #SHOWN}: line, field, value and what is allowed. */
  public List<String> first() {
    return Collections.unmodifiableList(first);
  }
}
