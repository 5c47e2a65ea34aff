package io.braid.model.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pipeline file says is what the pipeline holds. */
class PipelineFileTest {
  private static final String FULL =
      """
      name: river-flow
      input:   {topic: river.readings, time: observed_at, id: reading_id, weight: w}
      labels:  {topic: river.labels, wait: 72h}
      features:
        - flow_*
        - {name: season, type: categorical, buckets: 32}
        - {name: seen, type: time, field: meta.observed}
      trunk:   {kind: mlp, hidden: [8], activation: tanh}
      tasks:
        - {name: downstream, kind: regression, label: flow_48h, loss: huber, weight: 2.5}
        - {name: flood, kind: binary, label: {field: level, above: 40}, hidden: 16}
        - {name: rich, kind: binary, label: income, positive: '>50K', loss: {kind: log_loss, s: 1e-1}}
        - {name: colour, kind: multiclass, classes: [red, 2, true], auxiliary: true}
        - {name: digit, kind: multiclass, classes: 3, drift: {detector: ddm, warning: 2}}
        - {name: visits, kind: count}
      weighting: equal
      optimizer: {kind: sgd, learning_rate: 1e-3}
      drift:     {detector: page_hinkley, delta: 0.002, reaction: raise_learning_rate}
      batch: 16
      kernels: loops
      seed: 7
      early_stopping: {kind: patience, events: 1000}
      evaluation: {window: 500, fading: 0.99, every: 100}
      kafka:     {bootstrap.servers: 'localhost:9092', num.stream.threads: 2, x: true, y: 0.05}
      schema.registry: {url: 'http://localhost:8081'}
      """;

  private static final String SMALL =
      "name: s\nfeatures: [a]\ntasks: [{name: t, kind: regression}]\n";

  @Test
  void everySettingIsRead() {
    Pipeline p = PipelineFile.parse(FULL, "full");
    assertThat(p.name()).isEqualTo("river-flow");
    assertThat(p.input())
        .isEqualTo(new Pipeline.Input("river.readings", "observed_at", "reading_id", "w"));
    assertThat(p.labels()).isEqualTo(new Pipeline.Labels("river.labels", 72L * 3_600_000));
    assertThat(p.features())
        .containsExactly(
            new Feature("flow_*", "flow_*", new Component("numeric", Map.of(), "features[0]")),
            new Feature(
                "season",
                "season",
                new Component("categorical", Map.of("buckets", 32), "features[1]")),
            new Feature("seen", "meta.observed", new Component("time", Map.of(), "features[2]")));
    assertThat(p.trunk().parameters())
        .isEqualTo(Map.of("hidden", List.of(8), "activation", "tanh"));
    assertThat(p.tasks())
        .extracting(Task::label)
        .containsExactly(
            new Task.Label("flow_48h"),
            new Task.Label("level", null, 40.0),
            new Task.Label("income", ">50K", null),
            new Task.Label("colour"),
            new Task.Label("digit"),
            new Task.Label("visits"));
    assertThat(p.tasks())
        .extracting(t -> t.loss().kind())
        .containsExactly(
            "huber",
            "log_loss",
            "log_loss",
            "softmax_cross_entropy",
            "softmax_cross_entropy",
            "poisson");
    assertThat(p.tasks().get(0).weight()).isEqualTo(2.5);
    assertThat(p.tasks().get(1).hidden()).containsExactly(16);
    assertThat(p.tasks().get(3).classes()).containsExactly("red", "2", "true");
    assertThat(p.tasks().get(3).auxiliary()).isTrue();
    assertThat(p.tasks().get(4).classes()).containsExactly("0", "1", "2");
    assertThat(p.tasks().get(4).drift())
        .isEqualTo(new Component("ddm", Map.of("warning", 2), "tasks[4].drift"));
    assertThat(p.weighting().kind()).isEqualTo("equal");
    assertThat(p.optimizer().params().real("learning_rate", 1, 0, 1)).isEqualTo(1e-3);
    assertThat(p.drift())
        .isEqualTo(
            new Component(
                "page_hinkley",
                Map.of("delta", 0.002, "reaction", "raise_learning_rate"),
                "drift"));
    assertThat(p.training().batch()).isEqualTo(16);
    assertThat(p.training().kernels()).isEqualTo("loops");
    assertThat(p.training().seed()).isEqualTo(7);
    assertThat(p.training().earlyStopping().kind()).isEqualTo("patience");
    assertThat(p.evaluation()).isEqualTo(new Pipeline.Evaluation(500, 0.99, 100));
    assertThat(p.kafka())
        .isEqualTo(
            Map.of(
                "bootstrap.servers",
                "localhost:9092",
                "num.stream.threads",
                "2",
                "x",
                "true",
                "y",
                "0.05"));
    assertThat(p.registry()).isEqualTo(Map.of("url", "http://localhost:8081"));
  }

