// A chart over time: lines, limits, drift marks; all charts share one stretch of time. Drag to
// zoom, double click (or Escape) to see everything; with the keyboard + and - zoom, arrows move.

import uPlot from "../assets/uplot/dist/uPlot.esm.js";
import { attribute, h, s, say, term } from "./dom.js";
import { clock, day, NONE } from "./format.js";
import { color, open, outline } from "./palette.js";
import { setRange, store } from "./store.js";
import { marks } from "./marks.js";

const MINUTE = 60e3;
const DAY = 864e5;
const LEAST_SPAN = 4e3;
const FEW = 20;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 43200]
  .map((seconds) => seconds * 1e3)
  .concat([1, 2, 7, 14, 28, 91, 364].map((days) => days * DAY));
const charts = new Set();

document.addEventListener("braid:theme", () => charts.forEach((chart) => chart.redraw()));

/** The stretch of time that is shown, given the first and last time there is. */
export function shown(first, last) {
  const range = store.range;
  if (range === null) {
    return [first, Math.max(last, first + LEAST_SPAN)];
  }
  return range.last ? [last - range.last, last] : [range.from, range.to];
}

/**
 * Makes a chart.
 *
 * @param lines [{label, term, color, dash, width, shape, silent: not in the legend}], in the order
 *     of the data's columns
 * @param options {height, format, marks (of the axis), label (for those who cannot see it), zero:
 *     from 0 up}
 */
export function chart(lines, options) {
  const host = h("div", {
    class: "chart",
    tabindex: "0",
    role: "group",
    "aria-label": options.label + ". Plus and minus zoom, arrows move, Escape shows everything.",
  });
  host.style.setProperty("--chart-height", options.height + "px");
  const plot = h("div", { class: "chart-plot" });
  const values = lines.map(() => h("span", { class: "legend-value", text: NONE }));
  const at = h("span", { class: "chart-time", hidden: true });
  const legend = h(
    "div",
    { class: "legend" },
    ...lines.map((line, i) =>
      line.silent
        ? null
        : h(
            "span",
            { class: "legend-item" },
            h("span", { class: "legend-name" }, swatch(line), term(line.label, line.term)),
            values[i],
          ),
    ),
  );
  const pending = h("p", {
    class: "chart-pending",
    text: "The curve appears with the first figures.",
  });
  plot.append(at, pending);
  host.append(plot, legend);

  let u = null;
  let data = [[], ...lines.map(() => [])];
  let drifts = [];
  let key = "";

  const opts = {
    width: 300,
    height: options.height,
    ms: 1,
    legend: { show: false },
    padding: [14, 18, 0, 0],
    cursor: {
      sync: { key: "braid" },
      drag: { x: true, y: false, setScale: false },
      points: { size: 7 },
      bind: { dblclick: () => () => setRange(null) },
    },
    scales: {
      x: { time: true, range: (_, low, high) => shown(data[0][0] ?? low, data[0].at(-1) ?? high) },
      y: { range: () => spread(data, u, options.zero) },
    },
    axes: [
      {
        stroke: () => color("--ink-3"),
        grid: { show: false },
        ticks: { stroke: () => color("--hairline"), size: 4 },
        font: "12px " + color("--font"),
        space: 62,
        incrs: STEPS,
        size: 26,
        gap: 4,
        values: (_, splits, axis, space, step) =>
          splits.map((t) =>
            step >= DAY ? day(t) : step >= MINUTE ? clock(t).slice(0, 5) : clock(t),
          ),
      },
      {
        stroke: () => color("--ink-3"),
        grid: { stroke: () => color("--grid"), width: 1 },
        ticks: { show: false },
        font: "12px " + color("--font"),
        size: 58,
        space: 34,
        gap: 6,
        values: (_, splits) => options.marks(splits),
      },
    ],
    series: [
      {},
      ...lines.map((line) => ({
        stroke: () => color(line.color),
        width: line.width || 1.75,
        dash: line.dash,
        points: { show: false },
        spanGaps: true,
      })),
    ],
    hooks: {
      setSelect: [
        (self) => {
          if (self.select.width > 6) {
            const from = self.posToVal(self.select.left, "x");
            const to = self.posToVal(self.select.left + self.select.width, "x");
            setRange({ from, to: Math.max(to, from + LEAST_SPAN) });
          }
          self.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
        },
      ],
      setCursor: [read],
      draw: [
        (self) => {
          ends(self, lines);
          overlay.place(self, drifts);
        },
      ],
      drawClear: [(self) => verticals(self, drifts)],
    },
  };

  function read() {
    if (!u) {
      return;
    }
    const i = u.cursor.idx;
    const pointed = i !== null && i !== undefined && u.cursor.left >= 0;
    lines.forEach((line, n) => {
      const column = data[n + 1];
      const value = pointed ? column[i] : column.findLast((v) => v !== null);
      say(values[n], options.format(value ?? null));
    });
    at.hidden = !pointed;
    say(at, pointed ? clock(data[0][i]) : "");
  }

  const overlay = marks();
  const resize = new ResizeObserver(() => {
    const width = Math.floor(plot.clientWidth);
    if (width > 0 && u) {
      u.setSize({ width, height: options.height });
    }
  });

  host.addEventListener("keydown", (event) => {
    if (event.target === host && steer(event.key, data[0])) {
      event.preventDefault();
    }
  });

  const self = {
    node: host,
    /** Shows these columns, and a mark for each of these drifts. */
    update(columns, happened = []) {
      const newest = columns[0].at(-1);
      const now = [columns[0].length, newest, happened.length, JSON.stringify(store.range)].join();
      if (now === key) {
        return;
      }
      key = now;
      data = columns;
      pending.hidden = data.slice(1).some((column) => column.some((v) => v !== null));
      attribute(plot, "data-pending", !pending.hidden);
      drifts = happened;
      if (u) {
        u.setData(data);
      } else {
        opts.width = Math.max(120, Math.floor(plot.clientWidth));
        u = new uPlot(opts, data, plot);
        u.over.append(overlay.node);
        resize.observe(plot);
        charts.add(self);
      }
      read();
    },
    redraw() {
      if (u) {
        u.redraw(false, true);
      }
    },
    destroy() {
      charts.delete(self);
      resize.disconnect();
      if (u) {
        u.destroy();
      }
    },
  };
  return self;
}

