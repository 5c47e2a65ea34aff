package io.braid.model.layer;

import java.util.Arrays;

/** Small helpers for reused arrays. */
final class Buffers {
  private Buffers() {}

  /** The array itself if it is long enough, else a longer one; contents are lost when it grows. */
  static float[] atLeast(int length, float[] buffer) {
    return buffer.length >= length ? buffer : new float[Math.max(length, 2 * buffer.length)];
  }

  /** The array itself or a longer one, its first {@code length} numbers zero. */
  static float[] zeroed(int length, float[] buffer) {
    float[] result = atLeast(length, buffer);
    Arrays.fill(result, 0, length, 0f);
    return result;
  }

  /** {@code y[i] += f * x[i]} for {@code i < n}. */
  static void add(int n, float f, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] += f * x[xAt + i];
    }
  }

  /** Inner product of {@code n} numbers of each. */
  static float dot(int n, float[] x, int xAt, float[] y, int yAt) {
    float s0 = 0f;
    float s1 = 0f;
    float s2 = 0f;
    float s3 = 0f;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      s0 += x[xAt + i] * y[yAt + i];
      s1 += x[xAt + i + 1] * y[yAt + i + 1];
      s2 += x[xAt + i + 2] * y[yAt + i + 2];
      s3 += x[xAt + i + 3] * y[yAt + i + 3];
    }
    for (; i < n; i++) {
      s0 += x[xAt + i] * y[yAt + i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Squared norm of {@code x[from .. from + n)}. */
  static double squaredNorm(int n, float[] x, int from) {
    float s0 = 0f;
    float s1 = 0f;
    float s2 = 0f;
    float s3 = 0f;
    int a = from;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      s0 += x[a] * x[a];
      s1 += x[a + 1] * x[a + 1];
      s2 += x[a + 2] * x[a + 2];
      s3 += x[a + 3] * x[a + 3];
      a += 4;
    }
    for (; i < n; i++) {
      s0 += x[a] * x[a];
      a++;
    }
    return ((double) s0 + s1) + ((double) s2 + s3);
  }
}
