package io.braid.cli.demo;

import java.util.List;

/**
 * When the demonstration's world changes. The places are shares of the whole run, so that a short
 * and a long run tell the same story.
 *
 * @param carriers two carriers swap their networks: abrupt
 * @param winter the remote regions get slow, one cold day after the other: gradual
 * @param packaging fragile goods get new packaging, sturdy goods cheaper packaging: abrupt
 */
public record DemoScript(ScriptedDrift carriers, ScriptedDrift winter, ScriptedDrift packaging) {

  /** The script for a run of that many events. */
  public static DemoScript over(long events) {
    return new DemoScript(
        abrupt("carriers swap networks", at(events, 0.40), "delivery_hours", "late"),
        new ScriptedDrift(
            "winter slows remote regions",
            at(events, 0.58),
            at(events, 0.66),
            List.of("delivery_hours", "tickets")),
        abrupt("new packaging", at(events, 0.80), "contact", "returned", "tickets"));
  }

  /** All of them, in order. */
  public List<ScriptedDrift> drifts() {
    return List.of(carriers, winter, packaging);
  }

  private static ScriptedDrift abrupt(String title, long at, String... tasks) {
    return new ScriptedDrift(title, at, at, List.of(tasks));
  }

  private static long at(long events, double share) {
    return Math.round(events * share);
  }
}
