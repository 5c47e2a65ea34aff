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

/** State, first sentence and the line beneath it. */
function compose() {
  const { state, pipeline, connection, lostAt } = store;
  if (connection === "lost") {
    return ["bad", "No connection to Braid.", `Lost at ${clock(lostAt)}; trying again every 2 seconds. ${state ? "All figures below are older than that." : ""}`];
  }
  if (!state || !pipeline) {
    return ["waiting", "Waiting for the first figures.", "They come as soon as Braid answers."];
  }
  if (state.status !== "RUNNING") {
    const because = state.notReadyBecause.map(sentence).join(" ");
    return [state.status === "ERROR" ? "bad" : "waiting", STATUS[state.status] || sentence(state.status), because];
  }
  if (!state.learned) {
    return state.events
      ? ["waiting", "Events come, but nothing has been learned yet.", "The model learns when the true answers (labels) come."]
      : ["waiting", "Ready, but no event has come yet.", "Send events to the input topic; the Pipeline view names it. ./braid replay sends a file."];
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
  const summary =
    total === 1
      ? all ? "The task does better than its rule of thumb." : "The task does no better than its rule of thumb."
      : all
        ? `All ${plural(total, "task")} do better than their rules of thumb.`
        : `${good} of ${plural(total, "task")} do better than their rules of thumb.`;
  if (total === 1 || !state.worst) {
    return [all ? "good" : "warn", summary, flow];
  }
  const worst = verdict(state.tasks.find((t) => t.name === state.worst.task), specOf(state.worst.task));
  const how = worst.state === "better" ? "is the weakest" : "does worst";
  return [all ? "good" : "warn", `${summary} ‘${state.worst.task}’ ${how}: ${state.worst.because.trim().replace(/\.$/, "")}.`, flow];
}

/** Brings the headline up to date. */
export function headline() {
  const [state, text, more] = compose();
  attribute(document.getElementById("headline"), "data-state", state);
  say(document.getElementById("headline-text"), text);
  say(document.getElementById("headline-more"), more);
}
