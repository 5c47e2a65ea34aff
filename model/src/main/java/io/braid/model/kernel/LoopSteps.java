package io.braid.model.kernel;

import io.braid.model.data.Segment;

/**
 * Steps on factors in plain loops. A row of a segment is {@code f * delta} with one f; where rows
 * are one parameter wide, a dense segment is stepped as the column {@code delta[0] * x} instead,
 * and a table entry by entry. Stateless.
 */
class LoopSteps implements OuterSteps {
  /** Flat loops over a gradient that was written down are vectorised by the JIT; these are not. */
  @Override
  public boolean pays(int row) {
    return false;
  }

  @Override
  public void sgd(Segment s, float factor) {
    int width = s.outerWidth();
    int[] index = s.outerIndex();
    float[] x = s.outerX();
    float[] d = s.outerDelta();
    float[] p = s.values();
    int from = s.from();
    if (index == null) {
      int in = s.outerEnd();
      if (width == 1) {
        sgdRow(0, in, x, d[0], p, from, factor);
      } else {
        for (int i = 0; i < in; i++) {
          sgdRow(0, width, d, x[i], p, from + i * width, factor);
        }
      }
      sgdRow(0, width, d, 1f, p, from + in * width, factor);
    } else if (width == 1) {
      sgdEntries(s, d[0], p, factor);
    } else {
      for (int k = s.outerBegin(); k < s.outerEnd(); k++) {
        sgdRow(0, width, d, x[k], p, from + index[k] * width, factor);
      }
    }
  }

  private static void sgdEntries(Segment s, float d0, float[] p, float factor) {
    int[] index = s.outerIndex();
    float[] x = s.outerX();
    int from = s.from();
    int end = s.outerEnd();
    for (int k = s.outerBegin(); k < end; k++) {
      int at = from + index[k];
      float g = x[k] * d0;
      p[at] -= factor * g;
    }
  }

  /** Steps {@code p[at + o]} along {@code f * d[o]} for {@code begin <= o < n}. */
  void sgdRow(int begin, int n, float[] d, float f, float[] p, int at, float factor) {
    for (int o = begin; o < n; o++) {
      float g = f * d[o];
      p[at + o] -= factor * g;
    }
  }

  @Override
  public void adaGrad(Segment s, float[] n, float scale, float rate, float epsilon) {
    int width = s.outerWidth();
    int[] index = s.outerIndex();
    float[] x = s.outerX();
    float[] d = s.outerDelta();
    float[] p = s.values();
    int from = s.from();
    if (index == null) {
      int in = s.outerEnd();
      if (width == 1) {
        adaGradRow(0, in, x, d[0], p, n, from, scale, rate, epsilon);
      } else {
        for (int i = 0; i < in; i++) {
          adaGradRow(0, width, d, x[i], p, n, from + i * width, scale, rate, epsilon);
        }
      }
      adaGradRow(0, width, d, 1f, p, n, from + in * width, scale, rate, epsilon);
    } else if (width == 1) {
      adaGradEntries(s, d[0], p, n, scale, rate, epsilon);
    } else {
      for (int k = s.outerBegin(); k < s.outerEnd(); k++) {
        adaGradRow(0, width, d, x[k], p, n, from + index[k] * width, scale, rate, epsilon);
      }
    }
  }

  private static void adaGradEntries(
      Segment s, float d0, float[] p, float[] n, float scale, float rate, float epsilon) {
    int[] index = s.outerIndex();
    float[] x = s.outerX();
    int from = s.from();
    int end = s.outerEnd();
    for (int k = s.outerBegin(); k < end; k++) {
      int at = from + index[k];
      float g = scale * (x[k] * d0);
      float sum = n[at] + g * g;
      n[at] = sum;
      p[at] -= rate * g / ((float) Math.sqrt(sum) + epsilon);
    }
  }

  /** Steps {@code p[at + o]} along {@code f * d[o]} for {@code begin <= o < width}. */
  void adaGradRow(
      int begin,
      int width,
      float[] d,
      float f,
      float[] p,
      float[] n,
      int at,
      float scale,
      float rate,
      float epsilon) {
    for (int o = begin; o < width; o++) {
      float g = scale * (f * d[o]);
      float sum = n[at + o] + g * g;
      n[at + o] = sum;
      p[at + o] -= rate * g / ((float) Math.sqrt(sum) + epsilon);
    }
  }

