// Every term on the page in plain words. The page refuses no term: what a catalogue adds later is
// explained by its kind.

export const GLOSSARY = {
  // What is shown
  task: "One thing the model learns to predict, for example whether an order will be late. All tasks share one model.",
  auxiliary:
    "A helper task: it is learned because it helps the others, but its predictions are not sent out.",
  frozen:
    "This task has stopped improving, so its own part of the model is held still until a drift is found.",
  binary: "Yes or no (binary): the model gives the probability of yes.",
  multiclass: "One of several named classes (multiclass): the model gives each a probability.",
  regression: "A number (regression), such as hours or euros.",
  count: "How many (count): a whole number from 0 up.",
  box: "Where (box): a rectangle in an image, by its corner, width and height.",
  tagging: "One of several named classes for each word of a text (tagging).",
  kind: "What a task predicts: yes or no, one of several classes, a number, a count, a box, or tags.",
  quality:
    "How good the predictions are. Each prediction is made before its event's true answer is known and compared with it afterwards, so this is never flattered by hindsight.",
  windowed:
    "Over a fixed number of the latest answers, and nothing before. Shows best how things are now.",
  fading:
    "Over all answers, but the older one is, the less it counts. Smoother than the latest ones alone.",
  whole: "Over everything since the start, early mistakes included.",
  baseline:
    "What you would get without a model, by a rule of thumb such as saying the last answer again. A model worse than this is of no use.",
  "last label": "Rule of thumb: the answer will be the same as last time.",
  "running mean": "Rule of thumb: the average of all answers so far.",
  majority: "Rule of thumb: the most frequent answer so far.",
  verdict: "Recent quality of the model compared with the rule of thumb (the baseline).",
  figure: "A way to measure how good the predictions are.",
  labels: "A label is the true answer for an event. The model learns from labels only.",
  labelled:
    "How many events have brought their true answer for this task. The others teach it nothing.",
  weight:
    "How much this task counts at the moment when the shared model is moved. Braid balances the tasks so that none drowns the others.",
  weights:
    "How much each task counts at the moment when the shared model is moved. Braid balances the tasks so that none drowns the others.",
  loss: "What learning makes smaller: the penalty for a wrong prediction, on the scale of this task. Only its movement matters.",
  // Drift
  drift:
    "The world has changed: a task's error has moved by more than chance explains. Marked ▼ in the charts.",
  detector: "The statistical test that watches a task's error and says when it has changed.",
  what: "What the detector watches: the error of the predictions, or the loss that learning uses.",
  change:
    "The mean of what was watched, before the drift and after it, on the detector's scale from 0 to 1.",
  reaction: "What Braid did about the drift.",
  raise_learning_rate: "Braid learns in larger steps for a while, to catch up sooner.",
  reset_head: "Braid starts this task's own part of the model afresh.",
  step: "One update of the model from one event. The step number is the model's age in updates.",
  // Sharing
  relatedness:
    "Whether two tasks pull the shared model the same way (towards 1), opposite ways (towards −1), or do not care about each other (near 0).",
  uncertainty:
    "How far off this number may be by chance: about two thirds of the time it is within this much.",
  transfer:
    "How much better (above 0) or worse (below 0) a task does in the shared model than it would alone. The bar spans what is consistent with the data so far.",
  // Calibration
  calibration:
    "Whether probabilities can be taken at their word: of all predictions of 70 %, do 70 % come true? Points on the diagonal say yes.",
  claimed: "The probability that was predicted.",
  observed: "The share that came true.",
  // Labels
  outcomes: "What has become of the true answers, and of the events that wait for them.",
  on_time: "The answer came together with its event.",
  late: "The answer came while its event waited for it: tested against the prediction made at the time, then learned.",
  early: "The answer came before its event: kept, then learned with it.",
  duplicate: "The answer was known already: ignored.",
  corrected: "A new answer replaced a known one: learned once more, not tested again.",
  unmatched: "An answer whose event never came in time: sent to the rejected events.",
  expired: "Events that waited to the end without all their answers: dropped.",
  waiting: "Events whose answers have not all come yet.",
  evicted: "Events without all answers that had to go because too many were waiting.",
  replaced:
    "Events that waited when another of the same name came: the later one waits in their place.",
  replayed: "Answers that were read again after a restart and had been learned already: ignored.",
  delay: "Time from an event to its true answer.",
  p50: "Half are at or below this value (the median).",
  p90: "90 of 100 are at or below this value.",
  p99: "99 of 100 are at or below this value: the slow ones.",
  p999: "999 of 1,000 are at or below this value: the slowest.",
  // Rejected
  dead: "Events that could not be used. They are not lost: they lie in the dead-letter topic with the reason and where they came from, and everything else goes on.",
  reason: "Why the event could not be used.",
  message: "What exactly was wrong: the field, its value and what is allowed.",
  origin: "Topic, partition and offset: where in Kafka the event lies.",
  time: "When it happened.",
  total: "How many in all since the start.",
  share: "How many of all these it is.",
  refused:
    "Updates that were not made because they would have made the model's numbers infinite. The model stayed as it was.",
  // Operation
  status: "What the application is doing at the moment.",
  throughput: "Events processed in a second.",
  events: "Events read since the start.",
  predictions: "Predictions sent since the start: one record per usable event.",
  learned: "Events the model has learned from.",
  lag: "Events that lie in Kafka and have not been read yet. Near 0: Braid keeps up. Growing: it does not.",
  laglimit: "Above this many unread events Braid calls itself not ready.",
  latency: "Time from an event's arrival to its prediction.",
  work: "Time the application itself needs for an event: reading, predicting, learning. The rest of the prediction time is waiting.",
  uptime: "Time since this application was started.",
  stale: "Time since the model last learned something. Long silence means no labelled events come.",
  snapshot:
    "The copy of the model that is written to Kafka with each commit, so that a crash loses nothing.",
  changed: "How much of the snapshot had changed at the last commit: only that is written.",
  sections: "Parts the snapshot is made of.",
  snapshotTime: "Time the last snapshot took to write.",
  ready: "Whether the application can serve: model restored and few enough unread events.",
  // Pipeline
  pipeline: "The file that describes everything: what is read, what is learned, and how.",
  trunk: "The part of the model that all tasks share.",
  weighting: "How Braid decides how much each task counts.",
  optimizer: "The rule by which the model is moved after each event.",
  driftSetting: "How changes of the world are found, and what is done about them.",
  parameters: "Numbers in the model that learning adjusts.",
  guarantee:
    "exactly_once_v2: each event is learned once and each prediction is there once, whatever crashes. at_least_once: each event is still learned once, but outputs may repeat.",
  partitions:
    "Parts the input topic is divided into. Each is learned by its own copy of the model.",
  application: "The name under which this application is known to Kafka.",
  feature: "A piece of an event that the model looks at.",
  type: "How a feature is read: a number, a category, yes or no, or a time.",
  setting: "A value of the pipeline file.",
  value: "What it is set to.",
  written:
    "Written: it stands in the pipeline file. Default: it does not, and this is what holds then.",
  staticWeight: "How much the task counts by the pipeline file, before Braid balances it.",
  // Figures
  accuracy: "Share of predictions that were right.",
  balanced_accuracy:
    "Share of right predictions, taken class by class and averaged, so that rare classes count as much as frequent ones.",
  kappa: "How far above chance the predictions are: 1 is perfect, 0 is chance.",
  kappa_temporal:
    "How far above ‘same as last time’ the predictions are: 1 is perfect, 0 is no better.",
  f1: "Balance of finding all the cases and raising no false alarms; 1 is perfect.",
  accuracy_persistence: "Share right of the rule ‘same as last time’.",
  accuracy_majority: "Share right of the rule ‘always the most frequent answer’.",
  log_loss: "Penalty for confident mistakes; 0 is perfect, lower is better.",
  ece: "By how much predicted probabilities are off on average (expected calibration error); 0 is perfect.",
  auc: "Chance that a yes gets a higher probability than a no; 1 is perfect, 0.5 is guessing.",
  mae: "Mean absolute error: how far off a prediction is on average, in the label's own unit.",
  rmse: "Root mean squared error: typical size of a mistake in the label's own unit; large mistakes count more. Lower is better.",
  r2: "Share of the ups and downs that the model explains; 1 is perfect, 0 is no better than the average.",
  rrmse: "Error relative to always saying the average so far: below 1 is better than that.",
  rrmse_persistence: "Error relative to always saying the last value: below 1 is better than that.",
  rmse_mean: "Typical error of always saying the average so far.",
  rmse_persistence: "Typical error of always saying the last value.",
  poisson_deviance:
    "How badly predicted counts fit those that came; 0 is perfect, lower is better.",
};

