package io.braid.model.kernel;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Matrix multiplication by the OpenBLAS that ND4J brings, called directly: the fastest for batches
 * and wide layers. Going through ND4J's executioner adds 3 to 6 microseconds to every operation;
 * calling the library below it needs neither its arrays nor its one second of start-up.
 *
 * <p>Arguments are copied to native buffers that grow on demand and are then reused, so a call
 * allocates nothing. One thread, set for the whole process: with one thread OpenBLAS gives the same
 * bits in every run on the same machine (not across machines of different instruction sets), and
 * two threads on a busy machine are far slower than one. An instance is not thread-safe.
 */
public final class Nd4jKernels implements Kernels {

  /** A growing piece of native memory with its view as a buffer. */
  private static final class Native {
    private FloatPointer pointer = new FloatPointer(1L);
    private FloatBuffer view = pointer.asBuffer();

    FloatPointer room(int length) {
      if (view.capacity() < length) {
        pointer.close();
        pointer = new FloatPointer((long) Math.max(length, 2 * view.capacity()));
        view = pointer.asBuffer();
      }
      return pointer;
    }

    FloatPointer copyOf(float[] source, int from, int length) {
      room(length);
      view.put(0, source, from, length);
      return pointer;
    }

    void copyTo(float[] target, int from, int length) {
      view.get(0, target, from, length);
    }
  }

  private final Native left = new Native();
  private final Native right = new Native();
  private final Native result = new Native();

  public Nd4jKernels() {
    blas_set_num_threads(1);
  }

  @Override
  public void affine(
      int rows,
      int in,
      int out,
      float[] x,
      int xAt,
      float[] p,
      int weights,
      int bias,
      float[] y,
      int yAt) {
    if (rows == 0 || out == 0) {
      return;
    }
    FloatPointer a = left.copyOf(x, xAt, rows * in);
    FloatPointer b = right.copyOf(p, weights, in * out);
    FloatPointer c = result.room(rows * out);
    if (bias >= 0) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(p, bias, y, yAt + r * out, out);
      }
      result.copyOf(y, yAt, rows * out);
    }
    gemm(CblasNoTrans, CblasNoTrans, rows, out, in, a, in, b, out, bias < 0 ? 0f : 1f, c);
    result.copyTo(y, yAt, rows * out);
  }

  @Override
  public void inputGradient(
      int rows,
      int in,
      int out,
      float[] dy,
      int dyAt,
      float[] p,
      int weights,
      float[] dx,
      int dxAt) {
    if (rows == 0 || in == 0) {
      return;
    }
    FloatPointer a = left.copyOf(dy, dyAt, rows * out);
    FloatPointer b = right.copyOf(p, weights, in * out);
    FloatPointer c = result.copyOf(dx, dxAt, rows * in);
    gemm(CblasNoTrans, CblasTrans, rows, in, out, a, out, b, out, 1f, c);
    result.copyTo(dx, dxAt, rows * in);
  }

  @Override
  public void parameterGradient(
      int rows,
      int in,
      int out,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] g,
      int weights,
      int bias) {
    if (in > 0 && out > 0) {
      FloatPointer a = left.copyOf(x, xAt, rows * in);
      FloatPointer b = right.copyOf(dy, dyAt, rows * out);
      FloatPointer c = result.room(in * out);
      gemm(CblasTrans, CblasNoTrans, in, out, rows, a, in, b, out, 0f, c);
      result.copyTo(g, weights, in * out);
    }
    if (bias >= 0) {
      Sums.columns(rows, out, dy, dyAt, g, bias);
    }
  }

  private static void gemm(
      int transposeA,
      int transposeB,
      int m,
      int n,
      int k,
      FloatPointer a,
      int strideA,
      FloatPointer b,
      int strideB,
      float beta,
      FloatPointer c) {
    cblas_sgemm(
        CblasRowMajor,
        transposeA,
        transposeB,
        m,
        n,
        k,
        1f,
        a,
        Math.max(1, strideA),
        b,
        Math.max(1, strideB),
        beta,
        c,
        n);
  }
}
