// A square of tasks by tasks. Each pair is a colour and a number; on the way from one to minus one
// the colour goes from blue to orange, which colour-blind eyes tell apart.

import { attribute, h, say, sync } from "../dom.js";
import { real, signed } from "../format.js";

const WITH_NUMBERS = 8;
const WHOLE_SQUARE = 40;
const LISTED = 8;

const how = (v) =>
  v > 0.15 ? "pull the same way" : v < -0.15 ? "pull against each other" : "leave each other alone";

const unknown = (v) => v === null || v === undefined;

function sentence(r, i, j) {
  if (unknown(r.values[i][j])) {
    return `${r.tasks[i]} and ${r.tasks[j]}: not known yet`;
  }
  const error = r.standardErrors && r.standardErrors[i] ? r.standardErrors[i][j] : null;
  const width = error === null || error === undefined ? "" : ` ± ${real(error)}`;
  return `${r.tasks[i]} and ${r.tasks[j]}: ${signed(r.values[i][j], real)}${width}; they ${how(r.values[i][j])}`;
}

/** Share of the strong colour in a cell. */
function paint(node, value) {
  const known = !unknown(value);
  attribute(node, "data-sign", !known ? "none" : value < 0 ? "minus" : "plus");
  node.style.setProperty(
    "--strength",
    known ? (100 * Math.min(1, Math.abs(value))).toFixed(0) + "%" : "0%",
  );
  attribute(node, "data-strong", known && Math.abs(value) > 0.55);
}

/** The map; of very many tasks, the pairs that stand out. */
export function heatMap() {
  const square = h("div", {
    class: "heat",
    role: "table",
    "aria-label": "Relatedness of every pair of tasks",
  });
  const pairs = h("ul", { class: "heat-pairs" });
  const scale = h(
    "div",
    { class: "heat-scale" },
    h("span", { text: "−1 against" }),
    h("span", { class: "heat-ramp", "aria-hidden": "true" }),
    h("span", { text: "same way +1" }),
  );
  const key = h("p", { class: "heat-key" });
  const node = h("div", { class: "heat-box" }, square, key, scale, pairs);

  function drawSquare(r) {
    const n = r.tasks.length;
    square.style.setProperty("--n", n);
    say(key, r.tasks.map((name, i) => `${i + 1}\u00a0${name}`).join(", "));
    attribute(square, "data-plain", n > WITH_NUMBERS);
    sync(
      square,
      r.tasks,
      (name) => name,
      (name) => {
        const row = h("div", { class: "heat-row", role: "row" });
        row.head = h(
          "span",
          { class: "heat-name", role: "rowheader" },
          h("b", { text: String(r.tasks.indexOf(name) + 1) }),
          h("span", { text: name }),
        );
        row.append(row.head);
        r.tasks.forEach(() =>
          row.append(h("span", { class: "heat-cell", role: "cell", tabindex: "0" })),
        );
        return row;
      },
    );
    r.tasks.forEach((name, i) => {
      const cells = [...square.children[i].children].slice(1);
      cells.forEach((cell, j) => {
        const own = i === j;
        paint(cell, own ? null : r.values[i][j]);
        attribute(cell, "data-tip", own ? `${name} with itself` : sentence(r, i, j));
        say(
          cell,
          n > WITH_NUMBERS
            ? ""
            : own
              ? String(i + 1)
              : unknown(r.values[i][j])
                ? "–"
                : Number(r.values[i][j]).toFixed(2).replace("-", "−"),
        );
      });
    });
  }

  function drawPairs(r) {
    const found = [];
    for (let i = 0; i < r.tasks.length; i++) {
      for (let j = i + 1; j < r.tasks.length; j++) {
        if (Number.isFinite(r.values[i][j])) {
          found.push({ i, j, v: r.values[i][j] });
        }
      }
    }
    found.sort((a, b) => Math.abs(b.v) - Math.abs(a.v));
    const few = found.slice(0, r.tasks.length > WHOLE_SQUARE ? LISTED : r.tasks.length > 2 ? 3 : 1);
    sync(
      pairs,
      few,
      (p) => p.i + ":" + p.j,
      () => {
        const row = h("li");
        row.update = (p) => say(row, sentence(r, p.i, p.j) + ".");
        return row;
      },
    );
  }

  return {
    node,
    update(r) {
      const whole = r.tasks.length <= WHOLE_SQUARE;
      attribute(square, "hidden", !whole);
      attribute(scale, "hidden", !whole);
      attribute(key, "hidden", !whole);
      if (whole) {
        drawSquare(r);
      }
      drawPairs(r);
    },
  };
}
