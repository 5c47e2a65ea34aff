// Small helpers to build and update elements. Text is only ever set as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, props, children) {
  for (const [key, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (key === "text") {
      node.textContent = value;
    } else if (key.startsWith("on")) {
      node.addEventListener(key.slice(2), value);
    } else {
      node.setAttribute(key, value === true ? "" : value);
    }
  }
  for (const child of children) {
    if (child !== null && child !== undefined) {
      node.append(child);
    }
  }
  return node;
}

/** An HTML element with attributes, listeners (`onclick`) and children. */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** The same for SVG. */
export function s(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

/** Sets a node's text if it differs, so that a reader's selection survives. */
export function say(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** Sets or removes an attribute if it differs. */
export function attribute(node, name, value) {
  if (value === null || value === undefined || value === false) {
    if (node.hasAttribute(name)) {
      node.removeAttribute(name);
    }
  } else if (node.getAttribute(name) !== String(value)) {
    node.setAttribute(name, String(value));
  }
}

/** A word that is explained where it stands: by pointer, keyboard or touch. */
export function term(text, key) {
  return h("span", { class: "term", tabindex: "0", "data-term": key, text });
}

/**
 * Keeps a container's children in step with a list: one child per key, made once, updated after.
 *
 * @param make (item) -> node, and `node.update(item)` if it is to be updated
 */
export function sync(container, items, keyOf, make) {
  const old = container.nodes || new Map();
  const now = new Map();
  for (const item of items) {
    const key = keyOf(item);
    const node = old.get(key) || make(item);
    if (node.update) {
      node.update(item);
    }
    now.set(key, node);
  }
  for (const [key, node] of old) {
    if (!now.has(key)) {
      node.remove();
    }
  }
  let at = container.firstChild;
  for (const node of now.values()) {
    if (node === at) {
      at = at.nextSibling;
    } else {
      container.insertBefore(node, at);
    }
  }
  container.nodes = now;
}

/** A panel: title with its explanation, optional note beside it, body. */
export function panel(title, key, note, ...body) {
  return h(
    "section",
    { class: "panel" },
    h("header", { class: "panel-head" }, h("h2", {}, term(title, key)), note || null),
    ...body,
  );
}

/** Says why there is nothing to see here, and what to do. */
export function empty(why, todo) {
  return h(
    "div",
    { class: "empty" },
    h("p", { class: "empty-why", text: why }),
    todo ? h("p", { class: "empty-todo", text: todo }) : null,
  );
}
