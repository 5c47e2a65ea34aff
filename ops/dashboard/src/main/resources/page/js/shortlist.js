// The newest of a long list, and a button that shows the others too.

import { h, say } from "./dom.js";
import { count } from "./format.js";

/**
 * Makes one.
 *
 * @param limit how many are shown at first
 * @param again called when all are to be shown
 */
export function shortList(limit, again) {
  let all = false;
  const node = h("button", {
    type: "button",
    class: "button more",
    onclick: () => {
      all = true;
      again();
    },
  });
  return {
    node,
    /** Those to show. */
    cut(items) {
      const shown = all ? items : items.slice(0, limit);
      node.hidden = shown.length === items.length;
      say(node, `Show the other ${count(items.length - shown.length)} too`);
      return shown;
    },
  };
}
