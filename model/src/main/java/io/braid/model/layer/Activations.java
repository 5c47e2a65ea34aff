package io.braid.model.layer;

import io.braid.model.spec.Catalog;
import io.braid.model.spec.Component;
import io.braid.model.spec.Params;
import java.util.List;

/** The activations by name. */
public final class Activations {
  static final Catalog<Void, Activation> CATALOG =
      Catalog.<Void, Activation>of("activation")
          .with("relu", "max(x, 0): the cheapest, a good default", (params, context) -> new Relu())
          .with("tanh", "bounded and smooth", (params, context) -> new Tanh())
          .with("gelu", "smooth relative of relu", (params, context) -> new Gelu());

  private Activations() {}

  /** Every name, in order of registration. */
  public static List<String> names() {
    return List.copyOf(CATALOG.names());
  }

  /** Reads the setting {@code activation}. */
  static Activation read(Params params) {
    String name = params.choice("activation", "relu", names());
    return CATALOG.create(Component.of(name), null);
  }
}
