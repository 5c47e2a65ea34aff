// One tooltip for the whole page: of terms (`data-term`, explained by the glossary) and of marks
// (`data-tip`, their own text). By pointer, keyboard focus, or a tap; Escape closes it.

import { explain } from "./glossary.js";

const GAP = 8;
const EDGE = 10;
const tip = document.getElementById("tip");
let owner = null;

function textOf(node) {
  return node.dataset.term ? explain(node.dataset.term) : node.dataset.tip;
}

function show(node) {
  const text = textOf(node);
  if (!text) {
    return;
  }
  hide();
  owner = node;
  tip.textContent = text;
  tip.hidden = false;
  node.setAttribute("aria-describedby", "tip");
  const at = node.getBoundingClientRect();
  const own = tip.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const left = Math.max(
    EDGE,
    Math.min(at.left + at.width / 2 - own.width / 2, width - own.width - EDGE),
  );
  const above = at.top - own.height - GAP;
  tip.style.left = left + "px";
  tip.style.top = (above > EDGE ? above : at.bottom + GAP) + "px";
}

function hide() {
  if (owner) {
    owner.removeAttribute("aria-describedby");
    owner = null;
    tip.hidden = true;
  }
}

const explained = (event) =>
  event.target instanceof Element ? event.target.closest("[data-term], [data-tip]") : null;

/** Starts to listen. */
export function install() {
  document.addEventListener("pointerover", (event) => {
    const node = explained(event);
    if (node !== owner && event.pointerType !== "touch") {
      if (node) {
        show(node);
      } else {
        hide();
      }
    }
  });
  document.addEventListener("focusin", (event) => {
    const node = explained(event);
    if (node) {
      show(node);
    } else {
      hide();
    }
  });
  document.addEventListener("focusout", hide);
  document.addEventListener("click", (event) => {
    const node = explained(event);
    if (node) {
      show(node);
    } else {
      hide();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      hide();
    }
  });
  document.addEventListener("scroll", hide, { capture: true, passive: true });
}
