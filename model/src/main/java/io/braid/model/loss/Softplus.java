package io.braid.model.loss;

/** log(1 + e^z) by arithmetic alone, so with the same bits on every machine. */
final class Softplus {
  private static final double LOG_2 = 0.6931471805599453;

  /** Beyond this, 1 + e is nearer to 2 than to 1, by ratio: the square root of 2, less 1. */
  private static final double MIDDLE = 0.41421356237309503;

  private Softplus() {}

  /**
   * log(1 + e), within 3 units in the last place. With s = (m - 1) / (m + 1) it is log m = 2 artanh
   * s = 2 (s + s^3 / 3 + s^5 / 5 + ...) for m = 1 + e or, above {@link #MIDDLE}, log 2 + log m for
   * m = (1 + e) / 2. Then |s| &lt; 0.1716, and what follows the term in s^23 is below 2^-63 of the
   * sum. The terms are added in groups, which depend less on each other than in Horner's rule.
   *
   * @param e in [0, 1]
   */
  static double logOnePlus(double e) {
    boolean upper = e > MIDDLE;
    double s = (upper ? e - 1.0 : e) / (upper ? e + 3.0 : e + 2.0);
    double t = s * s;
    double t2 = t * t;
    double t4 = t2 * t2;
    double a = (1 / 3.0 + t * (1 / 5.0)) + t2 * (1 / 7.0 + t * (1 / 9.0));
    double b = (1 / 11.0 + t * (1 / 13.0)) + t2 * (1 / 15.0 + t * (1 / 17.0));
    double c = (1 / 19.0 + t * (1 / 21.0)) + t2 * (1 / 23.0);
    double log = 2 * s + 2 * s * t * (a + t4 * (b + t4 * c));
    return upper ? LOG_2 + log : log;
  }
}
