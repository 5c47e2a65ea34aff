// A sentence of the server's in which the name of a figure is explained like any other term.

import { h, say } from "./dom.js";

/** A sentence in which one word, if it occurs, is explained; its nodes stay while it changes. */
export function phrase() {
  const before = h("span");
  const word = h("span", { class: "term", tabindex: "0" });
  const after = h("span");
  const node = h("span", {}, before, word, after);
  return {
    node,
    update(text, name, key) {
      const at = name ? text.search(new RegExp(`\\b${name}\\b`)) : -1;
      word.hidden = at < 0;
      say(before, at < 0 ? text : text.slice(0, at));
      say(word, at < 0 ? "" : text.slice(at, at + name.length));
      say(after, at < 0 ? "" : text.slice(at + name.length));
      if (at >= 0) {
        word.dataset.term = key;
      } else {
        delete word.dataset.term;
      }
    },
  };
}
