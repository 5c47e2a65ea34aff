package io.braid.model.kernel;

import io.braid.model.spec.SpecException;

/**
 * Kernels by name: {@code auto}, {@code loops}, {@code vector} or {@code nd4j}. {@code auto} works
 * row by row with the Vector API where the virtual machine offers it and in plain loops elsewhere,
 * and leaves batches to BLAS. Vectors and loops give the same bits, so a model goes on as it was
 * wherever it is restored.
 */
public final class KernelChoice {
  private KernelChoice() {}

  /**
   * Makes the named kernels, for one learner.
   *
   * @throws SpecException if the name is unknown, or names what this virtual machine has not
   */
  public static Kernels of(String name) {
    return switch (name) {
      case "auto" -> new AutoKernels();
      case "loops" -> new LoopKernels();
      case "vector" -> vector().kernels();
      case "nd4j" -> new Nd4jKernels();
      default ->
          throw new SpecException(
              "training.kernels",
              "'" + name + "' is not allowed, must be one of [auto, loops, vector, nd4j]");
    };
  }

  /**
   * Steps on gradients given by their factors, to go with the named kernels.
   *
   * @throws SpecException as {@link #of}
   */
  public static OuterSteps steps(String name) {
    return switch (name) {
      case "auto" -> VectorUnit.present() ? VectorUnit.get().steps() : new LoopSteps();
      case "vector" -> vector().steps();
      default -> new LoopSteps();
    };
  }

  private static VectorUnit vector() {
    if (!VectorUnit.present()) {
      throw new SpecException(
          "kernels",
          "'vector' is not possible here, it needs vectors of at least 256 bits and a virtual"
              + " machine started with --add-modules jdk.incubator.vector");
    }
    return VectorUnit.get();
  }
}
