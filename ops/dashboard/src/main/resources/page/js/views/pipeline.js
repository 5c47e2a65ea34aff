// What is learned, and how: the pipeline file and everything it stands for.

import { h, panel, term } from "../dom.js";
import { count, real, words } from "../format.js";
import { kindName } from "../metrics.js";
import { store } from "../store.js";

function component(title, key, part) {
  const rows = part.settings.map((setting) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, term(words(setting.key), "setting:" + setting.key)),
      h("td", { class: "breakable", text: String(setting.value) }),
      h("td", { class: "muted" }, term(setting.written ? "written" : "default", "written")),
    ),
  );
  return panel(
    title,
    key,
    h("span", { class: "panel-note", text: part.kind }),
    h("p", { class: "component-summary", text: part.summary || "" }),
    rows.length
      ? h("table", { class: "table settings" }, h("tbody", {}, ...rows))
      : h("p", { class: "muted", text: "No settings." }),
  );
}

function list(title, key, heads, rows) {
  return panel(
    title,
    key,
    h("span", { class: "panel-note", text: count(rows.length) }),
    h(
      "div",
      { class: "scroll tall", tabindex: "0" },
      h(
        "table",
        { class: "table" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ...heads.map(([label, t, number]) =>
              h("th", { scope: "col", class: number ? "number" : null }, term(label, t)),
            ),
          ),
        ),
        h("tbody", {}, ...rows),
      ),
    ),
  );
}

export function pipelineView() {
  const p = store.pipeline;
  const fact = (label, key, text) =>
    h("div", {}, h("dt", {}, term(label, key)), h("dd", { class: "breakable", text }));
  const features = p.features.map((f) =>
    h("tr", {}, h("td", { class: "breakable", text: f.name }), h("td", { text: words(f.type) })),
  );
  const tasks = p.tasks.map((t) =>
    h(
      "tr",
      {},
      h(
        "td",
        { class: "breakable" },
        h("a", { href: "#task/" + encodeURIComponent(t.name), text: t.name }),
      ),
      h(
        "td",
        {},
        term(kindName(t.kind), t.kind),
        t.auxiliary ? ", " : null,
        t.auxiliary ? term("auxiliary", "auxiliary") : null,
      ),
      h("td", {}, term(words(t.loss), "lossKind:" + t.loss)),
      h("td", { class: "number", text: real(t.weight) }),
    ),
  );
  const node = h(
    "div",
    { class: "view-pipeline" },
    panel(
      p.name,
      "pipeline",
      null,
      h(
        "dl",
        { class: "facts wide" },
        fact("Application id", "application", p.id),
        fact("Guarantee", "guarantee", p.guarantee),
        fact("Model", "parameters", count(p.parameters) + " parameters"),
        fact("Partitions", "partitions", count(p.partitions)),
      ),
    ),
    h(
      "div",
      { class: "quad" },
      component("Trunk", "trunk", p.trunk),
      component("Weighting", "weighting", p.weighting),
      component("Optimizer", "optimizer", p.optimizer),
      component("Drift", "driftSetting", p.drift),
    ),
    h(
      "div",
      { class: "pair" },
      list(
        "Tasks",
        "task",
        [
          ["Name", "task"],
          ["Kind", "kind"],
          ["Loss", "loss"],
          ["Weight", "staticWeight", true],
        ],
        tasks,
      ),
      list(
        "Features",
        "feature",
        [
          ["Name", "feature"],
          ["Type", "type"],
        ],
        features,
      ),
    ),
    panel(
      "Pipeline file",
      "pipeline",
      h("span", { class: "panel-note", text: "without secrets" }),
      h("pre", { class: "file", tabindex: "0", text: p.yaml }),
    ),
  );
  return { node, update() {} };
}