  @Test
  void whatIsNotSaidHasItsDefault() {
    Pipeline p = PipelineFile.parse(SMALL, "small");
    assertThat(p.input()).isEqualTo(new Pipeline.Input("s.events", null, null, null));
    assertThat(p.labels()).isNull();
    assertThat(p.trunk().kind()).isEqualTo("mlp");
    assertThat(p.trunk().parameters())
        .isEqualTo(Map.of("hidden", List.of(64, 32), "activation", "relu"));
    assertThat(p.weighting().kind()).isEqualTo("ema_norm");
    assertThat(p.optimizer().kind()).isEqualTo("rmsprop");
    assertThat(p.drift().kind()).isEqualTo("adwin");
    assertThat(p.training()).isEqualTo(Pipeline.Training.DEFAULT);
    assertThat(p.evaluation()).isEqualTo(Pipeline.Evaluation.DEFAULT);
    assertThat(p.tasks().get(0).loss().kind()).isEqualTo("squared_error");
    assertThat(p.tasks().get(0).label().field()).isEqualTo("t");
    assertThat(p.kafka()).isEmpty();
  }

  @Test
  void durationsHaveFiveUnits() {
    Map<String, Long> known =
        Map.of(
            "500ms", 500L, "30s", 30_000L, "30m", 1_800_000L, "2h", 7_200_000L, "1d", 86_400_000L);
    known.forEach(
        (text, ms) ->
            assertThat(
                    PipelineFile.parse(SMALL + "labels: {wait: " + text + "}\n", "x")
                        .labels()
                        .waitMs())
                .isEqualTo(ms));
  }

  @Test
  void anAuxiliaryTaskMayReconstructAFeature() {
    Pipeline p =
        PipelineFile.parse(
            "name: s\nfeatures: [a]\ntasks: [{name: t, kind: regression}, {name: r, kind:"
                + " regression, label: a, auxiliary: true}]\n",
            "x");
    assertThat(p.tasks()).hasSize(2);
  }

