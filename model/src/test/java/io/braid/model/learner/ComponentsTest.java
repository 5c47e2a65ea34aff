package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.drift.Detectors;
import io.braid.model.optimizer.Optimizers;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComponentsTest {

  @Test
  void everyCatalogueIsListedWithASummaryAndSettingsPerEntry() {
    List<Components.Group> all = Components.all();
    assertThat(all)
        .extracting(Components.Group::noun)
        .containsExactly(
            "feature type",
            "trunk",
            "loss",
            "weighting",
            "optimizer",
            "schedule",
            "drift detector",
            "drift reaction",
            "early stopping",
            "head",
            "head of a family",
            "measure",
            "action",
            "metric");
    assertThat(all)
        .allSatisfy(
            group ->
                assertThat(group.entries())
                    .isNotEmpty()
                    .allSatisfy(entry -> assertThat(entry.summary()).isNotBlank()));
    assertThat(all.get(4).entries())
        .extracting(Components.Entry::name)
        .containsExactlyElementsOf(Optimizers.CATALOG.names());
    assertThat(all.get(6).entries())
        .extracting(Components.Entry::name)
        .containsExactlyElementsOf(Detectors.CATALOG.names());
    assertThat(all.get(7).entries().get(1).settings())
        .extracting(d -> d.key() + "=" + d.fallback())
        .containsExactly("factor=3", "half_life=500");
  }

  @Test
  void chosenComponentsShowWhatIsWrittenAndTheDefaultsOfTheRest() {
    Pipeline pipeline =
        PipelineFile.parse(
            """
            name: m
            features: [{name: a, clip: 9}]
            tasks: [{name: y, kind: regression, loss: {kind: huber}, drift: ddm}]
            optimizer: {kind: sgd, learning_rate: 0.5}
            drift: {detector: adwin, on: loss, reaction: reset_head}
            early_stopping: {kind: patience, patience: 7}
            """,
            "p");
    List<Chosen> chosen = Chosen.of(pipeline);
    assertThat(chosen)
        .extracting(c -> c.place() + " " + c.name())
        .containsExactly(
            "trunk mlp",
            "weighting ema_norm",
            "optimizer sgd",
            "drift adwin",
            "early_stopping patience",
            "tasks[0].loss huber",
            "tasks[0].drift ddm");
    assertThat(shown(chosen.get(2)))
        .contains("learning_rate=0.5 written", "schedule=constant", "clip_norm=0", "l1=0");
    assertThat(shown(chosen.get(3)))
        .containsExactly(
            "delta=0.002",
            "check_every=32",
            "direction=up",
            "on=loss written",
            "reaction=reset_head written");
    assertThat(shown(chosen.get(4))).contains("patience=7 written", "half_life=1000");
    assertThat(shown(chosen.get(5))).containsExactly("delta=1");
    assertThat(shown(chosen.get(6))).contains("on=error").noneMatch(s -> s.startsWith("reaction"));
    assertThat(shown(Chosen.of(pipeline.features().get(0))))
        .contains("scale=standard", "clip=9 written")
        .anyMatch(setting -> setting.startsWith("missing="));
  }

  private static List<String> shown(Chosen chosen) {
    return chosen.settings().stream()
        .map(s -> s.key() + "=" + s.value() + (s.written() ? " written" : ""))
        .toList();
  }
}
