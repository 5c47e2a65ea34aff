// Every word that needs explaining, in one list, for reading in a quiet minute.

import { h } from "./dom.js";
import { capital, words } from "./format.js";
import { GLOSSARY } from "./glossary.js";

const NAMES = {
  windowed: "Recent (window)",
  whole: "Whole stream",
  dead: "Rejected events (dead letters)",
  lag: "Unread events (consumer lag)",
  stale: "Last learned",
  weights: null,
  what: null,
  change: null,
  time: null,
  total: null,
  value: null,
  share: null,
  written: "Written and default",
  driftSetting: null,
  snapshotTime: "Snapshot time",
  laglimit: "Limit of unread events",
  staticWeight: "Weight of the pipeline file",
};

/** Opens the list. */
export function dictionary() {
  const dialog = document.getElementById("dictionary");
  const entries = Object.entries(GLOSSARY)
    .filter(([key]) => NAMES[key] !== null)
    .map(([key, text]) => [NAMES[key] || capital(words(key)), text])
    .sort((a, b) => a[0].localeCompare(b[0]));
  dialog.replaceChildren(
    h(
      "header",
      { class: "dictionary-head" },
      h("h2", { id: "dictionary-title", text: "Words on this page" }),
      h("button", {
        type: "button",
        class: "button",
        text: "Close",
        onclick: () => dialog.close(),
      }),
    ),
    h(
      "dl",
      { class: "dictionary-list" },
      ...entries.flatMap(([name, text]) => [h("dt", { text: name }), h("dd", { text })]),
    ),
  );
  dialog.showModal();
}