  @Test
  void aFileIsReadAndAMissingOrForeignOneIsNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("p.yaml");
    assertThatThrownBy(() -> PipelineFile.read(file)).hasMessage(file + ": no such file");
    Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
    assertThatThrownBy(() -> PipelineFile.read(file)).hasMessage(file + ": must be text in UTF-8");
    Files.write(file, SMALL.getBytes(StandardCharsets.UTF_8));
    assertThat(PipelineFile.read(file).name()).isEqualTo("s");
  }

  @Property(tries = 500)
  void anyTextIsAPipelineOrAnsweredByOneLine(@ForAll String text, @ForAll int at) {
    for (String yaml : List.of(text, spliced(text, at))) {
      try {
        PipelineFile.parse(yaml, "p.yaml");
      } catch (SpecException e) {
        assertThat(e.getMessage().lines().count()).isEqualTo(1);
      }
    }
  }

  private static String spliced(String text, int at) {
    int place = Math.floorMod(at, FULL.length());
    return FULL.substring(0, place) + text + FULL.substring(place);
  }

  @Test
  void globsTakeWhatIsFreeInColumnOrder() {
    Pipeline p =
        PipelineFile.parse(
            """
            name: s
            input: {time: at, id: id, weight: w}
            features:
              - {name: season, type: categorical}
              - {name: 'flow_?', type: numeric, clip: 3}
              - '*'
            tasks: [{name: t, kind: regression, label: flow_9}]
            """,
            "x");
    List<Column> columns =
        columns("at", "id", "w", "zeta", "flow_2", "season", "flow_1", "flow_9", "flow_10");
    Pipeline bound = p.bind(columns);
    assertThat(bound.features())
        .extracting(Feature::name)
        .containsExactly("season", "flow_2", "flow_1", "zeta", "flow_10");
    assertThat(bound.features().get(2).encoder().parameters()).isEqualTo(Map.of("clip", 3));
    assertThat(bound.features().get(3).encoder().kind()).isEqualTo("numeric");
    assertThat(bound.bind(columns)).isEqualTo(bound);
  }

  @Test
  void whatTheColumnsDoNotHoldIsRefused() {
    bindRefused(
        "features: [a]", "features[0]: no column named 'a', known: [temp_air, temp_soil, t, when]");
    bindRefused(
        "features: [temp_aire]", "features[0]: no column named 'temp_aire', near: [temp_air]");
    bindRefused(
        "features: ['x*']",
        "features[0]: 'x*' matches no column that is free (not a label, the time, the id, the"
            + " weight, nor another feature), known: [temp_air, temp_soil, t, when]");
    bindRefused(
        "features: ['temp*', 'temp_s*']",
        "features[1]: 'temp_s*' matches no column that is free (not a label, the time, the id, the"
            + " weight, nor another feature), near: [temp_soil]");
    bindRefused(
        "features: [{name: temp_air, field: when}, 'temp*']",
        "features[1]: two features named 'temp_air'");
    bindRefused(
        "features: ['temp*']\ninput: {time: at}", "input.time: no column named 'at', near: [t]");
    bindRefused(
        "features: ['temp*']\ninput: {weight: wehn}",
        "input.weight: no column named 'wehn', near: [when]");
    Pipeline p = PipelineFile.parse(SMALL, "x");
    assertThatThrownBy(() -> p.bind(columns("a", "tt")))
        .hasMessage("tasks[0].label: no column named 't', near: [tt]");
    assertThatThrownBy(() -> p.bind(columns("a", "t", "a")))
        .hasMessage("columns: two columns named 'a'");
    Pipeline later = PipelineFile.parse(SMALL + "labels: {wait: 1h}\n", "x");
    assertThat(later.bind(columns("a")).features()).hasSize(1);
  }

  private static void bindRefused(String settings, String message) {
    Pipeline p =
        PipelineFile.parse(
            "name: s\ntasks: [{name: t, kind: regression}]\n" + settings + "\n", "x");
    assertThatThrownBy(() -> p.bind(columns("temp_air", "temp_soil", "t", "when")))
        .isInstanceOf(SpecException.class)
        .hasMessage(message);
  }

  private static List<Column> columns(String... names) {
    return List.of(names).stream().map(n -> new Column(n, Column.Type.NUMBER)).toList();
  }

  @Test
  void theStructureIsTheSameUnderAnotherRateTopicOrOrderOfKeys() {
    String hash = hash(FULL);
    assertThat(hash).matches("[0-9a-f]{64}");
    for (String[] change :
        new String[][] {
          {"learning_rate: 1e-3", "learning_rate: 0.5"},
          {"river.readings", "other"},
          {"72h", "1h"},
          {"batch: 16", "batch: 1"},
          {"weight: 2.5", "weight: 1"},
          {
            "{kind: mlp, hidden: [8], activation: tanh}",
            "{activation: tanh, hidden: [8.0], kind: mlp}"
          },
          {"buckets: 32", "buckets: 32.0"},
          {"meta.observed", "elsewhere"},
          {"delta: 0.002", "delta: 0.1"},
          {"every: 100", "every: 10"}
        }) {
      assertThat(hash(replaced(change))).as(change[1]).isEqualTo(hash);
    }
  }

  @Test
  void theStructureIsAnotherUnderAnotherShape() {
    String hash = hash(FULL);
    for (String[] change :
        new String[][] {
          {"hidden: [8]", "hidden: [9]"},
          {"hidden: 16", "hidden: 17"},
          {"buckets: 32", "buckets: 33"},
          {"name: season", "name: saison"},
          {"kind: sgd", "kind: adam"},
          {"weighting: equal", "weighting: dwa"},
          {"detector: page_hinkley", "detector: adwin"},
          {"detector: ddm", "detector: eddm"},
          {"loss: huber", "loss: squared_error"},
          {"classes: 3", "classes: 4"},
          {"kind: count", "kind: regression"},
          {"name: visits", "name: visitors"},
          {"window: 500", "window: 501"},
          {"tanh", "relu"}
        }) {
      assertThat(hash(replaced(change))).as(change[1]).isNotEqualTo(hash);
    }
  }

  private static String replaced(String[] change) {
    assertThat(FULL).contains(change[0]);
    return FULL.replace(change[0], change[1]);
  }

  private static String hash(String yaml) {
    return PipelineFile.parse(yaml, "x").structureHash();
  }

  @Test
  void patternsMatchAsOneExpects() {
    assertThat(Names.matches("*", "")).isTrue();
    assertThat(Names.matches("a*b*c", "aXbYbZc")).isTrue();
    assertThat(Names.matches("a*b*c", "aXcYb")).isFalse();
    assertThat(Names.matches("f?o", "foo")).isTrue();
    assertThat(Names.matches("f?o", "fo")).isFalse();
    assertThat(Names.matches("a.c", "abc")).isFalse();
  }
}
