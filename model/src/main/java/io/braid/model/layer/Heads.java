package io.braid.model.layer;

import io.braid.model.spec.Catalog;
import io.braid.model.spec.Component;
import io.braid.model.spec.Skip;
import io.braid.model.spec.SpecException;

/** The heads by name. */
public final class Heads {
  public static final Catalog<HeadContext, Head> CATALOG =
      Catalog.<HeadContext, Head>of("head")
          .with("dense", "hidden layers of its own, or none, then linear outputs", DenseHead::new)
          .with(
              "rls", "recursive least squares that forgets; numbers with a variance", RlsHead::new)
          .with(
              "passive_aggressive",
              "the smallest move that makes a row's loss zero",
              PassiveAggressiveHead::new);

  private Heads() {}

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
