// All tasks side by side: how good each is now, beside its baseline, and how it got there.

import { chart } from "../chart.js";
import { attribute, h, say, sync, term } from "../dom.js";
import { ago, capital, count, NONE, percent, plural, real } from "../format.js";
import { figure, kindName, metric, verdict } from "../metrics.js";
import { series, specOf, store } from "../store.js";

const AT_ONCE = 12;

export const QUALITY_LINES = [
  { label: "recent", term: "windowed", color: "--recent", width: 2.25, shape: "circle" },
  { label: "fading", term: "fading", color: "--fading", dash: [7, 4], shape: "square" },
  {
    label: "baseline",
    term: "baseline",
    color: "--baseline",
    dash: [2, 3],
    width: 2,
    shape: "plus",
  },
];

const SIGNS = { better: "✓", same: "=", worse: "▲", waiting: "…" };

/** How a task stands beside its baseline: sign and words. */
export function badge() {
  const sign = h("span", { class: "verdict-sign", "aria-hidden": "true" });
  const text = h("span", { class: "verdict-text", tabindex: "0", "data-term": "verdict" });
  const node = h("p", { class: "verdict" }, sign, text);
  node.update = (v) => {
    attribute(node, "data-state", v.state);
    say(sign, SIGNS[v.state]);
    say(text, capital(v.text));
  };
  return node;
}

function card(task) {
  const spec = specOf(task.name);
  const m = metric(spec.primary);
  const figureNode = h("span", { class: "card-figure", text: NONE });
  const mark = badge();
  const flag = h("span", { class: "flag", text: "Look here first" });
  const facts = {
    weight: h("dd", { text: NONE }),
    labelled: h("dd", { text: NONE }),
    drifts: h("dd", { text: NONE }),
  };
  const tags = h("span", { class: "tags" });
  const curve = chart(QUALITY_LINES, {
    height: 150,
    format: m.format,
    marks: m.marks,
    label: `${m.label} of ${task.name} over time`,
  });
  const node = h(
    "article",
    { class: "card", "data-task": task.name },
    h(
      "header",
      { class: "card-head" },
      h(
        "h2",
        {},
        h("a", {
          href: "#task/" + encodeURIComponent(task.name),
          class: "card-name",
          text: task.name,
        }),
      ),
      tags,
      flag,
    ),
    h(
      "div",
      { class: "card-now" },
      h(
        "p",
        { class: "card-value" },
        figureNode,
        h(
          "span",
          { class: "unit" },
          term(m.label, "metric:" + spec.primary),
          m.unit === "%" || !m.unit ? "" : ", " + m.unit,
        ),
      ),
      mark,
    ),
    curve.node,
    h(
      "dl",
      { class: "facts" },
      h("div", {}, h("dt", {}, term("Weight", "weight")), facts.weight),
      h("div", {}, h("dt", {}, term("Labelled", "labelled")), facts.labelled),
      h("div", {}, h("dt", {}, term("Drifts", "drift")), facts.drifts),
    ),
  );

  node.update = (now) => {
    const { state } = store;
    const f = figure(now, spec.primary);
    say(figureNode, m.format(f ? (f.windowed ?? f.fading) : null));
    mark.update(verdict(now, spec));
    const worst = state.worst && state.worst.task === now.name && state.tasks.length > 1;
    attribute(node, "data-worst", worst ? "yes" : null);
    flag.hidden = !worst;
    sync(
      tags,
      tagsOf(now, spec),
      (key) => key,
      (key) => term(key === spec.kind ? kindName(key) : capital(key), key),
    );
    say(facts.weight, real(now.weight));
    say(facts.labelled, percent(now.labelledShare, 0));
    say(
      facts.drifts,
      now.drifts
        ? count(now.drifts) + (now.lastDrift ? " · " + ago(now.lastDrift, state.time) : "")
        : "none",
    );
    const { columns: c } = series(now.name, spec.primary);
    curve.update(
      [c.time, c.windowed, c.fading, c.baseline],
      store.drifts.filter((d) => d.task === now.name),
    );
  };
  node.destroy = curve.destroy;
  return node;
}

function tagsOf(task, spec) {
  return [spec.kind, ...(spec.auxiliary ? ["auxiliary"] : []), ...(task.frozen ? ["frozen"] : [])];
}

/** Tasks to show: all, or of many the worst first. */
function chosen(all) {
  const { state } = store;
  if (all || state.tasks.length <= AT_ONCE) {
    return state.tasks;
  }
  const rank = (task) => {
    if (state.worst && state.worst.task === task.name) {
      return -Infinity;
    }
    const { gain } = verdict(task, specOf(task.name));
    return gain === null ? Infinity : gain;
  };
  return [...state.tasks].sort((a, b) => rank(a) - rank(b)).slice(0, AT_ONCE);
}

export function tasksView() {
  let all = false;
  // Chosen once: cards that change places while one reads them would be worse than a stale order.
  let names = null;
  const grid = h("div", { class: "cards" });
  const more = h("button", {
    type: "button",
    class: "button more",
    onclick: () => {
      all = true;
      names = null;
      update();
    },
  });
  const picker = h(
    "select",
    {
      class: "select",
      "aria-label": "Pick a task",
      onchange: (event) => {
        window.location.hash = "task/" + encodeURIComponent(event.target.value);
      },
    },
    h("option", { value: "", text: "Pick a task …", selected: true, disabled: true }),
    ...store.pipeline.tasks.map((task) => h("option", { value: task.name, text: task.name })),
  );
  const node = h(
    "div",
    { class: "view-tasks" },
    h(
      "div",
      { class: "view-head" },
      h(
        "p",
        { class: "view-note" },
        "Each ",
        term("task", "task"),
        " with its ",
        term("quality", "quality"),
        " over time. Drag in a chart to zoom.",
      ),
      picker,
    ),
    grid,
    more,
  );

  function update() {
    const { state } = store;
    names = names || (state.learned ? chosen(all).map((task) => task.name) : null);
    const shownTasks = names
      ? names.map((name) => state.tasks.find((t) => t.name === name)).filter(Boolean)
      : chosen(all);
    sync(grid, shownTasks, (task) => task.name, card);
    const rest = state.tasks.length - shownTasks.length;
    more.hidden = rest <= 0;
    say(more, `Show the other ${plural(rest, "task")} too`);
  }
  return {
    node,
    update,
    destroy: () => [...grid.children].forEach((child) => child.destroy()),
  };
}
