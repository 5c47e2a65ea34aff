// How the application runs: speed, backlog, delay, the model's copy in Kafka.

import { chart } from "../chart.js";
import { empty, h, panel, say, term } from "../dom.js";
import { ago, bytes, count, duration, durationMarks, NONE, realMarks, words } from "../format.js";
import { store } from "../store.js";

const line = (label, key, n, rest) => ({ label, term: key, ...n, ...rest });
const BLUE = { color: "--line-1", shape: "circle" };
const ORANGE = { color: "--line-2", shape: "triangle", dash: [8, 4] };
const LIMIT = { color: "--limit", dash: [2, 3], width: 2 };

const FACTS = [
  ["Status", "status", (s) => words(s.status)],
  ["Ready", "ready", (s) => (s.ready ? "yes" : "no: " + s.notReadyBecause.join("; "))],
  ["Running for", "uptime", (s) => duration(s.uptimeMs)],
  ["Events read", "events", (s) => count(s.events)],
  ["Predictions", "predictions", (s) => count(s.predictions)],
  ["Events learned", "learned", (s) => count(s.learned)],
  ["Model step", "step", (s) => count(s.step)],
  ["Updates refused", "refused", (s) => count(s.refusedSteps)],
  ["Work per event, median", "work", (s) => duration(s.processingMs ? s.processingMs.p50 : null)],
  ["99 % of predictions within", "p99", (s) => duration(s.latencyMs ? s.latencyMs.p99 : null)],
  ["99.9 % within", "p999", (s) => duration(s.latencyMs ? s.latencyMs.p999 : null)],
];

const SNAPSHOT = [
  ["Size", "snapshot", (n) => bytes(n.bytes)],
  ["Changed at the last commit", "changed", (n) => bytes(n.changedBytes)],
  ["Sections", "sections", (n) => count(n.sections)],
  ["Written in", "snapshotTime", (n) => duration(n.durationMs)],
  ["Last written", "snapshot", (n, s) => ago(n.at, s.time)],
];

function facts(rows) {
  const values = rows.map(() => h("dd", { text: NONE }));
  const node = h(
    "dl",
    { class: "facts tall" },
    ...rows.map(([label, key], i) => h("div", {}, h("dt", {}, term(label, key)), values[i])),
  );
  return {
    node,
    update: (...args) => rows.forEach(([, , value], i) => say(values[i], value(...args))),
  };
}

export function operationView() {
  const rate = chart([line("events per second", "throughput", BLUE)], {
    height: 170,
    format: count,
    marks: realMarks,
    zero: true,
    label: "Throughput in events per second",
  });
  const lag = chart(
    [line("unread events", "lag", BLUE), line("limit", "laglimit", LIMIT, { silent: true })],
    { height: 170, format: count, marks: realMarks, zero: true, label: "Unread events" },
  );
  const latency = chart([line("median", "p50", BLUE), line("99 of 100", "p99", ORANGE)], {
    height: 170,
    format: duration,
    marks: durationMarks,
    zero: true,
    label: "Time from event to prediction",
  });
  const general = facts(FACTS);
  const snapshot = facts(SNAPSHOT);
  const noSnapshot = empty(
    "No snapshot has been written yet.",
    "The first one comes with the first commit after an event has been learned.",
  );
  const limit = h("span", { text: NONE });
  const charts = [rate, lag, latency];
  const node = h(
    "div",
    { class: "view-operation" },
    h(
      "div",
      { class: "triple" },
      panel(
        "Throughput",
        "throughput",
        h("span", { class: "panel-note", text: "events per second" }),
        rate.node,
      ),
      panel(
        "Unread events",
        "lag",
        h("span", { class: "panel-note" }, term("limit", "laglimit"), " ", limit, " events"),
        lag.node,
      ),
      panel(
        "Prediction time",
        "latency",
        h("span", { class: "panel-note", text: "event to prediction" }),
        latency.node,
      ),
    ),
    h(
      "div",
      { class: "pair" },
      panel("Application", "application", null, general.node),
      panel("Model snapshot", "snapshot", null, snapshot.node, noSnapshot),
    ),
  );
  return {
    node,
    update() {
      const { state, throughput: t } = store;
      rate.update([t.time, t.eventsPerSecond]);
      // The limit is drawn where it matters: once the backlog is within sight of it.
      const near = t.lag.some((v) => v !== null && v > 0.2 * state.lagLimit);
      lag.update([t.time, t.lag, t.time.map(() => (near ? state.lagLimit : null))]);
      say(limit, count(state.lagLimit));
      latency.update([t.time, t.p50, t.p99]);
      general.update(state);
      const some = Boolean(state.snapshot) && state.snapshot.bytes > 0;
      noSnapshot.hidden = some;
      snapshot.node.hidden = !some;
      if (some) {
        snapshot.update(state.snapshot, state);
      }
    },
    destroy: () => charts.forEach((c) => c.destroy()),
  };
}
