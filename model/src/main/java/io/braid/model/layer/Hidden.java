package io.braid.model.layer;

import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;
import java.util.List;

/**
 * The settings of a pile of fully connected layers, which most trunks have in common.
 *
 * @param widths of the layers, at least one
 * @param activation of every layer
 * @param dropout probability after every layer, in [0, 1)
 */
record Hidden(List<Integer> widths, Activation activation, double dropout) {

  /** Reads {@code hidden}, {@code activation} and {@code dropout}. */
  static Hidden read(Params params) {
    Hidden hidden = readAny(params);
    if (hidden.widths.isEmpty()) {
      throw new SpecException(
          params.path("hidden"), "'[]' is not allowed, must be at least one width");
    }
    return hidden;
  }

  /** The same where there may be no layer at all. */
  static Hidden readAny(Params params) {
    List<Integer> widths = params.integers("hidden", List.of(64, 32), 1, 65_536);
    Activation activation = Activations.read(params);
    return new Hidden(widths, activation, params.real("dropout", 0, 0, 0.99));
  }

  /** Number of layers. */
  int depth() {
    return widths.size();
  }

  /** Width of layer {@code l}. */
  int width(int l) {
    return widths.get(l);
  }

  /** Width of the last layer. */
  int outputWidth() {
    return widths.get(widths.size() - 1);
  }

  /** Width of what layer {@code l} reads, or 0 for the first, which reads the features. */
  int inputWidth(int l) {
    return l == 0 ? 0 : widths.get(l - 1);
  }

  /** All layers over the features. */
  Stack stack(String name, TrunkContext context) {
    Stack stack = new Stack(input(name, 0, context));
    for (int width : widths) {
      stack.affine(width, activation).dropout(dropout);
    }
    return stack;
  }

  /** Layer {@code l} alone. */
  Stack layer(int l, String name, TrunkContext context) {
    return new Stack(input(name, inputWidth(l), context))
        .affine(width(l), activation)
        .dropout(dropout);
  }

  /**
   * @param width of the representation that is read, or 0 for the features
   */
  static Stack.Input input(String name, int width, TrunkContext context) {
    return new Stack.Input(
        name,
        width,
        context.denseWidth(),
        context.sparseWidth(),
        context.parameters(),
        context.kernels());
  }
}