/** The explanation of a term; of an unknown one, what kind of thing it is. */
export function explain(key) {
  if (Object.hasOwn(GLOSSARY, key)) {
    return GLOSSARY[key];
  }
  const [kind, name] = key.split(":");
  switch (kind) {
    case "metric":
      return (
        GLOSSARY[name] ||
        `A quality figure named ‘${name}’. ./braid describe --components says more.`
      );
    case "baseline":
      return GLOSSARY[name] || `Rule of thumb named ‘${name}’, which needs no model.`;
    case "lossKind":
      return `‘${name}’ is how mistakes of this task are penalised while learning. ./braid describe --components says more.`;
    case "reason":
      return (
        REASONS[name] || "A reason to reject events. The samples below say what exactly was wrong."
      );
    case "setting":
      return `The setting ‘${name}’. ./braid describe --components says what it does and what is allowed.`;
    case "measure":
      return MEASURES[name] || `How relatedness is measured: ${name}.`;
    default:
      return `‘${name || key}’: ./braid describe --components says more.`;
  }
}

const MEASURES = {
  gradient_cosine:
    "Measured by the angle between the directions in which two tasks want to move the shared model.",
  cross_event_cosine:
    "Measured by the angle between the directions two tasks want to move the shared model on different events.",
  affinity:
    "Measured by how much a small step for one task lowers the other's error.",
  residual_correlation: "Measured by whether two tasks are wrong at the same time.",
};

