// Drift marks above a chart: buttons, so that they can be pointed at, tapped and tabbed to. Marks
// that would touch become one that says how many it stands for.

import { attribute, h, say, sync } from "./dom.js";
import { clock, plural, real, words } from "./format.js";

const APART = 24;

/** What happened, in one sentence. */
export function story(drift) {
  const moved =
    drift.before === null ||
    drift.before === undefined ||
    drift.after === null ||
    drift.after === undefined
      ? "moved"
      : (drift.after > drift.before ? "rose" : "fell") +
        " from " +
        real(drift.before) +
        " to " +
        real(drift.after);
  return `${clock(drift.time)}: ${drift.what} of ${drift.task} ${moved} (${words(drift.detector)}); ${reaction(drift)}.`;
}

/** What was done about it. */
export function reaction(drift) {
  switch (drift.reaction) {
    case null:
    case undefined:
    case "none":
      return "reported only";
    case "raise_learning_rate":
      return "learning rate raised";
    case "reset_head":
      return "task’s own part of the model reset";
    default:
      return words(drift.reaction);
  }
}

/** Neighbouring drifts in groups that are at least a mark's width apart. */
export function groups(drifts, positionOf) {
  const sorted = [...drifts].sort((a, b) => a.time - b.time);
  const found = [];
  for (const drift of sorted) {
    const x = positionOf(drift.time);
    const last = found.at(-1);
    if (last && x - last.x < APART) {
      last.drifts.push(drift);
    } else {
      found.push({ x, drifts: [drift] });
    }
  }
  return found;
}

/** The button that stands for a group. */
export function mark() {
  const sign = h("span", { "aria-hidden": "true" });
  const button = h(
    "button",
    { type: "button", class: "mark", onmousedown: (event) => event.stopPropagation() },
    sign,
  );
  button.update = ({ drifts, x }) => {
    const text =
      drifts.length === 1
        ? story(drifts[0])
        : `${plural(drifts.length, "drift")} close together. The last: ${story(drifts.at(-1))}`;
    attribute(button, "data-tip", text);
    attribute(button, "aria-label", text);
    say(sign, drifts.length === 1 ? "▼" : "▼" + Math.min(drifts.length, 99));
    button.style.left = x + "px";
  };
  return button;
}

/** The layer that holds the marks of one chart. */
export function marks() {
  const node = h("div", { class: "marks" });
  return {
    node,
    place(u, drifts) {
      const { min, max } = u.scales.x;
      const inside = drifts.filter((d) => d.time >= min && d.time <= max);
      const found = groups(inside, (time) => Math.round(u.valToPos(time, "x")));
      sync(node, found, (group) => group.drifts[0].time, mark);
    },
  };
}
