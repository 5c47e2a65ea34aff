// Whether predicted probabilities come true as often as they say.

import { attribute, empty, h, s, say, sync, term } from "../dom.js";
import { count, percent } from "../format.js";
import { figure, metric, recent } from "../metrics.js";
import { specOf, store } from "../store.js";

const SIZE = 240;
const LEFT = 44;
const TOP = 10;
const SIDE = SIZE - LEFT - 12;

const x = (v) => LEFT + v * SIDE;
const y = (v) => TOP + (1 - v) * SIDE;

/** Predicted probability across, share that came true upwards; a dot's area is its number. */
export function diagram(name) {
  const grid = [0, 0.25, 0.5, 0.75, 1];
  const dots = s("g");
  const line = s("path", { class: "rel-line" });
  const picture = s(
    "svg",
    {
      class: "rel",
      viewBox: `0 0 ${SIZE} ${TOP + SIDE + 24}`,
      role: "group",
      "aria-label": "Calibration of " + name,
    },
    ...grid.flatMap((v) => [
      s("path", { class: "rel-grid", d: `M${x(0)} ${y(v)}H${x(1)}M${x(v)} ${y(0)}V${y(1)}` }),
      s("text", {
        class: "rel-tick",
        x: x(v),
        y: y(0) + 18,
        "text-anchor": "middle",
        text: percent(v, 0),
      }),
      v > 0
        ? s("text", {
            class: "rel-tick",
            x: x(0) - 6,
            y: y(v) + 4,
            "text-anchor": "end",
            text: percent(v, 0),
          })
        : null,
    ]),
    s("path", { class: "rel-ideal", d: `M${x(0)} ${y(0)}L${x(1)} ${y(1)}` }),
    line,
    dots,
  );
  const node = h(
    "figure",
    { class: "rel-box" },
    h("span", { class: "rel-axis" }, "↑ ", term("came true", "observed")),
    picture,
    h("figcaption", { class: "rel-axis end" }, term("predicted", "claimed"), " →"),
  );
  return {
    node,
    update(bins) {
      const some = bins.filter((bin) => bin.n > 0);
      const most = Math.max(...some.map((bin) => bin.n), 1);
      attribute(
        line,
        "d",
        some
          .map(
            (bin, i) => `${i ? "L" : "M"}${x(bin.mean).toFixed(1)} ${y(bin.observed).toFixed(1)}`,
          )
          .join(""),
      );
      sync(
        dots,
        some,
        (bin) => bin.from,
        () => {
          const dot = s("circle", { class: "rel-dot", tabindex: "0" });
          dot.update = (bin) => {
            attribute(dot, "cx", x(bin.mean).toFixed(1));
            attribute(dot, "cy", y(bin.observed).toFixed(1));
            attribute(dot, "r", (2.5 + 5 * Math.sqrt(bin.n / most)).toFixed(1));
            const text = `Predicted ${percent(bin.mean)} on average; ${percent(bin.observed)} came true (${count(bin.n)} predictions)`;
            attribute(dot, "data-tip", text);
            attribute(dot, "aria-label", text);
          };
          return dot;
        },
      );
    },
  };
}

/** In words: on the whole, does it claim too much or too little? */
function summary(bins) {
  const total = bins.reduce((sum, bin) => sum + bin.n, 0);
  const off = bins.reduce((sum, bin) => sum + bin.n * (bin.mean - bin.observed), 0) / total;
  const apart =
    bins.reduce((sum, bin) => sum + bin.n * Math.abs(bin.mean - bin.observed), 0) / total;
  if (apart < 0.03) {
    return "Probabilities can be taken at their word.";
  }
  const by = `off by ${percent(apart)} on average`;
  return Math.abs(off) < 0.01
    ? `Too high in places, too low in others, ${by}.`
    : off > 0
      ? `Promises more than comes true, ${by}.`
      : `Promises less than comes true, ${by}.`;
}

function card(task) {
  const picture = diagram(task.name);
  const words = h("p", { class: "rel-words" });
  const error = h("span", { class: "rel-error" });
  const nothing = empty(
    "No answers yet.",
    "The diagram appears with the first true answers of this task.",
  );
  const node = h(
    "article",
    { class: "card rel-card", "data-task": task.name },
    h(
      "header",
      { class: "card-head" },
      h(
        "h2",
        {},
        h("a", {
          class: "card-name",
          href: "#task/" + encodeURIComponent(task.name),
          text: task.name,
        }),
      ),
      error,
    ),
    picture.node,
    words,
    nothing,
  );
  node.update = (now) => {
    const bins = (now.calibration || []).filter((bin) => bin.n > 0);
    const some = bins.length > 0;
    nothing.hidden = some;
    attribute(picture.node, "hidden", !some);
    const ece = figure(now, "ece");
    say(
      error,
      ece && recent(ece) !== null ? metric("ece").format(recent(ece)) + " off recently" : "",
    );
    if (some) {
      picture.update(bins);
    }
    say(words, some ? summary(bins) : "");
  };
  return node;
}

export function calibrationView() {
  const able = ({ name }) => ["binary", "multiclass"].includes(specOf(name).kind);
  if (!store.pipeline.tasks.some(able)) {
    const why = empty(
      "No task of this pipeline predicts a probability.",
      "Calibration is about probabilities; tasks of the kinds binary and multiclass have them.",
    );
    return { node: h("div", { class: "view-calibration" }, why), update() {} };
  }
  const grid = h("div", { class: "cards small" });
  const node = h(
    "div",
    { class: "view-calibration" },
    h(
      "div",
      { class: "view-head" },
      h(
        "p",
        { class: "view-note" },
        term("Calibration", "calibration"),
        ": dots on the diagonal mean that probabilities come true as often as they say. Larger dots stand for more predictions.",
      ),
    ),
    grid,
  );
  return {
    node,
    update: () => sync(grid, store.state.tasks.filter(able), (t) => t.name, card),
  };
}
