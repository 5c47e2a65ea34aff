// Looks for what must not be on a page: texts and controls that overlap, that stick out of the
// window or out of their box, that are cut without a way to see the rest. Returns what it found.
const found = [];
const width = document.documentElement.clientWidth;
const name = (e) =>
  e.tagName.toLowerCase() +
  (e.id ? "#" + e.id : "") +
  (typeof e.className === "string" && e.className ? "." + e.className.trim().replaceAll(" ", ".") : "") +
  " '" + (e.textContent || "").trim().slice(0, 40) + "'";
const visible = (e) => e.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true });
const scrolls = (e) => {
  for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) {
    const style = getComputedStyle(p);
    if (/auto|scroll/.test(style.overflowX + style.overflowY)) {
      return true;
    }
  }
  return false;
};
if (document.documentElement.scrollWidth > width) {
  found.push("the page is " + document.documentElement.scrollWidth + " px wide in a window of " + width);
}
// Every element that carries text of its own, and every control.
const all = [...document.querySelectorAll("body *")].filter(
  (e) =>
    visible(e) &&
    !e.closest(".tip, dialog, noscript, .skip") &&
    (e.matches("button, select, input, a, canvas, svg") ||
      [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())));
const inClipped = (e) => {
  for (let p = e; p; p = p.parentElement) {
    if (getComputedStyle(p).clipPath !== "none") {
      return true;
    }
  }
  return false;
};
const boxes = [];
for (const e of all) {
  if (inClipped(e) || e.tagName === "OPTION") {
    continue;
  }
  const style = getComputedStyle(e);
  for (const r of e.getClientRects()) {
    if (r.width < 1 || r.height < 1) {
      continue;
    }
    if ((r.left < -0.5 || r.right > width + 0.5) && !scrolls(e)) {
      found.push(name(e) + " sticks out of the window: " + r.left.toFixed(0) + " to " + r.right.toFixed(0));
    }
    boxes.push({ e, r });
  }
  const cut = /hidden|clip/.test(style.overflowX) && e.scrollWidth > e.clientWidth + 1;
  if (cut && style.textOverflow !== "ellipsis") {
    found.push(name(e) + " is cut");
  }
  const box = e.closest(".panel, .card, .tile, .button, .tabs, .ranges, .bar");
  if (box && box !== e && !scrolls(e)) {
    const outer = box.getBoundingClientRect();
    const r = e.getBoundingClientRect();
    if (r.left < outer.left - 1 || r.right > outer.right + 1 || r.top < outer.top - 1 || r.bottom > outer.bottom + 1) {
      found.push(name(e) + " sticks out of " + name(box).slice(0, 50));
    }
  }
}
// Overlaps: two texts of which neither holds the other. Drift marks and the time pointed at lie
// over their chart on purpose; dots of a diagram may touch.
const over = (e) => e.closest(".marks, .chart-time, .rel, .u-over, .uplot, .swatch") !== null;
const plain = boxes.filter(({ e }) => !over(e));
plain.sort((a, b) => a.r.top - b.r.top);
for (let i = 0; i < plain.length; i++) {
  const a = plain[i];
  for (let j = i + 1; j < plain.length && plain[j].r.top < a.r.bottom; j++) {
    const b = plain[j];
    const wide = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left);
    const high = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
    if (wide > 2 && high > 4 && !a.e.contains(b.e) && !b.e.contains(a.e) && !scrolls(a.e) && !scrolls(b.e)) {
      found.push(name(a.e) + " overlaps " + name(b.e));
    }
  }
}
// Drift marks keep apart from each other.
for (const layer of document.querySelectorAll(".marks")) {
  const xs = [...layer.children].map((m) => m.getBoundingClientRect().left).sort((x, y) => x - y);
  xs.forEach((x, i) => {
    if (i > 0 && x - xs[i - 1] < 23) {
      found.push("drift marks touch");
    }
  });
}
return [...new Set(found)];
