// Events that could not be used: how many, why, and what they looked like.

import { empty, h, panel, say, sync, term } from "../dom.js";
import { capital, count, moment, percent, words } from "../format.js";
import { shortList } from "../shortlist.js";
import { store } from "../store.js";
import { bars } from "./labels.js";

const LISTED = 20;

export function rejectedView() {
  const reasons = bars("Rejected events by reason");
  const body = h("tbody");
  const head = (label, key, number) =>
    h("th", { scope: "col", class: number ? "number" : null }, term(label, key));
  const table = h(
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
          head("Reason", "reason"),
          head("What was wrong", "message"),
          head("Where it lies", "origin"),
        ),
      ),
      body,
    ),
  );
  const nothing = empty(
    "No event has been rejected.",
    "Events that cannot be read or used would be listed here with the reason; they go to the dead-letter topic and everything else goes on.",
  );
  const note = h("span", { class: "panel-note" });
  const reasonPanel = panel("Why", "dead", note, reasons.node);
  const noSample = empty(
    "No sample is kept here.",
    "Samples are of this run; older ones are in the dead-letter topic.",
  );
  const list = shortList(LISTED, update);
  const samplePanel = panel("The latest", "message", null, table, list.node, noSample);
  const node = h("div", { class: "view-rejected" }, nothing, reasonPanel, samplePanel);
  function update() {
    const { state, deadLetters } = store;
    const entries = Object.entries(state.deadLettersByReason || {}).sort((a, b) => b[1] - a[1]);
    const total = entries.reduce((sum, [, n]) => sum + n, 0);
    nothing.hidden = total > 0;
    reasonPanel.hidden = total === 0;
    samplePanel.hidden = total === 0;
    const share = state.events ? ", " + percent(total / state.events, 2) + " of all events" : "";
    say(note, count(total) + " in all" + share);
    const most = Math.max(1, ...entries.map(([, n]) => n));
    reasons.update(
      entries.map(([key, n]) => ({
        key,
        term: "reason:" + key,
        label: capital(words(key)),
        share: n / most,
        text: count(n),
        part: percent(n / total, 0),
      })),
    );
    noSample.hidden = deadLetters.length > 0;
    table.hidden = deadLetters.length === 0;
    sync(
      body,
      list.cut(deadLetters),
      (d) => d.topic + d.partition + ":" + d.offset,
      (d) =>
        h(
          "tr",
          {},
          h("td", { "data-label": "Time", class: "nowrap", text: moment(d.time, state.time) }),
          h(
            "td",
            { "data-label": "Reason", class: "nowrap" },
            term(capital(words(d.reason)), "reason:" + d.reason),
          ),
          h("td", { "data-label": "What was wrong", class: "breakable", text: d.message }),
          h("td", {
            "data-label": "Where it lies",
            class: "origin",
            text: `${d.topic}, partition ${d.partition}, offset ${d.offset}`,
          }),
        ),
    );
  }
  return { node, update };
}
