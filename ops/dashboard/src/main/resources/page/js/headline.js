// One sentence that says how things are, and which task is worst and why.

import { attribute, say } from "./dom.js";
import { clock, count, duration, plural } from "./format.js";
import { verdict } from "./metrics.js";
import { specOf, store } from "./store.js";

const STATUS = {
  STARTING: "Braid is starting.",
  RESTORING: "Braid is loading the model it had learned before.",
  REBALANCING: "Braid is dividing the work anew among its instances.",
  ERROR: "Braid has stopped because of an error.",
};

const sentence = (text) => {
  const plain = text.trim();
  return plain.charAt(0).toUpperCase() + plain.slice(1) + (/[.!?]$/.test(plain) ? "" : ".");
};

/** State, sentence and the line beneath it; and a task's name (a link) with the sentence's end. */
function compose() {
  const { state, pipeline, connection, lostAt } = store;
  if (connection === "lost") {
    return [
      "bad",
      "No connection to Braid.",
      `Lost at ${clock(lostAt)}; trying again every 2 seconds. ${state ? "All figures below are older than that." : ""}`,
    ];
  }
  if (!state || !pipeline) {
    return ["waiting", "Waiting for the first figures.", "They come as soon as Braid answers."];
  }
  if (state.status !== "RUNNING") {
    const because = state.notReadyBecause.map(sentence).join(" ");
    return [
      state.status === "ERROR" ? "bad" : "waiting",
      STATUS[state.status] || sentence(state.status),
      because,
    ];
  }
  if (!state.learned) {
    return state.events
      ? [
          "waiting",
          "Events come, but nothing has been learned yet.",
          "The model learns when the true answers (labels) come.",
        ]
      : [
          "waiting",
          "Ready, but no event has come yet.",
          "Send events to the input topic; the Pipeline view names it. ./braid replay sends a file.",
        ];
  }
  const because = state.notReadyBecause.map(sentence).join(" ");
  const judged = state.tasks.map((task) => verdict(task, specOf(task.name)));
  const good = judged.filter((v) => v.state === "better").length;
  const known = judged.filter((v) => v.state !== "waiting").length;
  const flow = `${count(state.eventsPerSecond)} events per second; ${count(state.learned)} learned; up ${duration(state.uptimeMs)}.`;
  if (!state.ready) {
    return ["warn", "Braid is learning, but is not ready.", because + " " + flow];
  }
  return quality(state, good, known, flow);
}

function quality(state, good, known, flow) {
  const total = state.tasks.length;
  if (known === 0) {
    return ["waiting", "Braid is learning; there is nothing to compare yet.", flow];
  }
  const all = good === total;
  if (total === 1) {
    const only = all
      ? "does better than its rule of thumb."
      : "does no better than its rule of thumb.";
    return [all ? "good" : "warn", "", flow, state.tasks[0].name, " " + only];
  }
  const summary = all
    ? `All ${plural(total, "task")} do better than their rules of thumb.`
    : `${good} of ${plural(total, "task")} do better than their rules of thumb.`;
  if (!state.worst) {
    return [all ? "good" : "warn", summary, flow];
  }
  const { task, because } = state.worst;
  const worst = verdict(
    state.tasks.find((t) => t.name === task),
    specOf(task),
  );
  const how = worst.state === "better" ? "is the weakest" : "does worst";
  return [
    all ? "good" : "warn",
    summary + " ",
    sentence(because) + " " + flow,
    task,
    ` ${how}: ${worst.text}.`,
  ];
}

/** Brings the headline up to date. */
export function headline() {
  const [state, text, more, task, rest] = compose();
  attribute(document.getElementById("headline"), "data-state", state);
  say(document.getElementById("headline-text"), text);
  const link = document.getElementById("headline-task");
  say(link, task || "");
  attribute(link, "href", task ? "#task/" + encodeURIComponent(task) : null);
  say(document.getElementById("headline-rest"), rest || "");
  say(document.getElementById("headline-more"), more);
}