/** Puts lines of possibly different times on one time axis; a line is [times, values]. */
export function joined(parts) {
  const first = parts[0][0];
  const alike = parts.every(
    ([times]) =>
      times.length === first.length && times[0] === first[0] && times.at(-1) === first.at(-1),
  );
  return alike ? [first, ...parts.map((part) => part[1])] : uPlot.join(parts);
}

/** Keys that change the stretch of time; whether this was one. */
function steer(key, times) {
  if (key === "Escape") {
    setRange(null);
    return true;
  }
  if (times.length < 2 || !["+", "=", "-", "ArrowLeft", "ArrowRight"].includes(key)) {
    return false;
  }
  const [from, to] = shown(times[0], times.at(-1));
  const span = to - from;
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const by = (key === "ArrowLeft" ? -0.25 : 0.25) * span;
    setRange({ from: from + by, to: to + by });
  } else {
    const factor = key === "-" ? 2 : 0.5;
    const middle = (from + to) / 2;
    const half = Math.max(LEAST_SPAN, span * factor) / 2;
    setRange({ from: middle - half, to: middle + half });
  }
  return true;
}

/**
 * The values shown, with air around them. Unless zoomed, without the outermost hundredth and
 * without the first tenth of the time: a model that has seen five events says nothing of the scale.
 */
function spread(data, u, zero) {
  const times = data[0];
  const [from, to] = times.length ? shown(times[0], times.at(-1)) : [0, 1];
  const values = [];
  const begin = store.range === null && times.length > FEW ? from + (to - from) / 10 : from;
  for (let c = 1; c < data.length; c++) {
    for (let i = 0; i < times.length; i++) {
      const v = data[c][i];
      if (v !== null && times[i] >= begin && times[i] <= to) {
        values.push(v);
      }
    }
  }
  if (values.length === 0) {
    return [0, 1];
  }
  values.sort((a, b) => a - b);
  const rim = store.range === null ? Math.floor(values.length / 100) : 0;
  if (zero && values.at(-1) === 0) {
    return [0, 1];
  }
  const low = zero ? Math.min(0, values[rim]) : values[rim];
  const high = values[values.length - 1 - rim];
  const air = (high - low || Math.abs(high) || 1) * 0.1;
  return [zero && low === 0 ? 0 : low - air, high + air];
}

/** Each line ends in its shape, so that lines can be told apart without colours. */
function ends(u, lines) {
  const ctx = u.ctx;
  lines.forEach((line, n) => {
    const column = u.data[n + 1];
    const [from, to] = [u.scales.x.min, u.scales.x.max];
    let i = column.length - 1;
    while (i >= 0 && (column[i] === null || u.data[0][i] > to)) {
      i--;
    }
    if (!line.shape || i < 0 || u.data[0][i] < from) {
      return;
    }
    ctx.save();
    ctx.translate(u.valToPos(u.data[0][i], "x", true), u.valToPos(column[i], "y", true));
    const path = new Path2D(outline(line.shape, 3.5 * window.devicePixelRatio));
    ctx.lineWidth = 2 * window.devicePixelRatio;
    ctx.strokeStyle = open(line.shape) ? color(line.color) : color("--card");
    ctx.stroke(path);
    if (!open(line.shape)) {
      ctx.fillStyle = color(line.color);
      ctx.fill(path);
    }
    ctx.restore();
  });
}

function verticals(u, drifts) {
  const ctx = u.ctx;
  ctx.save();
  ctx.strokeStyle = color("--drift");
  ctx.globalAlpha = 0.55;
  ctx.lineWidth = window.devicePixelRatio;
  ctx.setLineDash([3 * window.devicePixelRatio, 3 * window.devicePixelRatio]);
  for (const drift of drifts) {
    if (drift.time >= u.scales.x.min && drift.time <= u.scales.x.max) {
      const x = Math.round(u.valToPos(drift.time, "x", true)) + 0.5;
      ctx.beginPath();
      ctx.moveTo(x, u.bbox.top);
      ctx.lineTo(x, u.bbox.top + u.bbox.height);
      ctx.stroke();
    }
  }
  ctx.restore();
}

/** A line's colour, dash and shape, for legends. */
export function swatch(line) {
  const picture = s("svg", {
    class: "swatch",
    viewBox: "0 0 26 12",
    width: "26",
    height: "12",
    "aria-hidden": "true",
  });
  const stroke = s("path", {
    d: "M1 6H25",
    "stroke-width": line.width || 1.75,
    "stroke-dasharray": (line.dash || []).join(" "),
  });
  stroke.style.stroke = `var(${line.color})`;
  picture.append(stroke);
  if (line.shape) {
    const dot = s("path", {
      d: outline(line.shape, 3.2),
      transform: "translate(13 6)",
      "stroke-width": 1.6,
    });
    dot.style.stroke = `var(${line.color})`;
    dot.style.fill = open(line.shape) ? "var(--card)" : `var(${line.color})`;
    picture.append(dot);
  }
  return picture;
}
