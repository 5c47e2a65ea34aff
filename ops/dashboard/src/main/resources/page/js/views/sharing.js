// How the tasks get on in one model: how much each counts, which pull together, who gains.

import { chart, joined } from "../chart.js";
import { attribute, empty, h, panel, say, sync, term } from "../dom.js";
import { percent, real, realMarks, signed, words } from "../format.js";
import { style } from "../palette.js";
import { series, specOf, store } from "../store.js";
import { heatMap } from "./heatmap.js";

const LINES = 8;

/** "+12 % (6 % to 18 %)". */
export function gainText(gain) {
  const part = (v) => signed(v, (x) => percent(x, 0));
  return `${part(gain.value)} (${part(gain.low)} to ${part(gain.high)})`;
}

function weights() {
  const names = store.pipeline.tasks.map((t) => t.name);
  let picked = names.slice(0, LINES);
  let curve = null;
  const place = h("div");
  const chips = h("div", { class: "chips", role: "group", "aria-label": "Tasks in the chart" });
  const note = h("span", {
    class: "panel-note",
    text: names.length > LINES ? `up to ${LINES} at a time` : "",
  });
  const node = panel(
    "Task weights over time",
    "weights",
    note,
    place,
    names.length > LINES ? chips : null,
  );

  function draw() {
    if (curve) {
      curve.destroy();
    }
    curve = chart(
      picked.map((name, n) => ({ label: name, term: "weight", ...style(n) })),
      {
        height: 240,
        format: real,
        marks: realMarks,
        zero: true,
        label: "Weight of each task over time",
      },
    );
    place.replaceChildren(curve.node);
  }

  function toggle(name) {
    picked = picked.includes(name)
      ? picked.filter((p) => p !== name)
      : [...picked, name].slice(-LINES);
    picked = picked.length ? picked : [name];
    draw();
    update();
  }

  sync(
    chips,
    names,
    (name) => name,
    (name) =>
      h("button", { type: "button", class: "chip", text: name, onclick: () => toggle(name) }),
  );

  function update() {
    for (const chip of chips.children) {
      attribute(chip, "aria-pressed", String(picked.includes(chip.textContent)));
    }
    const parts = picked.map((name) => {
      const { columns } = series(name, specOf(name).primary);
      return [columns.time, columns.weight];
    });
    curve.update(joined(parts));
  }
  draw();
  return { node, update, destroy: () => curve.destroy() };
}

/** A bar per task on a common scale around zero. */
function gains() {
  const list = h("ul", { class: "gains" });
  const nothing = empty(
    "Not measured in this pipeline.",
    "It would compare each task with a copy of it that learns alone. Learning does not need it; to try it by hand, run ./braid evaluate with one task and with all.",
  );
  const node = panel("Gain by sharing", "transfer", null, list, nothing);
  return {
    node,
    update() {
      const known = store.state.tasks.filter((t) => t.transferGain);
      nothing.hidden = known.length > 0;
      attribute(list, "hidden", known.length === 0);
      const reach = Math.max(
        0.05,
        ...known.flatMap((t) => [Math.abs(t.transferGain.low), Math.abs(t.transferGain.high)]),
      );
      sync(
        list,
        known,
        (t) => t.name,
        (t) => {
          const bar = h("span", { class: "gain-bar" });
          const dot = h("span", { class: "gain-dot" });
          const value = h("span", { class: "gain-value" });
          const row = h(
            "li",
            { class: "gain" },
            h("span", { class: "gain-name", text: t.name }),
            h("span", { class: "gain-track", "aria-hidden": "true" }, bar, dot),
            value,
          );
          row.update = ({ transferGain: g }) => {
            const at = (v) => 50 + (50 * v) / reach;
            bar.style.left = at(g.low) + "%";
            bar.style.width = at(g.high) - at(g.low) + "%";
            dot.style.left = at(g.value) + "%";
            attribute(row, "data-sign", g.low > 0 ? "gain" : g.high < 0 ? "harm" : "open");
            say(value, gainText(g));
          };
          return row;
        },
      );
    },
  };
}

function relatedness() {
  const map = heatMap();
  const nothing = empty(
    "Not measured in this pipeline.",
    "It would compare what the tasks ask of the shared model. Learning does not need it; the weights above say how much each task counts.",
  );
  const by = h("span", { class: "panel-note" });
  const node = panel("Relatedness of the tasks", "relatedness", by, map.node, nothing);
  return {
    node,
    update() {
      const r = store.state.relatedness;
      nothing.hidden = Boolean(r);
      attribute(map.node, "hidden", !r);
      if (r) {
        sync(
          by,
          [r.kind],
          (kind) => kind,
          (kind) => term("by " + words(kind), "measure:" + kind),
        );
        map.update(r);
      }
    },
  };
}

export function sharingView() {
  if (store.pipeline.tasks.length < 2) {
    const only = empty(
      "There is one task only, so nothing is shared.",
      `Add a second entry under tasks: in the pipeline file, and this view shows how the two get on.`,
    );
    return { node: h("div", { class: "view-sharing" }, only), update() {} };
  }
  const parts = [weights(), relatedness(), gains()];
  const [first, ...rest] = parts;
  const node = h(
    "div",
    { class: "view-sharing" },
    first.node,
    h("div", { class: "pair" }, ...rest.map((p) => p.node)),
  );
  return {
    node,
    update: () => parts.forEach((part) => part.update()),
    destroy: first.destroy,
  };
}
