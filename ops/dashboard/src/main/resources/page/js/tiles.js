// The few figures of the whole application that stay in sight in every view.

import { attribute, h, say, term } from "./dom.js";
import { count, duration, NONE, shortCount } from "./format.js";
import { store } from "./store.js";

const TILES = [
  ["Throughput", "throughput", "events/s", (s) => count(s.eventsPerSecond)],
  [
    "Unread events",
    "lag",
    "events",
    (s) => shortCount(s.lag),
    (s) => s.lagLimit > 0 && s.lag > s.lagLimit,
  ],
  ["Prediction time", "latency", "median", (s) => duration(s.latencyMs ? s.latencyMs.p50 : null)],
  ["Model step", "step", "updates", (s) => shortCount(s.step)],
  [
    "Rejected",
    "dead",
    "events",
    (s) => shortCount(s.deadLetters),
    (s) => s.events > 0 && s.deadLetters > 0.05 * s.events,
  ],
  [
    "Last learned",
    "stale",
    "ago",
    (s) =>
      s.secondsSinceLearned === null || s.secondsSinceLearned === undefined || s.learned === 0
        ? NONE
        : s.secondsSinceLearned < 1
          ? "< 1 s"
          : duration(1000 * s.secondsSinceLearned),
    (s) => s.secondsSinceLearned > 60,
  ],
];

/** Makes the tiles; the answer brings them up to date. */
export function tiles(host) {
  const parts = TILES.map(([label, key, unit, value, alarming]) => {
    const figure = h("span", { class: "tile-figure", text: NONE });
    const node = h(
      "div",
      { class: "tile" },
      h("dt", {}, term(label, key)),
      h("dd", {}, figure, h("span", { class: "unit", text: unit })),
    );
    host.append(node);
    return { node, figure, value, alarming };
  });
  return () => {
    if (store.state) {
      for (const { node, figure, value, alarming } of parts) {
        say(figure, value(store.state));
        attribute(node, "data-alarm", alarming && alarming(store.state) ? "yes" : null);
      }
    }
  };
}
