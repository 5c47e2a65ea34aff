// When the world changed, for which task, what moved and what was done about it.

import { shown } from "../chart.js";
import { empty, h, panel, say, sync, term } from "../dom.js";
import { clock, count, moment, NONE, real, words } from "../format.js";
import { groups, mark, reaction } from "../marks.js";
import { shortList } from "../shortlist.js";
import { series, store } from "../store.js";

const LISTED = 20;

/** A table of drifts, newest first. */
export function driftTable(withTask) {
  const body = h("tbody");
  const head = (label, key, number) =>
    h("th", { scope: "col", class: number ? "number" : null }, term(label, key));
  const node = h(
    "div",
    { class: "scroll" },
    h(
      "table",
      { class: "table stack" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          head("Time", "time"),
          withTask ? head("Task", "task") : null,
          head("What moved", "what"),
          head("From → to", "change"),
          head("Found by", "detector"),
          head("Reaction", "reaction"),
          head("Step", "step", true),
        ),
      ),
      body,
    ),
  );
  const cell = (label, text, number) =>
    h("td", { class: number ? "number" : null, "data-label": label, text });
  let all = [];
  const list = shortList(LISTED, () => self.update(all));
  const self = {
    node: h("div", { class: "listing" }, node, list.node),
    update(drifts) {
      all = drifts;
      sync(
        body,
        list.cut(drifts),
        (d) => d.time + d.task + d.step + d.detector,
        (d) => {
          const done = h("td", { "data-label": "Reaction" });
          const known = d.reaction === "raise_learning_rate" || d.reaction === "reset_head";
          done.append(known ? term(reaction(d), d.reaction) : reaction(d));
          return h(
            "tr",
            {},
            cell("Time", moment(d.time, store.state.time)),
            withTask
              ? h(
                  "td",
                  { "data-label": "Task" },
                  h("a", { href: "#task/" + encodeURIComponent(d.task), text: d.task }),
                )
              : null,
            cell("What moved", words(d.what)),
            cell(
              "From → to",
              d.before === null || d.after === null
                ? NONE
                : `${real(d.before)} → ${real(d.after)} ${d.after > d.before ? "↑" : "↓"}`,
            ),
            cell("Found by", words(d.detector)),
            done,
            cell("Step", count(d.step), true),
          );
        },
      );
    },
  };
  return self;
}

/** A lane per task that has drifted, with a mark where each drift was found. */
function lanes() {
  const list = h("ol", { class: "lanes-list" });
  const from = h("span");
  const to = h("span");
  const node = h(
    "div",
    { class: "lanes" },
    list,
    h(
      "div",
      { class: "lane lanes-axis", "aria-hidden": "true" },
      h("span"),
      h("div", { class: "lanes-ends" }, from, to),
    ),
  );
  return {
    node,
    update(drifts, span) {
      say(from, clock(span[0]));
      say(to, clock(span[1]));
      const tasks = store.pipeline.tasks.filter((t) => drifts.some((d) => d.task === t.name));
      sync(
        list,
        tasks,
        (t) => t.name,
        (t) => {
          const track = h("div", { class: "lane-track marks" });
          const lane = h(
            "li",
            { class: "lane" },
            h("a", {
              class: "lane-name",
              href: "#task/" + encodeURIComponent(t.name),
              text: t.name,
            }),
            track,
          );
          lane.track = track;
          return lane;
        },
      );
      for (const lane of list.children) {
        const width = lane.track.clientWidth;
        const name = lane.firstChild.textContent;
        const inside = drifts.filter(
          (d) => d.task === name && d.time >= span[0] && d.time <= span[1],
        );
        const at = (time) =>
          12 + Math.round(((time - span[0]) / Math.max(1, span[1] - span[0])) * (width - 24));
        sync(lane.track, groups(inside, at), (g) => g.drifts[0].time, mark);
      }
    },
  };
}

export function driftsView() {
  const strip = lanes();
  const table = driftTable(true);
  const nothing = empty(
    "No drift has been found so far.",
    `The detector (${words(store.pipeline.drift.kind)}) watches every task; a change of its error shows here within seconds of being found.`,
  );
  const off = empty(
    "This pipeline does not look for drift.",
    "To switch it on, write for example drift: {detector: adwin} in the pipeline file.",
  );
  const lately = h("span", { class: "panel-note" });
  const stripPanel = panel("When", "drift", lately, strip.node);
  const tablePanel = panel("What moved and what was done", "what", null, table.node);
  const node = h("div", { class: "view-drifts" }, nothing, off, stripPanel, tablePanel);
  return {
    node,
    update() {
      const { drifts, state, pipeline } = store;
      const none = drifts.length === 0;
      off.hidden = !(none && pipeline.drift.kind === "none");
      nothing.hidden = !none || !off.hidden;
      stripPanel.hidden = none;
      tablePanel.hidden = none;
      if (!none) {
        const first =
          series(pipeline.tasks[0].name, pipeline.tasks[0].primary).columns.time[0] ??
          state.time - state.uptimeMs;
        const span = shown(Math.min(first, drifts.at(-1).time), state.time);
        const inside = drifts.filter((d) => d.time >= span[0] && d.time <= span[1]).length;
        say(lately, `${count(inside)} of ${count(drifts.length)} in the time shown`);
        strip.update(drifts, span);
        table.update(drifts);
      }
    },
  };
}
