package io.braid.model.loss;

import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;
import io.braid.model.spec.Task;
import java.util.List;

/**
 * Pinball loss on standardised labels, one raw output per quantile (Koenker and Bassett,
 * "Regression quantiles", 1978). The task's loss is the mean over its n quantiles q, so it does not
 * grow with their number:
 *
 * <pre>
 *   L = 1/n sum_q max(q (y - z_q), (q - 1) (y - z_q))
 *   dL/dz_q = (1 - q) / n where z_q > y, -q / n where z_q < y, 0 where they are equal
 * </pre>
 *
 * Raw outputs are independent and may cross. The link sorts them, which keeps quantiles in order
 * and never raises the loss (Chernozhukov, Fernandez-Val and Galichon, "Quantile and probability
 * curves without crossing", 2010). The point prediction is the quantile nearest to the median.
 *
 * <p>Immutable.
 */
final class Quantile implements Loss {
  private final double[] quantiles;
  private final int point;

  Quantile(Params params, Task task) {
    List<Double> given = params.reals("quantiles", List.of(0.5), 0.001, 0.999);
    boolean rising = !given.isEmpty();
    for (int i = 1; i < given.size(); i++) {
      rising &= given.get(i) > given.get(i - 1);
    }
    if (!rising) {
      throw new SpecException(
          params.path("quantiles"),
          Params.quote(given) + " is not allowed, must be one or more numbers in rising order");
    }
    quantiles = given.stream().mapToDouble(Double::doubleValue).toArray();
    int nearest = 0;
    for (int i = 1; i < quantiles.length; i++) {
      if (Math.abs(quantiles[i] - 0.5) < Math.abs(quantiles[nearest] - 0.5)) {
        nearest = i;
      }
    }
    point = nearest;
  }

  @Override
  public int outputs() {
    return quantiles.length;
  }

  @Override
  public int point() {
    return point;
  }

  @Override
  public Scaling scaling() {
    return Scaling.STANDARDIZED;
  }

  @Override
  public double gradient(float[] z, int at, double label, float[] dz, int dzAt) {
    for (int i = 0; i < quantiles.length; i++) {
      double error = label - z[at + i];
      double slope = error > 0 ? -quantiles[i] : error < 0 ? 1 - quantiles[i] : 0;
      dz[dzAt + i] = (float) (slope / quantiles.length);
    }
    return loss(z, at, label);
  }

  @Override
  public double loss(float[] z, int at, double label) {
    double sum = 0;
    for (int i = 0; i < quantiles.length; i++) {
      double error = label - z[at + i];
      sum += error > 0 ? quantiles[i] * error : (quantiles[i] - 1) * error;
    }
    return sum / quantiles.length;
  }

  @Override
  public void link(float[] z, int at, float[] prediction) {
    for (int i = 0; i < quantiles.length; i++) {
      float value = z[at + i];
      int j = i;
      for (; j > 0 && prediction[j - 1] > value; j--) {
        prediction[j] = prediction[j - 1];
      }
      prediction[j] = value;
    }
  }
}
