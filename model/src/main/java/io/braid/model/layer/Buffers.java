package io.braid.model.layer;

/** Small helpers for reused arrays. */
final class Buffers {
  private Buffers() {}

  /** The array itself if it is long enough, else a longer one; contents are lost when it grows. */
  static float[] atLeast(int length, float[] buffer) {
    return buffer.length >= length ? buffer : new float[Math.max(length, 2 * buffer.length)];
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
