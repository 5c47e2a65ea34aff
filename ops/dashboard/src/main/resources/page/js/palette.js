// Colours that stay apart for colour-blind eyes (after Okabe and Ito), each with a dash and a shape
// of its own, so that nothing depends on colour alone.

export const SHAPES = ["circle", "square", "triangle", "diamond", "plus", "cross", "down", "ring"];
const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 5], [14, 4], [1, 4], [6, 2, 2, 2]];

/** How the n-th line of a chart is drawn. */
export function style(n) {
  const i = n % SHAPES.length;
  return { color: "--line-" + (i + 1), dash: DASHES[i], shape: SHAPES[i] };
}

/** The value of a colour in the present theme. */
export function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Outline of a shape around (0, 0), as an SVG path that a canvas can draw as well. */
export function outline(shape, r) {
  switch (shape) {
    case "square":
      return `M${-r} ${-r}H${r}V${r}H${-r}Z`;
    case "triangle":
      return `M0 ${-r * 1.2}L${r * 1.15} ${r}H${-r * 1.15}Z`;
    case "down":
      return `M0 ${r * 1.2}L${r * 1.15} ${-r}H${-r * 1.15}Z`;
    case "diamond":
      return `M0 ${-r * 1.35}L${r * 1.2} 0L0 ${r * 1.35}L${-r * 1.2} 0Z`;
    case "plus":
      return `M${-r * 1.2} 0H${r * 1.2}M0 ${-r * 1.2}V${r * 1.2}`;
    case "cross":
      return `M${-r} ${-r}L${r} ${r}M${r} ${-r}L${-r} ${r}`;
    default:
      return `M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0Z`;
  }
}

/** Shapes that are lines, not areas. */
export function open(shape) {
  return shape === "plus" || shape === "cross" || shape === "ring";
}
