// What is known of the quality figures: name, unit, how to write a value; and when a task is well.

import * as format from "./format.js";

const share = (label) => ({
  label,
  unit: "%",
  format: (v) => format.percent(v),
  marks: format.percentMarks,
});
const score = (label) => ({
  label,
  unit: "1 is perfect",
  format: format.real,
  marks: format.realMarks,
});
const error = (label) => ({
  label,
  unit: "label’s unit",
  format: format.real,
  marks: format.realMarks,
});

const KNOWN = {
  accuracy: share("Accuracy"),
  balanced_accuracy: share("Balanced accuracy"),
  accuracy_persistence: share("Accuracy of the last label"),
  accuracy_majority: share("Accuracy of the majority"),
  kappa: score("Kappa"),
  kappa_temporal: score("Kappa over time"),
  f1: score("F1"),
  auc: score("Ranking (AUC)"),
  r2: score("Explained (R²)"),
  log_loss: { label: "Log loss", unit: "nats", format: format.real, marks: format.realMarks },
  ece: {
    label: "Calibration error",
    unit: "%",
    format: (v) => format.percent(v),
    marks: format.percentMarks,
  },
  iou: share("Overlap (IoU)"),
  iou_mean: share("Overlap of the mean box"),
  mae: error("Mean error (MAE)"),
  rmse: error("Typical error (RMSE)"),
  rmse_mean: error("RMSE of the running mean"),
  rmse_persistence: error("RMSE of the last label"),
  rrmse: {
    label: "Relative error",
    unit: "below 1 is better",
    format: format.real,
    marks: format.realMarks,
  },
  rrmse_persistence: {
    label: "Error to last label",
    unit: "below 1 is better",
    format: format.real,
    marks: format.realMarks,
  },
  poisson_deviance: {
    label: "Count misfit",
    unit: "0 is perfect",
    format: format.real,
    marks: format.realMarks,
  },
};

/** Label, unit and format of a figure; also of one that is not known here. */
export function metric(name) {
  return (
    KNOWN[name] || {
      label: format.capital(format.words(name)),
      unit: "",
      format: format.real,
      marks: format.realMarks,
    }
  );
}

/** What a task predicts, in a word or two. */
export function kindName(kind) {
  const names = {
    binary: "Yes or no",
    multiclass: "Which class",
    regression: "Number",
    count: "How many",
    box: "Where (box)",
    tagging: "Tags of words",
  };
  return names[kind] || format.capital(kind);
}

export function figure(task, name) {
  return task.figures.find((f) => f.metric === name) || null;
}

/** Latest value there is: of the window, else fading, else of everything. */
export function recent(f) {
  return f === null ? null : (f.windowed ?? f.fading ?? f.whole);
}

/**
 * How a task stands beside its baseline.
 *
 * @return {state: "better"|"same"|"worse"|"waiting", text}
 */
export function verdict(task, spec) {
  const f = figure(task, spec.primary);
  const value = recent(f);
  if (value === null || value === undefined) {
    return { state: "waiting", text: "no answers yet", gain: null };
  }
  if (!f.baseline || f.baseline.value === null) {
    return { state: "waiting", text: "no rule of thumb yet", gain: null };
  }
  const mistakes = (v) => (spec.higherIsBetter ? 1 - v : v);
  const own = mistakes(value);
  const rule = mistakes(f.baseline.value);
  const gain = rule > 0 ? (rule - own) / rule : own > 0 ? -1 : 0;
  const part = format.percent(Math.min(Math.abs(gain), 9.99), 0);
  const noun = spec.primary === "accuracy" ? "mistakes" : "error";
  const than = "than ‘" + f.baseline.name + "’";
  if (Math.abs(gain) < 0.01) {
    return { state: "same", text: "no better " + than, gain };
  }
  const fewer = noun === "error" ? "less" : "fewer";
  return gain > 0
    ? { state: "better", text: `${part} ${fewer} ${noun} ${than}`, gain }
    : { state: "worse", text: `${part} more ${noun} ${than}`, gain };
}
