package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.braid.model.layer.Trunks;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.SpecException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mistakes in what is chosen from catalogues, which show when the learner is built: each is
 * answered by one line that names the path, the value and what is allowed. Mistakes in a pipeline
 * file's structure are in the test of the same name in {@code spec}.
 */
class PipelineMistakesTest {
  private static final String NAME = "name: m\n";
  private static final String FEATURES = "features: [a]\n";
  private static final String TASKS =
      """
      tasks:
        - {name: y, kind: binary}
        - {name: k, kind: multiclass, classes: [p, q, r]}
        - {name: v, kind: regression}
        - {name: n, kind: count}
      """;

  static Stream<Arguments> mistakes() {
    return Stream.of(
        // trunk
        setting(
            "trunk: transformer",
            "trunk: no trunk named 'transformer', known: " + Trunks.CATALOG.names()),
        setting(
            "trunk: {kind: mlp, hidden: []}",
            "trunk.hidden: '[]' is not allowed, must be at least one width"),
        setting(
            "trunk: {kind: mlp, hidden: [64, 0]}",
            "trunk.hidden[1]: '0' is not allowed, must be a whole number from 1 to 65536"),
        setting(
            "trunk: {kind: mlp, hidden: 70000}",
            "trunk.hidden[0]: '70000' is not allowed, must be a whole number from 1 to 65536"),
        setting(
            "trunk: {kind: mlp, activation: swish}",
            "trunk.activation: 'swish' is not allowed, must be one of [relu, tanh, gelu]"),
        setting(
            "trunk: {kind: mlp, dropout: 1}",
            "trunk.dropout: '1' is not allowed, must be a number from 0 to 0.99"),
        setting(
            "trunk: {kind: mlp, width: 64}",
            "trunk.width: no such setting 'width', known: [hidden, activation, dropout]"),
        setting(
            "trunk: {kind: linear, hidden: [8]}",
            "trunk.hidden: no such setting 'hidden', known: []"),
        // parts that are frozen or have a rate of their own
        setting(
            "freeze: [trnk]",
            "freeze[0]: no part named 'trnk', known: [trunk, heads, head.y, head.k, head.v, head.n]"),
        setting(
            "trunk: linear\nfreeze: [{part: trunk, steps: 9}]",
            "freeze[0]: no part named 'trunk', known: [heads, head.y, head.k, head.v, head.n]"),
        setting(
            "rates: {head.z: 2}",
            "rates.head.z: no part named 'head.z', known: [trunk, heads, head.y, head.k, head.v,"
                + " head.n]"),
        setting(
            "trunk: {kind: conv1d, channels: []}",
            "trunk.channels: '[]' is not allowed, must be at least one width"),
        setting(
            "trunk: {kind: conv1d, window: 4}",
            "trunk.window: '4' is not allowed, must be odd: a position and its neighbours"),
        arguments(
            NAME
                + "features: [{name: a, type: sequence}, {name: b, type: sequence, length: 8}]\n"
                + TASKS
                + "trunk: conv1d\n",
            "features: sequences of length 32 and 8 are not allowed together, they must have one length"),
        // weighting
        setting(
            "weighting: gradnrm",
            "weighting: no weighting named 'gradnrm', known: [equal, fixed, ema_norm, uncertainty, dwa, imtl_l, famo, stch, rlw, pcgrad, gradvac, cagrad, mgda, imtl_g, nash_mtl, fairgrad, aligned_mtl, upgrad, gradnorm, auto_lambda]"),
        setting(
            "weighting: {kind: ema_norm, decay: 2}",
            "weighting.decay: '2' is not allowed, must be a number from 1.0E-6 to 0.999"),
        setting(
            "weighting: {kind: fixed, weights: {z: 1}}",
            "weighting.weights.z: no task named 'z', known: [y, k, v, n]"),
        setting(
            "weighting: {kind: fixed, weights: {y: -1}}",
            "weighting.weights.y: '-1' is not allowed, must be a number from 0 to 1000000"),
        setting(
            "weighting: {kind: fixed, weights: 3}",
            "weighting.weights: '3' is not allowed, must be numbers by name, such as {a: 1.0}"),
        setting(
            "weighting: {kind: dwa, temperature: 0}",
            "weighting.temperature: '0' is not allowed, must be a number from 0.05 to 1000"),
        setting(
            "weighting: {kind: equal, weights: {y: 1}}",
            "weighting.weights: no such setting 'weights', known: []"),
        // relatedness
        setting(
            "relatedness: {measures: [gradient_cosine, angle]}",
            "relatedness.measures[1]: no measure named 'angle', known: [gradient_cosine,"
                + " cross_event_cosine, affinity, residual_correlation]"),
        setting(
            "relatedness: {measures: [{kind: affinity, decay: 0.5}]}",
            "relatedness.measures[0].decay: '0.5' is not allowed, must be a number from 1.0E-6 to"
                + " 0.05"),
        setting(
            "relatedness: {measures: affinity, action: gate}",
            "relatedness.measures: [affinity] is not allowed with an action, which needs one of"
                + " [gradient_cosine, cross_event_cosine, residual_correlation]"),
        setting(
            "relatedness: {action: merge}",
            "relatedness.action: no action named 'merge', known: [soft_sharing, group, gate]"),
        setting(
            "relatedness: {action: soft_sharing}",
            "relatedness.action: sets a strength per pair of tasks, which the trunk 'mlp' does not"
                + " have, allowed: [soft, soft_pairs]"),
        setting(
            "relatedness: {action: {kind: gate, by: affinity}}",
            "relatedness.action.by: 'affinity' is not allowed, must be one of [gradient_cosine,"
                + " cross_event_cosine, residual_correlation]"),
        // optimizer
        setting(
            "optimizer: adan",
            "optimizer: no optimizer named 'adan', known: [sgd, momentum, adagrad, rmsprop, adam, adamw, ftrl,"
                + " cocob, dowg, prodigy]"),
        setting(
            "optimizer: {kind: adam, learning_rate: 0}",
            "optimizer.learning_rate: '0' is not allowed, must be a number from 1.0E-12 to 1000"),
        setting(
            "optimizer: {kind: adam, learning_rate: fast}",
            "optimizer.learning_rate: 'fast' is not allowed, must be a number from 1.0E-12 to 1000"),
        setting(
            "optimizer: {kind: adam, lr: 0.1}",
            "optimizer.lr: no such setting 'lr', known: [learning_rate, schedule, clip_norm, beta1, beta2, epsilon, l1, l2]"),
        setting(
            "optimizer: {kind: adam, beta2: 1}",
            "optimizer.beta2: '1' is not allowed, must be a number from 0 to 0.999999"),
        setting(
            "optimizer: {kind: sgd, momentum: 0.9}",
            "optimizer.momentum: no such setting 'momentum', known: [learning_rate, schedule, clip_norm, l1, l2]"),
        setting(
            "optimizer: {kind: rmsprop, clip_norm: -1}",
            "optimizer.clip_norm: '-1' is not allowed, must be a number from 0 to 1.0E30"),
        setting(
            "optimizer: {kind: ftrl, l1: -0.1}",
            "optimizer.l1: '-0.1' is not allowed, must be a number from 0 to 1000000"),
        setting(
            "optimizer: {kind: adam, schedule: linear}",
            "optimizer.schedule: no schedule named 'linear', known: [constant, inverse_square_root, exponential, cosine]"),
        setting(
            "optimizer: {kind: adam, schedule: {kind: cosine, period: 0}}",
            "optimizer.schedule.period: '0' is not allowed, must be a whole number of at least 1"),
        setting(
            "optimizer: {kind: adam, schedule: {kind: constant, warmup: 5}}",
            "optimizer.schedule.warmup: no such setting 'warmup', known: [warm_up]"),
        // drift
        setting(
            "drift: cusum",
            "drift: no drift detector named 'cusum', known: [adwin, page_hinkley, ddm, eddm, hddm_a, kswin, none]"),
        setting(
            "drift: {detector: adwin, delta: 0.9}",
            "drift.delta: '0.9' is not allowed, must be a number from 1.0E-12 to 0.5"),
        setting(
            "drift: {detector: adwin, lambda: 50}",
            "drift.lambda: no such setting 'lambda', known: [delta, check_every, direction]"),
        setting(
            "drift: {detector: adwin, on: accuracy}",
            "drift.on: 'accuracy' is not allowed, must be one of [error, loss]"),
        setting(
            "drift: {detector: adwin, reaction: restart}",
            "drift.reaction: 'restart' is not allowed, must be one of [none, raise_learning_rate, reset_head]"),
        setting(
            "drift: {detector: adwin, factor: 2}",
            "drift.factor: not allowed with the reaction none, only with raise_learning_rate"),
        setting(
            "drift: {detector: adwin, reaction: raise_learning_rate, factor: 0.5}",
            "drift.factor: '0.5' is not allowed, must be a number from 1 to 1000"),
        setting(
            "drift: {detector: page_hinkley, min_values: 0}",
            "drift.min_values: '0' is not allowed, must be a whole number of at least 1"),
        setting(
            "drift: {detector: kswin, window: 50, stat_size: 30}",
            "drift.window: '50' is not allowed, must be at least twice the stat_size of 30"),
        setting(
            "drift: {detector: hddm_a, direction: down}",
            "drift.direction: 'down' is not allowed, must be one of [up, both]"),
        // early stopping
        setting(
            "early_stopping: plateau",
            "early_stopping: no early stopping named 'plateau', known: [patience]"),
        setting(
            "early_stopping: {kind: patience, patience: 0}",
            "early_stopping.patience: '0' is not allowed, must be a whole number of at least 1"),
        setting(
            "early_stopping: {kind: patience, min_improvement: 2}",
            "early_stopping.min_improvement: '2' is not allowed, must be a number from 0 to 1"),
        setting(
            "early_stopping: {kind: patience, epochs: 3}",
            "early_stopping.epochs: no such setting 'epochs', known: [patience, min_improvement, half_life]"),
        // losses and detectors of single tasks
        task(
            "{name: y, kind: binary, loss: hinge}",
            "tasks[0].loss: no loss named 'hinge', known: [log_loss, softmax_cross_entropy, tag_cross_entropy, squared_error, huber, smooth_l1, quantile, poisson]"),
        task(
            "{name: y, kind: binary, loss: squared_error}",
            "tasks[0].loss: loss 'squared_error' does not fit a binary task, allowed: [log_loss]"),
        task(
            "{name: y, kind: regression, loss: poisson}",
            "tasks[0].loss: loss 'poisson' does not fit a regression task, allowed: [squared_error, huber, quantile]"),
        task(
            "{name: y, kind: multiclass, classes: 3, loss: log_loss}",
            "tasks[0].loss: loss 'log_loss' does not fit a multiclass task, allowed: [softmax_cross_entropy]"),
        task(
            "{name: y, kind: count, loss: huber}",
            "tasks[0].loss: loss 'huber' does not fit a count task, allowed: [squared_error, poisson]"),
        task(
            "{name: y, kind: binary, loss: {kind: log_loss, label_smoothing: 1}}",
            "tasks[0].loss.label_smoothing: '1' is not allowed, must be a number from 0 to 0.9"),
        task(
            "{name: y, kind: binary, loss: {kind: log_loss, positive_weight: 0}}",
            "tasks[0].loss.positive_weight: '0' is not allowed, must be a number from 1.0E-6 to 1000000"),
        task(
            "{name: y, kind: binary, loss: {kind: log_loss, class_weights: [1, 2]}}",
            "tasks[0].loss.class_weights: no such setting 'class_weights', known: [label_smoothing, positive_weight]"),
        task(
            "{name: y, kind: multiclass, classes: [p, q, r], loss: {kind: softmax_cross_entropy, class_weights: [1, 2]}}",
            "tasks[0].loss.class_weights: 2 values are not allowed, must be one per class of [p, q, r]"),
        task(
            "{name: y, kind: regression, loss: {kind: huber, delta: 0}}",
            "tasks[0].loss.delta: '0' is not allowed, must be a number from 0.001 to 1000"),
        task(
            "{name: y, kind: regression, loss: {kind: quantile, quantiles: [0.9, 0.1]}}",
            "tasks[0].loss.quantiles: '[0.9, 0.1]' is not allowed, must be one or more numbers in rising order"),
        task(
            "{name: y, kind: regression, loss: {kind: quantile, quantiles: [0.5, 1]}}",
            "tasks[0].loss.quantiles[1]: '1' is not allowed, must be a number from 0.001 to 0.999"),
        task(
            "{name: y, kind: regression, drift: cusum}",
            "tasks[0].drift: no drift detector named 'cusum', known: [adwin, page_hinkley, ddm, eddm, hddm_a, kswin, none]"),
        task(
            "{name: y, kind: regression, drift: {detector: ddm, drift_level: -1}}",
            "tasks[0].drift.drift_level: '-1' is not allowed, must be a number from 0 to 100"),
        task(
            "{name: y, kind: regression, drift: {detector: ddm, factor: 2}}",
            "tasks[0].drift.factor: no such setting 'factor', known: [warning_level, drift_level, min_values]"),
        task(
            "{name: y, kind: regression, drift: {detector: eddm, on: fault}}",
            "tasks[0].drift.on: 'fault' is not allowed, must be one of [error, loss]"),
        task(
            "{name: y, kind: tagging, classes: 3, head: rls}",
            "tasks[0].head: does not fit task 'y' of kind tagging, allowed: dense"),
        arguments(
            NAME
                + "features: [{name: a, type: sequence, length: 8}]\ntrunk: conv1d\n"
                + "tasks: [{name: y, kind: tagging, classes: 3}]\n",
            "tasks[0].length: '32' is not allowed, the sequences of the features have 8 positions"),
        arguments(
            NAME
                + "features: [{name: a, type: sequence}]\ntrunk: conv1d\nskip: true\n"
                + "tasks: [{name: y, kind: tagging, classes: 3}]\n",
            "skip: not allowed with task 'y', whose head sees one position at a time"),
        // features
        feature(
            "{name: a, type: embedding}",
            "features[0]: no feature type named 'embedding', known: [numeric, categorical, boolean, image, time, text, sequence]"),
        feature(
            "{name: a, type: numeric, clip: 1}",
            "features[0].clip: '1' is not allowed, must be a number from 2 to 100"),
        feature(
            "{name: a, type: numeric, scale: minmax}",
            "features[0].scale: 'minmax' is not allowed, must be one of [standard, log, none]"),
        feature(
            "{name: a, type: numeric, scale: none, clip: 3}",
            "features[0].clip: no such setting 'clip', known: [scale, missing]"),
        feature(
            "{name: a, type: numeric, missing: mean}",
            "features[0].missing: 'mean' is not allowed, must be one of [dense, sparse, none]"),
        feature(
            "{name: a, buckets: 8}",
            "features[0].buckets: no such setting 'buckets', known: [scale, clip, missing]"),
        feature(
            "{name: a, type: categorical, buckets: 1}",
            "features[0].buckets: '1' is not allowed, must be a whole number from 2 to 1048576"),
        feature(
            "{name: a, type: categorical, buckets: 8, max: 4}",
            "features[0].max: not allowed together with buckets, choose one of them"),
        feature(
            "{name: a, type: categorical, values: [p, p]}",
            "features[0].values[1]: 'p' is not allowed, it is declared twice"),
        feature(
            "{name: a, type: time, cycles: [day, decade]}",
            "features[0].cycles[1]: 'decade' is not allowed, must be one of [hour, day, week, year]"),
        feature(
            "{name: a, type: time, cycles: []}",
            "features[0].cycles: '[]' is not allowed, must be different ones of [hour, day, week, year]"),
        feature(
            "{name: a, type: boolean, clip: 3}",
            "features[0].clip: no such setting 'clip', known: [missing]"),
        feature(
            "{name: a, type: text, words: [2, 1]}",
            "features[0].words: '[2, 1]' is not allowed, must be the shortest and the longest, such as [1, 2], or [] for none"),
        feature(
            "{name: a, type: text, words: 6}",
            "features[0].words[0]: '6' is not allowed, must be a whole number from 1 to 5"),
        feature(
            "{name: a, type: text, characters: [1, 2, 3]}",
            "features[0].characters: '[1, 2, 3]' is not allowed, must be the shortest and the longest, such as [3, 4], or [] for none"),
        feature(
            "{name: a, type: text, words: [], characters: []}",
            "features[0].characters: '[]' is not allowed together with words: [], nothing is left"),
        feature(
            "{name: a, type: text, tf: idf}",
            "features[0].tf: 'idf' is not allowed, must be one of [log, count, set]"),
        feature(
            "{name: a, type: text, longest: 0}",
            "features[0].longest: '0' is not allowed, must be a whole number from 1 to 1000000"),
        feature(
            "{name: a, type: sequence, length: 0}",
            "features[0].length: '0' is not allowed, must be a whole number from 1 to 4096"),
        feature(
            "{name: a, type: sequence, length: 4096, buckets: 10000}",
            "features[0].buckets: '10000' is not allowed with a length of 4096, must be at most 4096"),
        arguments(
            NAME + "features: [{name: a, type: text}]\n" + TASKS + "label_memory: {key: a}\n",
            "label_memory.key: 'a' is not allowed, it is read as text, must be categorical"));
  }

  private static Arguments setting(String line, String message) {
    return arguments(NAME + FEATURES + TASKS + line + "\n", message);
  }

  private static Arguments task(String task, String message) {
    return arguments(NAME + FEATURES + "tasks: [" + task + "]\n", message);
  }

  private static Arguments feature(String feature, String message) {
    return arguments(NAME + "features: [" + feature + "]\n" + TASKS, message);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("mistakes")
  void aMistakeIsAnsweredByOneLine(String yaml, String message) {
    Pipeline pipeline = PipelineFile.parse(yaml, "p.yaml");
    assertThatThrownBy(() -> new Prequential(pipeline))
        .isInstanceOf(SpecException.class)
        .hasMessage(message);
  }
}
