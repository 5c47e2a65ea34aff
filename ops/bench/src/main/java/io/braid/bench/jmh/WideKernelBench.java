package io.braid.bench.jmh;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import io.braid.bench.Shape;
import io.braid.model.kernel.KernelChoice;
import io.braid.model.kernel.Kernels;
import io.braid.model.learner.Learner;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The five matrix multiplications of one step of the wide network ({@link Shape#WIDE}: two forward,
 * two for the parameters' gradients, one for the hidden layer's), bare and through the kernels.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WideKernelBench {
  private static final int ROWS = 64;
  private static final int FIRST = 512;
  private static final int SECOND = 256;

  private int in;
  private FloatPointer x;
  private FloatPointer w1;
  private FloatPointer h1;
  private FloatPointer w2;
  private FloatPointer h2;
  private FloatPointer g1;
  private FloatPointer g2;
  private FloatPointer d1;
  private Kernels kernels;
  private float[] heapX;
  private float[] heapW1;
  private float[] heapH1;
  private float[] heapW2;
  private float[] heapH2;
  private float[] heapG1;
  private float[] heapG2;
  private float[] heapD1;

  @Setup
  public void setup() {
    blas_set_num_threads(1);
    kernels = KernelChoice.of("auto");
    in = new Learner(Shape.of(Shape.WIDE).pipeline()).newExample().features.denseWidth;
    heapX = random(ROWS * in);
    heapW1 = random(in * FIRST);
    heapH1 = random(ROWS * FIRST);
    heapW2 = random(FIRST * SECOND);
    heapH2 = random(ROWS * SECOND);
    heapG1 = random(in * FIRST);
    heapG2 = random(FIRST * SECOND);
    heapD1 = random(ROWS * FIRST);
    x = new FloatPointer(heapX);
    w1 = new FloatPointer(heapW1);
    h1 = new FloatPointer(heapH1);
    w2 = new FloatPointer(heapW2);
    h2 = new FloatPointer(heapH2);
    g1 = new FloatPointer(heapG1);
    g2 = new FloatPointer(heapG2);
    d1 = new FloatPointer(heapD1);
  }

  private static float[] random(int length) {
    Random random = new Random(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian() * 0.05f;
    }
    return values;
  }

  /** Straight into OpenBLAS, everything in native memory already. */
  @Benchmark
  public FloatPointer bare() {
    gemm(CblasNoTrans, CblasNoTrans, ROWS, FIRST, in, x, in, w1, FIRST, h1);
    gemm(CblasNoTrans, CblasNoTrans, ROWS, SECOND, FIRST, h1, FIRST, w2, SECOND, h2);
    gemm(CblasTrans, CblasNoTrans, FIRST, SECOND, ROWS, h1, FIRST, h2, SECOND, g2);
    gemm(CblasNoTrans, CblasTrans, ROWS, FIRST, SECOND, h2, SECOND, w2, SECOND, d1);
    gemm(CblasTrans, CblasNoTrans, in, FIRST, ROWS, x, in, d1, FIRST, g1);
    return g1;
  }

  /** As the network calls them: arrays on the heap, copied where BLAS needs them. */
  @Benchmark
  public float[] throughKernels() {
    kernels.affine(ROWS, in, FIRST, heapX, 0, heapW1, 0, -1, heapH1, 0);
    kernels.affine(ROWS, FIRST, SECOND, heapH1, 0, heapW2, 0, -1, heapH2, 0);
    kernels.parameterGradient(ROWS, FIRST, SECOND, heapH1, 0, heapH2, 0, heapG2, 0, -1);
    java.util.Arrays.fill(heapD1, 0f);
    kernels.inputGradient(ROWS, FIRST, SECOND, heapH2, 0, heapW2, 0, heapD1, 0);
    kernels.parameterGradient(ROWS, in, FIRST, heapX, 0, heapD1, 0, heapG1, 0, -1);
    return heapG1;
  }

  private static void gemm(
      int transA,
      int transB,
      int m,
      int n,
      int k,
      FloatPointer a,
      int lda,
      FloatPointer b,
      int ldb,
      FloatPointer c) {
    cblas_sgemm(CblasRowMajor, transA, transB, m, n, k, 1f, a, lda, b, ldb, 0f, c, n);
  }
}
