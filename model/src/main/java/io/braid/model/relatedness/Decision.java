package io.braid.model.relatedness;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/** An action that decides now and then, by one of the measures. */
abstract class Decision implements Action {
  final Findings findings;
  private final int every;

  Decision(Params params, ActionContext context) {
    findings = context.findings(params);
    every = params.integer("every", 20, 1, 1_000_000);
  }

  abstract void decide(Levers levers);

  @Override
  public final void act(long measured, Levers levers) {
    if (measured % every == 0) {
      decide(levers);
    }
  }

  @Override
  public void save(SnapshotWriter out) {}

  @Override
  public void restore(SnapshotReader in) {}
}
