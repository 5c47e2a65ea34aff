package io.braid.model.kernel;

import jdk.incubator.vector.FloatVector;

/** What the Vector API makes possible. Found by name, see {@link VectorUnit}. */
final class Vectors extends VectorUnit {
  Vectors() {}

  @Override
  boolean wide() {
    int lanes = FloatVector.SPECIES_PREFERRED.length();
    return lanes == 8 || lanes == 16;
  }

  @Override
  Kernels kernels() {
    return new VectorKernels();
  }

  @Override
  OuterSteps steps() {
    return new VectorSteps();
  }
}
