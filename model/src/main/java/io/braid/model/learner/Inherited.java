package io.braid.model.learner;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a learner took over from another when it began.
 *
 * @param from the snapshot file
 * @param steps the other had learned
 * @param whole whether it is of the same structure and everything was taken over
 * @param trunk whether the trunk was
 * @param heads tasks whose heads were
 * @param anew tasks that begin anew
 * @param features how many features' statistics were
 */
public record Inherited(
    String from,
    long steps,
    boolean whole,
    boolean trunk,
    List<String> heads,
    List<String> anew,
    int features) {

  public Inherited {
    heads = List.copyOf(heads);
    anew = List.copyOf(anew);
  }

  /** In one line. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (whole) {
      parts.add("everything");
    } else {
      if (trunk) {
        parts.add("the trunk");
      }
      if (!heads.isEmpty()) {
        parts.add("the heads of " + String.join(", ", heads));
      }
      if (features > 0) {
        parts.add("the statistics of " + features + " features");
      }
    }
    return String.format(Locale.ROOT, "from %s (%,d steps): ", from, steps)
        + (parts.isEmpty() ? "nothing" : String.join(", ", parts))
        + (anew.isEmpty() ? "" : "; new: " + String.join(", ", anew));
  }
}
