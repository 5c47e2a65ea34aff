package io.braid.model.spec;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake is answered by one line: the path, the value, what is allowed. */
class PipelineMistakesTest {
  private static final String NAME = "name: river\n";
  private static final String FEATURES = "features: [a, b]\n";
  private static final String TASKS = "tasks: [{name: t, kind: regression}]\n";
  private static final String GOOD = NAME + FEATURES + TASKS;
  private static final String ROOT =
      "[name, input, labels, features, trunk, head, tasks, weighting, optimizer, drift, batch, kernels,"
          + " seed, early_stopping, evaluation, kafka, schema.registry, http, skip,"
          + " label_memory, relatedness, protection, transfer_gain, warm_start, freeze, rates]";
  private static final String KINDS = "[binary, multiclass, regression, count, box, tagging]";

  static Stream<Arguments> mistakes() {
    return Stream.of(
        // the file
        mistake("", "p.yaml: the file is empty"),
        mistake("# nothing\n", "p.yaml: the file is empty"),
        mistake(
            "- a\n",
            "p.yaml: line 1, column 1: must be settings by name, such as 'name: river-flow'"),
        mistake("name: a\nname: b\n", "p.yaml: line 2, column 1: the key 'name' stands twice"),
        mistake(
            "trunk: {kind: mlp, kind: linear}\n",
            "p.yaml: line 1, column 20: the key 'kind' stands twice"),
        mistake("a: &x 1\nb: *x\n", "p.yaml: line 2, column 4: aliases (*x) are not supported"),
        mistake(
            GOOD + "---\nname: c\n",
            "p.yaml: line 5, column 1: a second document, one pipeline" + " per file"),
        mistake(
            "name: [a\n",
            "p.yaml: line 2, column 1: while parsing a flow sequence, expected ',' or ']', but got"
                + " <stream end>"),
        mistake("name: a: b\n", "p.yaml: line 1, column 8: mapping values are not allowed here"),
        mistake(
            "name: a\n\tbatch: 1\n",
            "p.yaml: line 2, column 1: while scanning for the next token, found character '\\t(TAB)'"
                + " that cannot start any token. (Do not use \\t(TAB) for indentation)"),
        // the top level
        mistake(FEATURES + TASKS, "name: missing, must be a name such as river-flow"),
        mistake(
            "name: river flow\n" + FEATURES + TASKS,
            "name: 'river flow' is not allowed, must be 1 to 100 of the characters A-Z a-z 0-9 . _"
                + " -"),
        mistake(
            "name: [a]\n" + FEATURES + TASKS,
            "name: '[a]' is not allowed, must be a non-empty text"),
        mistake(
            GOOD + "optimiser: adam\n", "optimiser: no such setting 'optimiser', known: " + ROOT),
        mistake(
            NAME + TASKS,
            "features: nothing is not allowed, must be a list such as [temperature, flow_*]"),
        mistake(
            NAME + "features: {a: numeric}\n" + TASKS,
            "features: '{a=numeric}' is not allowed, must be a list such as [temperature, flow_*]"),
        mistake(
            GOOD + "batch: 0\n",
            "batch: '0' is not allowed, must be a whole number from 1 to 65536"),
        mistake(
            GOOD + "batch: many\n",
            "batch: 'many' is not allowed, must be a whole number from 1 to 65536"),
        mistake(
            GOOD + "kernels: cuda\n",
            "kernels: 'cuda' is not allowed, must be one of [auto, loops, vector, nd4j]"),
        mistake(
            GOOD + "seed: 1.5\n",
            "seed: '1.5' is not allowed, must be a whole number of at least -2147483648"),
        mistake(
            GOOD + "trunk: 7\n", "trunk: '7' is not allowed, must be a name or {kind: name, ...}"),
        mistake(
            GOOD + "optimizer: {learning_rate: 0.1}\n",
            "optimizer.kind: nothing is not allowed, must be a catalogue name"),
        mistake(
            GOOD + "drift: {delta: 0.1}\n",
            "drift.detector: nothing is not allowed, must be a catalogue name"),
        mistake(
            GOOD + "evaluation: {window: 1}\n",
            "evaluation.window: '1' is not allowed, must be a whole number from 10 to 1000000"),
        mistake(
            GOOD + "evaluation: {fading: 1.0}\n",
            "evaluation.fading: '1.0' is not allowed, must be a number from 0.5 to 0.999999"),
        mistake(
            GOOD + "evaluation: {often: 3}\n",
            "evaluation.often: no such setting 'often', known: [window, fading, every]"),
        mistake(
            GOOD + "kafka: {producer: {acks: all}}\n",
            "kafka.producer: what is written here is not allowed, must be {env: NAME} or {file: PATH}"),
        mistake(
            GOOD + "schema.registry: http://localhost:8081\n",
            "schema.registry: 'http://localhost:8081' is not allowed, must be settings such as"
                + " {name: value}"),
        mistake(
            GOOD + "relatedness: often\n",
            "relatedness: 'often' is not allowed, must be settings such as true, false or {every:"
                + " 10, action: gate}"),
        mistake(
            GOOD + "relatedness: {every: 0}\n",
            "relatedness.every: '0' is not allowed, must be a whole number from 1 to 1000000"),
        mistake(
            GOOD + "relatedness: {measures: []}\n",
            "relatedness.measures: '[]' is not allowed, must be a list of names such as"
                + " [gradient_cosine, residual_correlation]"),
        mistake(
            GOOD + "relatedness: {measures: [affinity, affinity]}\n",
            "relatedness.measures[1]: 'affinity' is not allowed, it stands twice"),
        mistake(
            GOOD + "relatedness: {action: 3}\n",
            "relatedness.action: '3' is not allowed, must be a name or {kind: name, ...}"),
        // protection
        mistake(
            """
            name: p
            features: [a]
            protection: hedge
            tasks: [{name: b, kind: box, label: [x, y, w, h]}]
            """,
            "protection: not allowed with the task 'b', whose label has several values: mark it as"
                + " auxiliary or leave this out"),
        mistake(
            "name: p\nfeatures: [a]\ntasks: [{name: b, kind: box, label: [x, y, w, h], by: c}]\n",
            "tasks[0].by: not allowed for a task whose label has several values"),
        mistake(
            GOOD + "protection: true\n",
            "protection: 'true' is not allowed, must be a name or {kind: name, ...}"),
        mistake(
            GOOD + "protection: insurance\n",
            "protection: no protection named 'insurance', known: [hedge]"),
        mistake(
            GOOD + "protection: {kind: hedge, share: 0.7}\n",
            "protection.share: '0.7' is not allowed, must be a number from 1.0E-9 to 0.5"),
        mistake(
            GOOD + "protection: {kind: hedge, sample: 0}\n",
            "protection.sample: '0' is not allowed, must be a number from 0.001 to 1"),
        mistake(
            GOOD + "protection: {kind: hedge, rate: 1}\n",
            "protection.rate: no such setting 'rate', known: [share, range, sample]"),
        mistake(
            GOOD + "transfer_gain: yes please\n",
            "transfer_gain: 'yes please' is not allowed, must be settings such as true, false or"
                + " {sample: 0.2, action: report}"),
        mistake(
            GOOD + "transfer_gain: {action: stop}\n",
            "transfer_gain.action: 'stop' is not allowed, must be one of [report, gate]"),
        mistake(
            GOOD + "transfer_gain: {confidence: 1}\n",
            "transfer_gain.confidence: '1' is not allowed, must be a number from 0.5 to 0.999999"),
        mistake(
            GOOD + "protection: hedge\ntransfer_gain: {action: gate}\n",
            "transfer_gain.action: 'gate' is not allowed with protection, which serves the better"
                + " one already, must be report"),
        mistake(
            GOOD + "protection: hedge\ntransfer_gain: {sample: 0.5}\n",
            "transfer_gain.sample: not allowed with protection, set it at protection.sample"),
        // input and labels
        mistake(
            GOOD + "input: river.readings\n",
            "input: 'river.readings' is not allowed, must be settings such as {topic:"
                + " river.readings}"),
        mistake(
            GOOD + "input: {topic: a/b}\n",
            "input.topic: 'a/b' is not allowed, must be 1 to 249 of the characters A-Z a-z 0-9 . _"
                + " -"),
        mistake(
            GOOD + "labels: {wait: soon}\n",
            "labels.wait: 'soon' is not allowed, must be a duration such as 500ms, 30s, 30m, 72h or"
                + " 7d, from 1ms to 365d"),
        mistake(
            GOOD + "labels: {wait: 400d}\n",
            "labels.wait: '400d' is not allowed, must be a duration such as 500ms, 30s, 30m, 72h or"
                + " 7d, from 1ms to 365d"),
        mistake(
            GOOD + "labels: {max_pending: 0}\n",
            "labels.max_pending: '0' is not allowed, must be a whole number from 1 to 1000000000"),
        mistake(
            GOOD + "labels: {topic: river.events}\n",
            "labels.topic: 'river.events' is not allowed, it is the input topic too"),
        // what is taken over, frozen, or moves at its own rate
        mistake(
            GOOD + "warm_start: river.braid\n",
            "warm_start: 'river.braid' is not allowed, must be settings such as {from: river.braid}"),
        mistake(
            GOOD + "warm_start: {trunk: true}\n",
            "warm_start.from: missing, must be the path of a snapshot file"),
        mistake(
            GOOD + "warm_start: {from: f, heads: all}\n",
            "warm_start.heads: 'all' is not allowed, must be one of [matching, none]"),
        mistake(
            GOOD + "freeze: [trunk, 7]\n",
            "freeze[1]: '7' is not allowed, must be a part such as trunk or {part: trunk, steps:"
                + " 500}"),
        mistake(
            GOOD + "freeze: {part: trunk, steps: 0}\n",
            "freeze[0].steps: '0' is not allowed, must be a whole number of at least 1"),
        mistake(
            GOOD + "freeze: [{steps: 5}]\n",
            "freeze[0].part: missing, must be a part such as trunk"),
        mistake(
            GOOD + "rates: 0.5\n",
            "rates: '0.5' is not allowed, must be numbers by name, such as {a: 1.0}"),
        mistake(
            GOOD + "rates: {trunk: 0}\n",
            "rates.trunk: '0' is not allowed, must be a number from 1.0E-6 to 1000"),
        // features
        mistake(
            NAME + "features: [a, a]\n" + TASKS,
            "features[1].name: 'a' is not allowed, an earlier feature has this name"),
        mistake(
            NAME + "features: [{type: numeric}]\n" + TASKS,
            "features[0].name: missing, must be a feature's name or a pattern"),
        mistake(
            NAME + "features: [{name: 'a*', field: b}]\n" + TASKS,
            "features[0].field: not allowed together with a pattern as the name, 'a*'"),
        mistake(
            NAME + "features: [[a]]\n" + TASKS,
            "features[0]: '[a]' is not allowed, must be settings such as {name: season, type:"
                + " categorical}"),
        mistake(
            NAME + "features: [a, t]\n" + TASKS,
            "features[1]: 't' is not allowed, it is the label of task 't', which would be predicted"
                + " from itself"),
        // tasks
        task(
            "[]",
            "tasks: '[]' is not allowed, must be a list such as [{name: flood, kind: binary,"
                + " label: is_flood}]"),
        task("[{kind: binary}]", "tasks[0].name: missing, must be the task's name"),
        task(
            "[{name: t, kind: box}]",
            "tasks[0].label: nothing is not allowed, must be the fields of x, y, width and height,"
                + " such as [x, y, w, h]"),
        task(
            "[{name: t, kind: box, label: {fields: [x, y, w]}}]",
            "tasks[0].label.fields: '[x, y, w]' is not allowed, must be the fields of x, y, width"
                + " and height, such as [x, y, w, h]"),
        task(
            "[{name: t, kind: box, label: [x, y, w, x]}]",
            "tasks[0].label[3]: 'x' is not allowed, it stands twice"),
        task(
            "[{name: t, kind: box, label: [x, y, a, h]}]",
            "features[0]: 'a' is not allowed, it is the label of task 't', which would be predicted"
                + " from itself"),
        task("[{name: t}]", "tasks[0].kind: missing, must be one of " + KINDS),
        task(
            "[{name: t, kind: ranking}]",
            "tasks[0].kind: 'ranking' is not allowed, must be one of " + KINDS),
        task(
            "[{name: t, kind: count}, {name: t, kind: count}]",
            "tasks[1].name: 't' is not allowed, an earlier task has this name"),
        task(
            "[{name: t, kind: count, auxiliary: true}]",
            "tasks: all are auxiliary, at least one must be emitted"),
        task(
            "[{name: t, kind: count, auxiliary: maybe}]",
            "tasks[0].auxiliary: 'maybe' is not allowed, must be true or false"),
        task(
            "[{name: t, kind: count, weight: -1}]",
            "tasks[0].weight: '-1' is not allowed, must be a number from 1.0E-6 to 1000000"),
        task(
            "[{name: t, kind: count, wieght: 1}]",
            "tasks[0].wieght: no such setting 'wieght', known: [name, kind, label, positive, above,"
                + " classes, loss, weight, auxiliary, hidden, drift, head, by]"),
        task(
            "[{name: t, kind: count, by: {max: 5}}]",
            "tasks[0].by.field: missing, must be the field that names the member"),
        task(
            "[{name: t, kind: count, by: {field: school, max: 0}}]",
            "tasks[0].by.max: '0' is not allowed, must be a whole number from 1 to 10000"),
        task(
            "[{name: t, kind: count, by: {column: school}}]",
            "tasks[0].by.field: missing, must be the field that names the member"),
        task(
            "[{name: t, kind: count, by: [school]}]",
            "tasks[0].by: '[school]' is not allowed, must be a non-empty text"),
        task(
            "[{name: t, kind: count, by: t}]",
            "tasks[0].by: 't' is not allowed, it is the label of this task"),
        task(
            "[{name: t, kind: count, hidden: [16, 0]}]",
            "tasks[0].hidden[1]: '0' is not allowed, must be a whole number from 1 to 65536"),
        task(
            "[{name: t, kind: count, hidden: [16], head: rls}]",
            "tasks[0].hidden: not allowed together with head, write head: {kind: dense, hidden:"
                + " ...}"),
        task(
            "[{name: t, kind: count, head: {forgetting: 0.9}}]",
            "tasks[0].head.kind: nothing is not allowed, must be a catalogue name"),
        task(
            "[{name: t, kind: count, loss: {delta: 1}}]",
            "tasks[0].loss.kind: nothing is not allowed, must be a catalogue name"),
        task(
            "[{name: t, kind: count, label: [x]}]",
            "tasks[0].label: '[x]' is not allowed, must be a non-empty text"),
        task(
            "[{name: t, kind: binary, label: {column: x}}]",
            "tasks[0].label.column: no such setting 'column', known: [field, positive, above, measure]"),
        task(
            "[{name: t, kind: binary, label: {field: x, positive: 'yes', above: 4}}]",
            "tasks[0].above: not allowed together with positive, choose one of them"),
        task(
            "[{name: t, kind: binary, positive: a, label: {field: x, positive: b}}]",
            "tasks[0].label.positive: not allowed here, the task has it already"),
        task(
            "[{name: t, kind: binary, label: {field: x, measure: size, above: 4}}]",
            "tasks[0].label.measure: 'size' is not allowed, must be one of [length, words, digits, capitals]"),
        task(
            "[{name: t, kind: binary, label: {field: x, measure: length}}]",
            "tasks[0].label.above: missing, a binary task needs it to make two classes of a measure"),
        task(
            "[{name: t, kind: binary, label: {field: x, measure: length, positive: a}}]",
            "tasks[0].label.measure: not allowed together with positive, choose one of them"),
        task(
            "[{name: t, kind: multiclass, classes: 2, label: {field: x, measure: length}}]",
            "tasks[0].label.measure: not allowed on a multiclass task, it gives a number"),
        task(
            "[{name: t, kind: tagging, classes: 2, length: 1}]",
            "tasks[0].length: '1' is not allowed, must be a whole number from 2 to 4096"),
        task(
            "[{name: t, kind: regression, above: 4}]",
            "tasks[0].above: not allowed on a regression task, only on a binary one"),
        task(
            "[{name: t, kind: binary, above: high}]",
            "tasks[0].above: 'high' is not allowed, must be a number from -1.0E30 to 1.0E30"),
        task(
            "[{name: t, kind: multiclass}]",
            "tasks[0].classes: missing, must be a list of class names or their number, 2 to 10000"),
        task(
            "[{name: t, kind: multiclass, classes: 1}]",
            "tasks[0].classes: '1' is not allowed, must be a list of class names or their number, 2"
                + " to 10000"),
        task(
            "[{name: t, kind: multiclass, classes: [a]}]",
            "tasks[0].classes: '[a]' is not allowed, must be a list of class names or their number,"
                + " 2 to 10000"),
        task(
            "[{name: t, kind: multiclass, classes: [a, b, a]}]",
            "tasks[0].classes[2]: 'a' is not allowed, it stands twice"),
        task(
            "[{name: t, kind: multiclass, classes: [1, 2, 1.0]}]",
            "tasks[0].classes[2]: '1.0' is not allowed, it stands twice"),
        task(
            "[{name: t, kind: binary, classes: [a, b]}]",
            "tasks[0].classes: not allowed on a binary task, only on a multiclass or tagging one"),
        task(
            "[{name: t, kind: binary, drift: {detector: ddm, reaction: reset}}]",
            "tasks[0].drift.reaction: not allowed for one task, set it for all at drift.reaction"));
  }

  private static Arguments task(String tasks, String message) {
    return mistake(NAME + FEATURES + "tasks: " + tasks + "\n", message);
  }

  private static Arguments mistake(String yaml, String message) {
    return arguments(yaml, message);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("mistakes")
  void aMistakeIsAnsweredByOneLine(String yaml, String message) {
    assertThatThrownBy(() -> PipelineFile.parse(yaml, "p.yaml"))
        .isInstanceOf(SpecException.class)
        .hasMessage(message);
  }
}
