package io.braid.model.layer;

import io.braid.model.spec.Catalog;

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
}