/** Why events are rejected, and who has to look at what. */
const REASONS = {
  WRONG_TYPE:
    "A value has a type that its field does not accept. Look at the sender, or at the field's type in the pipeline file.",
  NOT_A_NUMBER: "A value is not a number, or infinite. Look at the sender.",
  OUT_OF_RANGE: "A number or time is beyond what is allowed. Look at the sender.",
  UNKNOWN_CLASS:
    "A label is none of the task's classes. Add the class to the pipeline file, or look at the sender.",
  UNPARSABLE: "A text does not read as the number, yes or no, or time that its field needs.",
  UNKNOWN_TASK: "A label is for a task that the pipeline does not have.",
  UNKNOWN_EVENT: "A label's event did not come within the time labels wait.",
  MISSING_FIELD: "The event lacks a field that the pipeline needs.",
  NULL_KEY: "The record has no key where one is needed.",
  NULL_VALUE: "The record has no value.",
  TRUNCATED: "The record ends too early or does not follow its schema.",
  NOT_FRAMED: "The record was not written with a schema registry's serializer.",
  UNKNOWN_SCHEMA: "The registry does not know the schema that the record names.",
  INCOMPATIBLE_SCHEMA: "The record's schema cannot be read as the pipeline needs it.",
  REGISTRY_UNAVAILABLE: "The schema registry could not be asked.",
  TOO_LARGE: "The record, or a value of it, is larger than allowed.",
  NON_FINITE_STEP:
    "Learning from it would have made the model's numbers infinite. The model is unchanged.",
};
