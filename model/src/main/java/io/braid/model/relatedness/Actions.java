package io.braid.model.relatedness;

import io.braid.model.spec.Catalog;

/** What can be done about measured relatedness, by name. */
public final class Actions {
  public static final Catalog<ActionContext, Action> CATALOG =
      Catalog.<ActionContext, Action>of("action")
          .with("soft_sharing", "holds tasks together as far as they are related", SoftSharing::new)
          .with("group", "groups related tasks, holds each group together", Grouping::new)
          .with("gate", "stops gradients in conflict with the others'", ConflictGate::new);

  private Actions() {}
}
