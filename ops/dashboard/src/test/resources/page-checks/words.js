// Looks for labels without an explanation, explanations that say nothing, and panels with nothing
// in them. Returns what it found.
const found = [];
const visible = (e) => e.checkVisibility();
for (const label of document.querySelectorAll("#tiles dt, #view dt, #view thead th, #view .panel-head h2, #view .legend-name, #view .settings th, #view .figures th, #view .tags > *")) {
  const own = label.closest("[data-view='task'] .task-main h2, .card-head h2");
  if (visible(label) && !own && !label.matches("[data-term]") && !label.querySelector("[data-term]")) {
    found.push("not explained: " + label.textContent.trim());
  }
}
for (const body of document.querySelectorAll("#view .panel, #view .card, #view .chart-plot, #view .bars, #view tbody, #view > div")) {
  if (visible(body)) {
    const text = [...body.childNodes]
      .filter((n) => !(n.matches && (n.matches(".panel-head, .card-head") || n.hidden)))
      .map((n) => n.innerText ?? n.textContent)
      .join("")
      .trim();
    const drawn = [...body.querySelectorAll("canvas, svg.rel")].some(visible);
    if (!text && !drawn) {
      found.push("empty: " + body.className + " " + body.textContent.slice(0, 40));
    }
  }
}
for (const line of document.querySelectorAll("#headline-more, .because")) {
  const words = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const jargon = /\b(rmse|mae|auc|ece|log_loss|kappa|f1|r2)\b/.exec(words.currentNode.data);
    if (jargon && visible(line) && !words.currentNode.parentElement.dataset.term) {
      found.push("not explained: " + jargon[0]);
    }
  }
}
return found;
