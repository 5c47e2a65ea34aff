// What the page knows: asked for once, then kept current by the event stream. Views read it; it
// tells them when something has changed, at most once per painted frame.

const LONGEST = 1600;
const QUIET_MS = 6000;
const RETRY_MS = 2000;
const COLUMNS = ["time", "whole", "fading", "windowed", "baseline", "weight"];

const listeners = new Set();
let source = null;
let scheduled = false;
let lastNews = 0;
let retry = null;

export const store = {
  pipeline: null,
  state: null,
  throughput: { time: [], eventsPerSecond: [], lag: [], p50: [], p99: [] },
  drifts: [],
  deadLetters: [],
  series: new Map(),
  connection: "connecting",
  lostAt: null,
  paused: false,
  pausedAt: null,
  /** null: everything; {last: ms}; or {from, to} after a zoom. */
  range: null,
};

/** Calls back after changes until the returned function is called. */
export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function changed() {
  if (!scheduled) {
    scheduled = true;
    window.requestAnimationFrame(() => {
      scheduled = false;
      listeners.forEach((listener) => listener());
    });
  }
}

export function setRange(range) {
  store.range = range;
  changed();
}

/** The task of the pipeline by its name. */
export function specOf(name) {
  return store.pipeline.tasks.find((task) => task.name === name) || null;
}

async function ask(path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok) {
    throw new Error(path + ": " + answer.status);
  }
  return answer.json();
}

/** The course of a task's figure, as columns; asked for when first wanted, then kept current. */
export function series(task, metric) {
  const key = task + "\n" + metric;
  let found = store.series.get(key);
  if (!found) {
    found = { task, metric, loaded: false, columns: columns(COLUMNS) };
    store.series.set(key, found);
    load(found);
  }
  return found;
}

async function load(wanted) {
  const query = new URLSearchParams({ task: wanted.task, metric: wanted.metric });
  try {
    const { points } = await ask("api/history?" + query);
    const fresh = columns(COLUMNS);
    points.forEach((point) => append(fresh, point));
    const newest = fresh.time.at(-1) ?? -Infinity;
    wanted.columns.time.forEach((time, i) => {
      if (time > newest) {
        append(fresh, Object.fromEntries(COLUMNS.map((c) => [c, wanted.columns[c][i]])));
      }
    });
    wanted.columns = fresh;
    wanted.loaded = true;
    changed();
  } catch (failed) {
    // The next reconnection asks again.
    store.series.delete(wanted.task + "\n" + wanted.metric);
  }
}

function columns(names) {
  return Object.fromEntries(names.map((name) => [name, []]));
}

function append(to, point) {
  const newest = to.time.at(-1);
  if (newest !== undefined && point.time <= newest) {
    return;
  }
  for (const name of Object.keys(to)) {
    to[name].push(point[name] ?? null);
  }
  if (to.time.length > LONGEST) {
    for (const name of Object.keys(to)) {
      to[name] = to[name].filter((value, i) => i % 2 === 1);
    }
  }
}

/** Everything anew: at the start, after a lost connection and after a pause. */
async function refresh() {
  const [pipeline, state, throughput, drifts, dead] = await Promise.all(
    ["pipeline", "state", "throughput", "drifts", "dead-letters"].map((name) => ask("api/" + name)),
  );
  if (store.paused) {
    return;
  }
  store.pipeline = pipeline;
  store.throughput = columns(Object.keys(store.throughput));
  throughput.points.forEach((point) => append(store.throughput, point));
  store.drifts = drifts.drifts;
  store.deadLetters = dead.samples;
  store.series.forEach((wanted) => load(wanted));
  take(state);
}

function take(state) {
  store.state = state;
  append(store.throughput, {
    time: state.time,
    eventsPerSecond: state.eventsPerSecond,
    lag: state.lag,
    p50: state.latencyMs ? state.latencyMs.p50 : null,
    p99: state.latencyMs ? state.latencyMs.p99 : null,
  });
  for (const task of state.tasks) {
    for (const f of task.figures) {
      const wanted = store.series.get(task.name + "\n" + f.metric);
      if (wanted) {
        append(wanted.columns, {
          time: state.time,
          whole: f.whole,
          fading: f.fading,
          windowed: f.windowed,
          baseline: f.baseline ? f.baseline.value : null,
          weight: task.weight,
        });
      }
    }
  }
  changed();
}

function news(event, use) {
  lastNews = Date.now();
  if (store.connection === "live" && !store.paused && store.pipeline) {
    use(JSON.parse(event.data));
  }
}

/** Opens the event stream, and opens it again whenever it ends. */
export function connect() {
  window.clearTimeout(retry);
  if (source) {
    source.close();
  }
  source = new EventSource("api/stream");
  const mine = source;
  source.onopen = async () => {
    lastNews = Date.now();
    try {
      if (!store.paused || !store.pipeline) {
        await refresh();
      }
      if (mine === source) {
        store.connection = "live";
        store.lostAt = null;
        changed();
      }
    } catch (failed) {
      lost();
    }
  };
  source.onerror = lost;
  source.addEventListener("state", (event) => news(event, take));
  source.addEventListener("drift", (event) =>
    news(event, (drift) => {
      store.drifts = [drift, ...store.drifts].slice(0, 500);
      changed();
    }),
  );
  source.addEventListener("dead-letter", (event) =>
    news(event, (sample) => {
      store.deadLetters = [sample, ...store.deadLetters].slice(0, 100);
      changed();
    }),
  );
}

function lost() {
  if (source) {
    source.close();
    source = null;
  }
  if (store.connection !== "lost") {
    store.connection = "lost";
    store.lostAt = Date.now();
    changed();
  }
  window.clearTimeout(retry);
  retry = window.setTimeout(connect, RETRY_MS);
}

/** Holds every figure as it is, or goes on with the newest. */
export function pause(on) {
  store.paused = on;
  store.pausedAt = on ? Date.now() : null;
  if (!on) {
    refresh().catch(lost);
  }
  changed();
}

window.setInterval(() => {
  if (source && store.connection === "live" && Date.now() - lastNews > QUIET_MS) {
    lost();
  }
}, 1000);
