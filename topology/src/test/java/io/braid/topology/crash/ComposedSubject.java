package io.braid.topology.crash;

import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;

/**
 * What learning several tasks adds, all at once: a trunk per task with strengths per pair, a
 * weighting by gradients, heads of recursive least squares, a mixture over learning rates, and
 * measured relatedness that sets those strengths. The rows are those of {@link PrequentialSubject}.
 */
public final class ComposedSubject extends PrequentialSubject {
  private static final Pipeline COMPOSED =
      PipelineFile.parse(
          """
          name: composed
          input: {topic: any}
          features:
            - {name: a, type: numeric}
            - {name: b, type: numeric}
            - {name: city, type: categorical}
            - {name: item, type: categorical, buckets: 64}
          trunk: {kind: soft_pairs, hidden: [16, 8]}
          head: rls
          tasks:
            - {name: late, kind: binary, label: late}
            - {name: hours, kind: regression, label: hours, loss: huber}
            - {name: kind, kind: multiclass, label: kind, classes: 3}
            - {name: tickets, kind: count, label: tickets, loss: squared_error}
          weighting: cagrad
          optimizer: {kind: rmsprop, learning_rate: [1e-3, 3e-3, 1e-2]}
          drift: {detector: adwin, reaction: reset_head}
          relatedness: {every: 2, action: {kind: soft_sharing, every: 5}}
          evaluation: {window: 100, every: 100}
          """,
          "composed.yaml");

  public ComposedSubject() {
    super(COMPOSED);
  }
}
