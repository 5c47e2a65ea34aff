package io.braid.model.kernel;

import io.braid.model.spec.SpecException;

/** The kernels a pipeline names: {@code auto}, {@code loops} or {@code nd4j}. */
public final class KernelChoice {
  private KernelChoice() {}

  /**
   * Makes the named kernels, for one learner.
   *
   * @throws SpecException if the name is unknown
   */
  public static Kernels of(String name) {
    return switch (name) {
      case "auto" -> new AutoKernels();
      case "loops" -> new LoopKernels();
      case "nd4j" -> new Nd4jKernels();
      default ->
          throw new SpecException(
              "training.kernels",
              "'" + name + "' is not allowed, must be one of [auto, loops, nd4j]");
    };
  }
}
