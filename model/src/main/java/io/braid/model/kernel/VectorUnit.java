package io.braid.model.kernel;

import java.lang.reflect.InvocationTargetException;

/**
 * The door to what is written with the Vector API. That API is an incubating module, which is there
 * only if the virtual machine was started with it; so nothing outside the vector sources may refer
 * to them, and they are found by name.
 */
abstract class VectorUnit {
  private static final VectorUnit FOUND = find();

  /** Whether vectors can be used, and are wide enough to be worth it. */
  static boolean present() {
    return FOUND != null;
  }

  /** The unit, if {@link #present}. */
  static VectorUnit get() {
    return FOUND;
  }

  private static VectorUnit find() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return null;
    }
    try {
      VectorUnit unit =
          Class.forName("io.braid.model.kernel.Vectors")
              .asSubclass(VectorUnit.class)
              .getDeclaredConstructor()
              .newInstance();
      return unit.wide() ? unit : null;
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("the vector kernels do not start", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the vector kernels are missing from this build", e);
    }
  }

  /** Whether the machine has vectors of eight or sixteen floats. */
  abstract boolean wide();

  /** Kernels for single rows. */
  abstract Kernels kernels();

  /** Steps on gradients of single rows. */
  abstract OuterSteps steps();
}
