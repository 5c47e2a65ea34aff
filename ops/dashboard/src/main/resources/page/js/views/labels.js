// What becomes of the true answers, how long they take, and how many each task gets.

import { attribute, empty, h, panel, say, sync, term } from "../dom.js";
import { capital, count, duration, NONE, percent, words } from "../format.js";
import { store } from "../store.js";

/** Rows of name, bar and number; the bar is the share of the largest. */
export function bars(label) {
  const list = h("ul", { class: "bars", "aria-label": label });
  return {
    node: list,
    /** @param rows [{key, term, label, value, text, share}] */
    update(rows) {
      sync(
        list,
        rows,
        (row) => row.key,
        (first) => {
          const fill = h("span", { class: "bar-fill" });
          const value = h("span", { class: "bar-value" });
          const part = h("span", { class: "bar-share" });
          const row = h(
            "li",
            { class: "bar-row" },
            h(
              "span",
              { class: "bar-name" },
              first.term ? term(first.label, first.term) : first.label,
            ),
            h("span", { class: "bar-track", "aria-hidden": "true" }, fill),
            value,
            part,
          );
          row.update = (now) => {
            fill.style.width = (100 * Math.min(1, now.share)).toFixed(1) + "%";
            attribute(fill, "data-none", now.share === 0);
            say(value, now.text);
            say(part, now.part || "");
          };
          return row;
        },
      );
    },
  };
}

export function labelsView() {
  const outcomes = bars("Outcomes of labels");
  const tasks = bars("Share of events with a label, by task");
  const delays = ["p50", "p90", "p99"].map(() => h("dd", { text: NONE }));
  const names = [
    ["Half within", "p50"],
    ["90 of 100 within", "p90"],
    ["99 of 100 within", "p99"],
  ];
  const delayList = h(
    "dl",
    { class: "facts big" },
    ...names.map(([label, key], i) => h("div", {}, h("dt", {}, term(label, key)), delays[i])),
  );
  const noDelay = empty(
    "No answer has come later than its event.",
    "In this pipeline labels come with their events. If yours come later, name their topic in the pipeline file, such as labels: {topic: my.labels, wait: 72h}.",
  );
  const noOutcome = empty(
    "No label has come yet.",
    "The model learns from true answers only. Send them with the events, or on a topic of their own.",
  );
  const node = h(
    "div",
    { class: "view-labels" },
    h(
      "div",
      { class: "pair" },
      panel("Outcomes", "outcomes", null, outcomes.node, noOutcome),
      h(
        "div",
        { class: "column" },
        panel("Delay", "delay", null, delayList, noDelay),
        panel("Labelled events by task", "labelled", null, tasks.node),
      ),
    ),
  );
  return {
    node,
    update() {
      const { state } = store;
      const entries = Object.entries(state.labels || {}).filter(
        ([key, n]) => n > 0 || key === "on_time",
      );
      const total = entries.reduce((sum, [, n]) => sum + n, 0);
      attribute(outcomes.node, "hidden", total === 0);
      noOutcome.hidden = total > 0;
      const most = Math.max(1, ...entries.map(([, n]) => n));
      outcomes.update(
        entries.map(([key, n]) => ({
          key,
          term: key,
          label: capital(words(key)),
          share: n / most,
          text: count(n),
          part: total ? percent(n / total) : "",
        })),
      );
      const d = state.labelDelayMs;
      const some = Boolean(d) && d.p50 !== null && (state.labels.late > 0 || d.p99 > 0);
      attribute(delayList, "hidden", !some);
      noDelay.hidden = some;
      if (some) {
        ["p50", "p90", "p99"].forEach((q, i) => say(delays[i], duration(d[q])));
      }
      tasks.update(
        state.tasks.map((t) => ({
          key: t.name,
          label: t.name,
          share: t.labelledShare ?? 0,
          text: percent(t.labelledShare, 0),
          part: count(t.n),
        })),
      );
    },
  };
}
