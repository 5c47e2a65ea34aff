package io.braid.model.layer;

import io.braid.model.spec.Catalog;
import io.braid.model.spec.Component;
import io.braid.model.spec.Params;
import io.braid.model.spec.Skip;
import io.braid.model.spec.SpecException;

/** The heads by name. */
public final class Heads {
  public static final Catalog<HeadContext, Head> CATALOG =
      Catalog.<HeadContext, Head>of("head")
          .with("dense", "hidden layers of its own, or none, then linear outputs", Heads::dense)
          .with("rls", "recursive least squares that forgets; numbers with a variance", Heads::rls)
          .with(
              "passive_aggressive",
              "the smallest move that makes a row's loss zero",
              Heads::passiveAggressive);

  private Heads() {}

  private static Head dense(Params params, HeadContext context) {
    return context.aim().isFamily()
        ? new MemberHead(params, context)
        : new DenseHead(params, context);
  }

  private static Head rls(Params params, HeadContext context) {
    return context.aim().isFamily()
        ? new MemberRlsHead(params, context)
        : new RlsHead(params, context);
  }

  private static Head passiveAggressive(Params params, HeadContext context) {
    if (context.aim().isFamily()) {
      throw new SpecException(
          params.path(),
          "does not fit the family of tasks '" + context.task() + "', allowed: dense, rls");
    }
    return new PassiveAggressiveHead(params, context);
  }

  /**
   * A head of the catalogue, with a linear path from the features beside it if {@code skip} is not
   * null.
   *
   * @throws SpecException also if the head moves its own parameters and so has no use for the path
   */
  public static Head create(Component component, HeadContext context, Skip skip) {
    Head head = CATALOG.create(component, context);
    if (skip == null) {
      return head;
    }
    if (head instanceof LearningHead) {
      throw new SpecException(
          "skip",
          "not allowed beside the head '"
              + component.kind()
              + "' of task '"
              + context.task()
              + "', which learns by itself: choose the head dense");
    }
    return new SkipHead(head, context, (float) skip.rate());
  }
}
