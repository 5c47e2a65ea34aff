package io.braid.bench.quality;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import moa.classifiers.AbstractClassifier;
import moa.classifiers.AbstractMultiLabelLearner;
import moa.classifiers.bayes.NaiveBayes;
import moa.classifiers.functions.SGD;
import moa.classifiers.meta.AdaptiveRandomForest;
import moa.classifiers.meta.AdaptiveRandomForestRegressor;
import moa.classifiers.multilabel.trees.ISOUPTree;
import moa.classifiers.rules.AMRulesRegressor;
import moa.classifiers.rules.multilabel.AMRulesMultiTargetRegressor;
import moa.classifiers.trees.FIMTDD;
import moa.classifiers.trees.HoeffdingAdaptiveTree;

/** MOA's learners: of several targets at once, and one per task. At their own defaults. */
final class Moa {
  /** Of MOA's default 100, which would take hours. */
  private static final int TREES = 10;

  private static final double RATE = 0.01;

  private Moa() {}

  /** Adds a row per learner. */
  static void addTo(List<Method> methods) {
    makers().forEach((name, maker) -> methods.add(peer(name, maker)));
  }

  /** Every learner by the name of its row. */
  static Map<String, Maker> makers() {
    Map<String, Maker> makers = new LinkedHashMap<>();
    makers.put("moa iSOUP-Tree", multiTarget(ISOUPTree::new));
    makers.put("moa AMRules, multi-target", multiTarget(AMRulesMultiTargetRegressor::new));
    makers.put("moa AMRules per task", perTask(null, AMRulesRegressor::new));
    makers.put("moa tree per task", perTask(HoeffdingAdaptiveTree::new, FIMTDD::new));
    makers.put("moa forest per task", perTask(Moa::forest, Moa::regressionForest));
    makers.put("moa naive Bayes per task", perTask(NaiveBayes::new, null));
    makers.put(
        "moa SGD per task",
        (set, seed) ->
            new MoaPerTask(
                set, MoaInputs.encoded(set), () -> sgd("LOGLOSS"), () -> sgd("SQUAREDLOSS"), seed));
    return makers;
  }

  /** What the rows are, for the text beside the tables. */
  static String notes() {
    return "MOA's learners are those of its release on Maven Central, at their defaults but for"
        + " forests of "
        + TREES
        + " trees and a learning rate of "
        + RATE
        + " for its SGD (its default of 0.0001 is worse). Tree per task: HoeffdingAdaptiveTree and"
        + " FIMT-DD; forest: AdaptiveRandomForest and AdaptiveRandomForestRegressor. They see the"
        + " values as they are, missing numbers as the mean so far; its SGD sees Braid's running"
        + " standardisation and one-hot columns. Its multi-target learners know no missing label"
        + " and get the mean of the task's labels instead; binary tasks are targets of 0 and 1 to"
        + " them. A forecast that is not finite counts as the mean so far.";
  }

  /** Makes a learner for a data set. */
  @FunctionalInterface
  interface Maker {
    /** Null if the data set has no task for it. */
    Forecaster make(DataSet set, int seed);
  }

  private static Method peer(String name, Maker maker) {
    return new Method(
        name,
        1,
        false,
        true,
        (set, seed) -> {
          Forecaster peer = maker.make(set, seed);
          return peer == null ? null : Pass.over(set.rows(), new Judged(peer, set.pipeline()));
        });
  }

  private static Maker multiTarget(Supplier<AbstractMultiLabelLearner> learner) {
    return (set, seed) -> new MoaMultiTarget(set, learner.get(), seed);
  }

  /** One of the two is null where MOA's is not for tasks of that kind. */
  private static Maker perTask(
      Supplier<AbstractClassifier> classes, Supplier<AbstractClassifier> numbers) {
    return (set, seed) ->
        MoaPerTask.plays(set, classes != null, numbers != null)
            ? new MoaPerTask(set, MoaInputs.plain(set), classes, numbers, seed)
            : null;
  }

  private static AbstractClassifier forest() {
    AdaptiveRandomForest forest = new AdaptiveRandomForest();
    forest.ensembleSizeOption.setValue(TREES);
    return forest;
  }

  private static AbstractClassifier regressionForest() {
    AdaptiveRandomForestRegressor forest = new AdaptiveRandomForestRegressor();
    forest.ensembleSizeOption.setValue(TREES);
    return forest;
  }

  private static AbstractClassifier sgd(String loss) {
    SGD sgd = new SGD();
    sgd.lossFunctionOption.setChosenLabel(loss);
    sgd.learningRateOption.setValue(RATE);
    return sgd;
  }
}
