// One task in full: any of its figures over time, all of them beside each other, its calibration,
// its drifts.

import { chart } from "../chart.js";
import { attribute, empty, h, panel, say, sync, term } from "../dom.js";
import { capital, count, NONE, percent, real, words } from "../format.js";
import { figure, kindName, metric, verdict } from "../metrics.js";
import { phrase } from "../phrase.js";
import { series, specOf, store } from "../store.js";
import { diagram } from "./calibration.js";
import { driftTable } from "./drifts.js";
import { gainText } from "./sharing.js";
import { badge, QUALITY_LINES } from "./tasks.js";

const LINES = [
  ...QUALITY_LINES,
  { label: "whole", term: "whole", color: "--whole", dash: [12, 3], shape: "diamond" },
];

function picker(label, names, value, text, pick) {
  const select = h(
    "select",
    { class: "select", "aria-label": label, onchange: (event) => pick(event.target.value) },
    ...names.map((name) => h("option", { value: name, text: text(name) })),
  );
  select.value = value;
  return select;
}

function figuresTable(task) {
  const body = h("tbody");
  const node = h(
    "div",
    { class: "scroll" },
    h(
      "table",
      { class: "table figures" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, term("Figure", "figure")),
          h("th", { scope: "col", class: "number" }, term("Recent", "windowed")),
          h("th", { scope: "col", class: "number" }, term("Fading", "fading")),
          h("th", { scope: "col", class: "number" }, term("Whole", "whole")),
          h("th", { scope: "col", class: "number" }, term("Baseline", "baseline")),
        ),
      ),
      body,
    ),
  );
  return {
    node,
    update() {
      const now = store.state.tasks.find((t) => t.name === task);
      sync(
        body,
        now.figures,
        (f) => f.metric,
        (first) => {
          const m = metric(first.metric);
          const cells = ["windowed", "fading", "whole"].map(() => h("td", { class: "number" }));
          const baseline = h("td", { class: "number" });
          const row = h(
            "tr",
            {},
            h(
              "th",
              { scope: "row" },
              term(m.label, "metric:" + first.metric),
              m.unit && m.unit !== "%" ? h("span", { class: "unit", text: m.unit }) : null,
            ),
            ...cells,
            baseline,
          );
          row.update = (f) => {
            ["windowed", "fading", "whole"].forEach((part, i) => say(cells[i], m.format(f[part])));
            say(baseline, f.baseline ? m.format(f.baseline.value) : NONE);
          };
          return row;
        },
      );
    },
  };
}

export function taskView(name) {
  const spec = specOf(name);
  const state = () => store.state.tasks.find((t) => t.name === name);
  let chosen = spec.primary;
  let curve = null;
  const place = h("div");
  const mark = badge();
  const reason = phrase();
  const because = h("p", { class: "because" }, reason.node);
  const figures = figuresTable(name);
  const facts = Object.fromEntries(
    ["answers", "labelled", "weight", "loss", "frozen", "gain"].map((key) => [
      key,
      h("dd", { text: NONE }),
    ]),
  );
  const metricSelect = picker(
    "Pick a figure",
    state().figures.map((f) => f.metric),
    chosen,
    (m) => metric(m).label,
    (m) => {
      chosen = m;
      draw();
      update();
    },
  );
  const taskSelect = picker(
    "Pick a task",
    store.pipeline.tasks.map((t) => t.name),
    name,
    (t) => t,
    (t) => {
      window.location.hash = "task/" + encodeURIComponent(t);
    },
  );
  const trust = h("div");
  const drifts = driftTable(false);
  const noDrift = empty(
    "No drift of this task so far.",
    "When its error moves by more than chance explains, it is listed here.",
  );
  const fact = (label, key, node) => h("div", {}, h("dt", {}, term(label, key)), node);
  const probabilities = spec.kind === "binary" || spec.kind === "multiclass";

  const node = h(
    "div",
    { class: "view-task", "data-task": name },
    h(
      "div",
      { class: "view-head" },
      h("a", { class: "back", href: "#tasks", text: "← All tasks" }),
      taskSelect,
    ),
    h(
      "section",
      { class: "panel task-main" },
      h(
        "header",
        { class: "panel-head" },
        h("h2", { class: "task-title", text: name }),
        h(
          "span",
          { class: "tags" },
          term(kindName(spec.kind), spec.kind),
          spec.auxiliary ? term("Auxiliary", "auxiliary") : null,
        ),
        metricSelect,
      ),
      mark,
      because,
      place,
    ),
    h(
      "div",
      { class: "pair" },
      panel("All figures", "figure", null, figures.node),
      panel(
        "State",
        "task",
        null,
        h(
          "dl",
          { class: "facts tall" },
          fact("True answers", "labels", facts.answers),
          fact("Labelled share", "labelled", facts.labelled),
          fact("Weight", "weight", facts.weight),
          fact("Loss", "loss", facts.loss),
          fact("Loss kind", "lossKind:" + spec.loss, h("dd", { text: words(spec.loss) })),
          fact("Held still", "frozen", facts.frozen),
          fact("Gain by sharing", "transfer", facts.gain),
        ),
      ),
    ),
    h(
      "div",
      { class: probabilities ? "pair" : "" },
      probabilities ? panel("Calibration", "calibration", null, trust) : null,
      panel("Drifts", "drift", null, drifts.node, noDrift),
    ),
  );

  function draw() {
    if (curve) {
      curve.destroy();
    }
    const m = metric(chosen);
    curve = chart(LINES, {
      height: 280,
      format: m.format,
      marks: m.marks,
      label: `${m.label} of ${name} over time`,
    });
    place.replaceChildren(curve.node);
  }

  function update() {
    const now = state();
    const f = figure(now, spec.primary);
    mark.update(f ? verdict(now, spec) : { state: "waiting", text: "no answers yet" });
    const worst = store.state.worst;
    because.hidden = !(worst && worst.task === name);
    if (!because.hidden) {
      reason.update(capital(worst.because.trim()), spec.primary, "metric:" + spec.primary);
    }
    figures.update();
    say(facts.answers, count(now.n));
    say(facts.labelled, percent(now.labelledShare, 0));
    say(facts.weight, real(now.weight));
    say(facts.loss, real(now.loss));
    say(facts.frozen, now.frozen ? "yes" : "no");
    say(facts.gain, now.transferGain ? gainText(now.transferGain) : "not measured");
    const { columns: c } = series(name, chosen);
    const own = store.drifts.filter((d) => d.task === name);
    curve.update([c.time, c.windowed, c.fading, c.baseline, c.whole], own);
    drifts.update(own);
    noDrift.hidden = own.length > 0;
    attribute(drifts.node, "hidden", own.length === 0);
    if (probabilities) {
      trust.update(now.calibration);
    }
  }

  trust.update = diagramInto(trust, name);
  draw();
  return { node, update, destroy: () => curve.destroy() };
}

function diagramInto(host, name) {
  const picture = diagram(name);
  const nothing = empty(
    "No answers for this task yet.",
    "The diagram appears with the first true answers.",
  );
  host.append(picture.node, nothing);
  return (bins) => {
    const some = Boolean(bins) && bins.some((bin) => bin.n > 0);
    attribute(picture.node, "hidden", !some);
    nothing.hidden = some;
    if (some) {
      picture.update(bins);
    }
  };
}
