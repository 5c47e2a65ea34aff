// Puts the page together: the frame around the views, and the view that the address names.

import { attribute, h, say, sync } from "./dom.js";
import { clock, duration } from "./format.js";
import { dictionary } from "./dictionary.js";
import { headline } from "./headline.js";
import { connect, pause, setRange, store, subscribe } from "./store.js";
import { install as installTips } from "./tip.js";
import { tiles } from "./tiles.js";
import { calibrationView } from "./views/calibration.js";
import { driftsView } from "./views/drifts.js";
import { labelsView } from "./views/labels.js";
import { operationView } from "./views/operation.js";
import { pipelineView } from "./views/pipeline.js";
import { rejectedView } from "./views/rejected.js";
import { sharingView } from "./views/sharing.js";
import { taskView } from "./views/task.js";
import { tasksView } from "./views/tasks.js";

const VIEWS = [
  ["tasks", "Tasks", tasksView],
  ["drifts", "Drifts", driftsView],
  ["sharing", "Sharing", sharingView],
  ["calibration", "Calibration", calibrationView],
  ["labels", "Labels", labelsView],
  ["rejected", "Rejected", rejectedView],
  ["operation", "Operation", operationView],
  ["pipeline", "Pipeline", pipelineView],
];
const RANGES = [
  ["All", null],
  ["15 min", 9e5],
  ["5 min", 3e5],
  ["1 min", 6e4],
];

const byId = (id) => document.getElementById(id);
const root = byId("view");
let current = null;
let currentKey = null;

function route() {
  const [name, ...rest] = window.location.hash.slice(1).split("/");
  const argument = decodeURIComponent(rest.join("/"));
  if (name === "task" && store.pipeline.tasks.some((task) => task.name === argument)) {
    return { tab: "tasks", make: () => taskView(argument), key: "task/" + argument };
  }
  const view = VIEWS.find(([id]) => id === name) || VIEWS[0];
  return { tab: view[0], make: view[2], key: view[0] };
}

/** A view is made anew when the address, the pipeline or its tasks change. */
function show() {
  if (!store.pipeline || !store.state) {
    return;
  }
  const { tab, make, key } = route();
  const full = key + "\n" + store.pipeline.tasks.map((task) => task.name).join("\n");
  if (full !== currentKey) {
    if (current && current.destroy) {
      current.destroy();
    }
    currentKey = full;
    current = make();
    root.dataset.view = key.split("/")[0];
    root.replaceChildren(current.node);
  }
  for (const link of byId("tabs").children) {
    attribute(link, "aria-current", link.dataset.view === tab ? "page" : null);
  }
  current.update();
}

function frame() {
  const { pipeline, connection, paused, range } = store;
  say(byId("pipeline-name"), pipeline ? pipeline.name : "");
  document.title = pipeline ? pipeline.name + " · Braid" : "Braid";
  const pill = byId("connection");
  const state = connection === "live" && paused ? "paused" : connection;
  attribute(pill, "data-state", state);
  const text = { connecting: "Connecting", live: "Live", lost: "Not connected", paused: "Paused" }[
    state
  ];
  say(pill.firstElementChild, text);
  say(byId("pause"), paused ? "Go on" : "Pause");
  attribute(byId("pause"), "aria-pressed", String(paused));
  attribute(document.body, "data-connection", connection);
  for (const button of byId("ranges").children) {
    const own = button.range;
    const chosen = button.zoom
      ? Boolean(range && range.from)
      : own === (range === null ? null : range.last) && !(range && range.from);
    attribute(button, "aria-pressed", String(chosen));
    if (button.zoom) {
      button.disabled = !chosen;
      attribute(
        button,
        "title",
        chosen
          ? `${clock(range.from)} to ${clock(range.to)}, ${duration(range.to - range.from)}`
          : null,
      );
    }
  }
}

function install() {
  sync(
    byId("tabs"),
    VIEWS,
    ([id]) => id,
    ([id, label]) => h("a", { href: "#" + id, "data-view": id, text: label }),
  );
  byId("ranges").append(
    ...RANGES.map(([label, last]) => {
      const button = h("button", {
        type: "button",
        text: label,
        onclick: () => setRange(last === null ? null : { last }),
      });
      button.range = last;
      return button;
    }),
  );
  const zoom = h("button", {
    type: "button",
    class: "zoomed",
    text: "Zoomed ✕",
    "aria-label": "Zoomed: show everything again",
    onclick: () => setRange(null),
  });
  zoom.zoom = true;
  byId("ranges").append(zoom);
  byId("pause").addEventListener("click", () => pause(!store.paused));
  byId("theme").addEventListener("click", () => window.braidTheme.toggle());
  byId("words").addEventListener("click", dictionary);
  window.addEventListener("hashchange", () => {
    show();
    window.scrollTo(0, 0);
  });
  installTips();
  const drawTiles = tiles(byId("tiles"));
  subscribe(() => {
    frame();
    headline();
    drawTiles();
    show();
  });
  connect();
}

install();