  @Override
  public void rmsProp(Segment s, float[] v, float decay, float a, float alpha, float epsilon) {
    int width = s.outerWidth();
    int[] index = s.outerIndex();
    float[] x = s.outerX();
    float[] d = s.outerDelta();
    float[] p = s.values();
    int from = s.from();
    if (index == null) {
      int in = s.outerEnd();
      if (width == 1) {
        rmsPropRow(0, in, x, d[0], p, v, from, decay, a, alpha, epsilon);
      } else {
        for (int i = 0; i < in; i++) {
          rmsPropRow(0, width, d, x[i], p, v, from + i * width, decay, a, alpha, epsilon);
        }
      }
      rmsPropRow(0, width, d, 1f, p, v, from + in * width, decay, a, alpha, epsilon);
    } else if (width == 1) {
      rmsPropEntries(s, d[0], p, v, decay, a, alpha, epsilon);
    } else {
      for (int k = s.outerBegin(); k < s.outerEnd(); k++) {
        rmsPropRow(0, width, d, x[k], p, v, from + index[k] * width, decay, a, alpha, epsilon);
      }
    }
  }

  private static void rmsPropEntries(
      Segment s, float d0, float[] p, float[] v, float decay, float a, float alpha, float epsilon) {
    int[] index = s.outerIndex();
    float[] x = s.outerX();
    int from = s.from();
    int end = s.outerEnd();
    for (int k = s.outerBegin(); k < end; k++) {
      int at = from + index[k];
      float g = x[k] * d0;
      float square = Math.max(decay * v[at] + a * g * g - 1e-30f, 0f);
      v[at] = square;
      p[at] -= alpha * g / ((float) Math.sqrt(square) + epsilon);
    }
  }

  /** Steps {@code p[at + o]} along {@code f * d[o]} for {@code begin <= o < n}. */
  void rmsPropRow(
      int begin,
      int n,
      float[] d,
      float f,
      float[] p,
      float[] v,
      int at,
      float decay,
      float a,
      float alpha,
      float epsilon) {
    for (int o = begin; o < n; o++) {
      float g = f * d[o];
      float square = Math.max(decay * v[at + o] + a * g * g - 1e-30f, 0f);
      v[at + o] = square;
      p[at + o] -= alpha * g / ((float) Math.sqrt(square) + epsilon);
    }
  }

  @Override
  public void adam(
      Segment s,
      float[] m,
      float[] v,
      float b1,
      float b2,
      float a1,
      float a2,
      float alpha,
      float epsilon) {
    int width = s.outerWidth();
    int[] index = s.outerIndex();
    float[] x = s.outerX();
    float[] d = s.outerDelta();
    float[] p = s.values();
    int from = s.from();
    if (index == null) {
      int in = s.outerEnd();
      if (width == 1) {
        adamRow(0, in, x, d[0], p, m, v, from, b1, b2, a1, a2, alpha, epsilon);
      } else {
        for (int i = 0; i < in; i++) {
          adamRow(0, width, d, x[i], p, m, v, from + i * width, b1, b2, a1, a2, alpha, epsilon);
        }
      }
      adamRow(0, width, d, 1f, p, m, v, from + in * width, b1, b2, a1, a2, alpha, epsilon);
    } else if (width == 1) {
      adamEntries(s, d[0], p, m, v, b1, b2, a1, a2, alpha, epsilon);
    } else {
      for (int k = s.outerBegin(); k < s.outerEnd(); k++) {
        adamRow(
            0, width, d, x[k], p, m, v, from + index[k] * width, b1, b2, a1, a2, alpha, epsilon);
      }
    }
  }

  private static void adamEntries(
      Segment s,
      float d0,
      float[] p,
      float[] m,
      float[] v,
      float b1,
      float b2,
      float a1,
      float a2,
      float alpha,
      float epsilon) {
    int[] index = s.outerIndex();
    float[] x = s.outerX();
    int from = s.from();
    int end = s.outerEnd();
    for (int k = s.outerBegin(); k < end; k++) {
      int at = from + index[k];
      float g = x[k] * d0;
      float moved = b1 * m[at] + a1 * g;
      float first = moved - Math.max(Math.min(moved, 1e-30f), -1e-30f);
      float second = Math.max(b2 * v[at] + a2 * g * g - 1e-30f, 0f);
      m[at] = first;
      v[at] = second;
      p[at] -= alpha * first / ((float) Math.sqrt(second) + epsilon);
    }
  }

  /** Steps {@code p[at + o]} along {@code f * d[o]} for {@code begin <= o < n}. */
  void adamRow(
      int begin,
      int n,
      float[] d,
      float f,
      float[] p,
      float[] m,
      float[] v,
      int at,
      float b1,
      float b2,
      float a1,
      float a2,
      float alpha,
      float epsilon) {
    for (int o = begin; o < n; o++) {
      float g = f * d[o];
      float moved = b1 * m[at + o] + a1 * g;
      float first = moved - Math.max(Math.min(moved, 1e-30f), -1e-30f);
      float second = Math.max(b2 * v[at + o] + a2 * g * g - 1e-30f, 0f);
      m[at + o] = first;
      v[at + o] = second;
      p[at + o] -= alpha * first / ((float) Math.sqrt(second) + epsilon);
    }
  }
}
