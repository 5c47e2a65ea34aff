package io.braid.cli.stream;

import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Pipeline.Evaluation;
import java.util.Map;

/** Pipelines with what a command sets in the place of what their file says. */
public final class Overrides {
  private Overrides() {}

  /** The pipeline with these settings of Kafka and of the registry, and none of its own. */
  public static Pipeline connected(
      Pipeline p, Map<String, String> kafka, Map<String, String> registry) {
    return copy(p, p.evaluation(), kafka, registry);
  }

  /** The pipeline with metrics emitted at least every so many examples. */
  public static Pipeline measured(Pipeline p, int every) {
    Evaluation old = p.evaluation();
    Evaluation evaluation =
        new Evaluation(old.window(), old.fading(), Math.min(old.every(), every));
    return copy(p, evaluation, p.kafka(), p.registry());
  }

  private static Pipeline copy(
      Pipeline p, Evaluation evaluation, Map<String, String> kafka, Map<String, String> registry) {
    return new Pipeline(
        p.name(),
        p.input(),
        p.labels(),
        p.features(),
        p.trunk(),
        p.tasks(),
        p.weighting(),
        p.optimizer(),
        p.drift(),
        p.training(),
        evaluation,
        kafka,
        registry,
        p.http(),
        p.skip(),
        p.memory(),
        p.relatedness(),
        p.safeguards(),
        p.transfer(),
        p.written());
  }
}
