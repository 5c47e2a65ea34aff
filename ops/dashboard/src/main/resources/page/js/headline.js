// One sentence that says how things are, and which task is worst and why.

import { attribute, say } from "./dom.js";
import { clock, plural } from "./format.js";
import { verdict } from "./metrics.js";
import { phrase } from "./phrase.js";
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
  if (!state.ready) {
    const because = state.notReadyBecause.map(sentence).join(" ");
    return ["warn", "Braid is learning, but is not ready.", because];
  }
  return quality(state);
}

function quality(state) {
  const judged = state.tasks.map((task) => verdict(task, specOf(task.name)));
  const good = judged.filter((v) => v.state === "better").length;
  const waiting = judged.filter((v) => v.state === "waiting").length;
  const total = judged.length;
  if (waiting === total) {
    return [
      "waiting",
      "Braid is learning; there is nothing to compare yet.",
      "That takes a few true answers (labels).",
    ];
  }
  const mood = good + waiting === total ? "good" : "warn";
  if (total === 1) {
    const better = good === 1 ? "does better" : "does no better";
    const more = `It makes ${judged[0].text}.`;
    return [mood, "", more, state.tasks[0].name, ` ${better} than its rule of thumb.`];
  }
  const who =
    good === total ? `All ${plural(total, "task")}` : `${good} of ${plural(total, "task")}`;
  const rest = waiting ? `; ${waiting} wait for answers` : "";
  const summary = `${who} do better than their rules of thumb${rest}.`;
  if (!state.worst) {
    return [mood, summary, ""];
  }
  const { task, because } = state.worst;
  const worst = judged[state.tasks.findIndex((t) => t.name === task)];
  const how = worst.state === "better" ? "is the weakest" : "does worst";
  return [mood, summary + " ", sentence(because), task, ` ${how}: ${worst.text}.`];
}

const more = phrase();
document.getElementById("headline-more").append(more.node);

/** Brings the headline up to date. */
export function headline() {
  const [state, text, line, task, rest] = compose();
  attribute(document.getElementById("headline"), "data-state", state);
  say(document.getElementById("headline-text"), text);
  const link = document.getElementById("headline-task");
  say(link, task || "");
  attribute(link, "href", task ? "#task/" + encodeURIComponent(task) : null);
  say(document.getElementById("headline-rest"), rest || "");
  const figure = task ? specOf(task).primary : null;
  more.update(line, figure, "metric:" + figure);
}
