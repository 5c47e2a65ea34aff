package io.braid.cli;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;

/**
 * Unpacks the native libraries of ND4J to the folder that {@code org.bytedeco.javacpp.cachedir}
 * names, as the first use would: the container image does it once, when it is built.
 */
public final class Natives {
  private Natives() {}

  public static void main(String[] args) {
    System.out.println(Loader.load(openblas_nolapack.class));
    System.out.println(Loader.load(Nd4jCpu.class));
  }
}
