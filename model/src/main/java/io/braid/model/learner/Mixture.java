package io.braid.model.learner;

import io.braid.model.data.Features;
import io.braid.model.data.Prediction;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.loss.Loss;
import java.util.Arrays;

/**
 * Mixes what several models say of each task, which differ in their learning rate: nobody has to
 * guess it, and the mixture follows when another rate becomes the right one.
 *
 * <p>The raw outputs are mixed, {@code z = sum_m w_m z_m}, in which every loss is convex (of
 * classes it is the log odds that are averaged). The weights are those of the polynomially weighted
 * average with one learning rate per expert (ML-Poly: Gaillard, Stoltz and van Erven, "A
 * second-order bound with excess losses", COLT 2014, section 3), on the loss's tangent at the
 * mixture, which makes it compete with the best fixed mixture rather than with the best single
 * model:
 *
 * <pre>
 *   r_m = dL/dz (z - z_m)      R_m = sum of r_m, fading      S_m = sum of r_m^2, fading
 *   w_m ~ max(0, R_m) / S_m    (all alike where no R_m is positive)
 * </pre>
 *
 * There is nothing to tune: the ratio has no scale. The fading, not in the paper, is there so that
 * a rate that was best long ago does not stay so.
 *
 * <p>A tangent says nothing of overshooting: a model that diverges would now and then seem the
 * best. So a model has no part in a task while the fading average of its own loss is beyond four
 * times the best model's, and none in a row where its outputs are beyond {@value #SANE} on the
 * loss's scale. A task without a label moves none of its weights. Not thread-safe.
 */
final class Mixture implements State {
  private static final double KEEP = 0.999;
  private static final double LOSS_KEEP = 0.99;
  private static final double WORSE = 4.0;
  private static final double SANE = 1000.0;

  /** Where losses are cut off, so that sums of them stay finite. */
  private static final double MOST = 1e100;

  private final Model[] models;
  private final double[][] weights;
  private final double[][] regret;
  private final double[][] squares;

  /** Fading sums of each model's own loss. */
  private final double[][] losses;

  private final float[][] mixed;
  private final float[][] slope;

  /** What each model counts for in the row last mixed; NaN if it has no part. */
  private final double[] share;

  Mixture(Model[] models) {
    this.models = models;
    Objective objective = models[0].objective();
    int tasks = objective.tasks();
    weights = new double[tasks][models.length];
    regret = new double[tasks][models.length];
    squares = new double[tasks][models.length];
    losses = new double[tasks][models.length];
    mixed = new float[tasks][];
    slope = new float[tasks][];
    share = new double[models.length];
    for (int k = 0; k < tasks; k++) {
      Arrays.fill(weights[k], 1.0 / models.length);
      mixed[k] = new float[objective.loss(k).outputs()];
      slope[k] = new float[objective.loss(k).outputs()];
    }
  }

  /** Predicts row 0; changes nothing. */
  void predict(Features x, Prediction into) {
    for (int m = 0; m < models.length; m++) {
      models[m].network().forward(x, false);
    }
    for (int k = 0; k < weights.length; k++) {
      mix(k, 0);
      models[0].objective().link(k, mixed[k], deviation(k), into);
    }
  }

  /** The models' outputs for one row of a task. */
  private void mix(int k, int r) {
    int width = mixed[k].length;
    double best = MOST * MOST;
    for (int m = 0; m < models.length; m++) {
      best = Math.min(best, losses[k][m]);
    }
    double sum = 0;
    int parts = 0;
    for (int m = 0; m < models.length; m++) {
      boolean part = losses[k][m] <= WORSE * best && sane(outputs(m, k), r * width, width);
      share[m] = part ? weights[k][m] : Double.NaN;
      sum += part ? weights[k][m] : 0;
      parts += part ? 1 : 0;
    }
    if (parts == 0) {
      share[0] = 0;
      parts = 1;
    }
    Arrays.fill(mixed[k], 0f);
    for (int m = 0; m < models.length; m++) {
      if (!Double.isNaN(share[m])) {
        share[m] = sum > 0 ? share[m] / sum : 1.0 / parts;
        float[] z = outputs(m, k);
        for (int o = 0; o < width; o++) {
          mixed[k][o] += (float) (share[m] * z[r * width + o]);
        }
      }
    }
  }

  private float[] outputs(int m, int k) {
    return models[m].network().outputs(k);
  }

  private static boolean sane(float[] values, int from, int count) {
    boolean sane = true;
    for (int i = from; i < from + count; i++) {
      sane &= Math.abs(values[i]) <= SANE;
    }
    return sane;
  }

  /** Of a mixture of the models' laws, for the row last mixed; NaN if one of them does not know. */
  private double deviation(int k) {
    double sum = 0;
    for (int m = 0; m < models.length; m++) {
      if (share[m] > 0) {
        double own = models[m].network().deviation(k);
        double away = outputs(m, k)[0] - mixed[k][0];
        sum += share[m] * (own * own + away * away);
      }
    }
    return Math.sqrt(sum);
  }

  /**
   * Weighs the models anew by the rows they are about to learn.
   *
   * @param labels {@code [rows][slots]}, NaN where absent
   * @param rowWeights one per row
   */
  void learn(int rows, double[] labels, double[] rowWeights) {
    Objective objective = models[0].objective();
    for (int r = 0; r < rows; r++) {
      for (int k = 0; k < weights.length; k++) {
        boolean labelled = !Double.isNaN(labels[r * objective.slots().total() + k]);
        if (objective.active[k] && labelled) {
          learn(k, r, objective.scaled(k, labels, r), rowWeights[r]);
        }
      }
    }
  }

  private void learn(int k, int r, double[] label, double weight) {
    mix(k, r);
    Loss loss = models[0].objective().loss(k);
    int width = mixed[k].length;
    loss.gradient(mixed[k], 0, label, slope[k], 0);
    double sum = 0;
    for (int m = 0; m < models.length; m++) {
      float[] z = outputs(m, k);
      double own = loss.loss(z, r * width, label);
      losses[k][m] = LOSS_KEEP * losses[k][m] + weight * (own <= MOST ? own : MOST);
      double better = 0;
      for (int o = 0; o < width && !Double.isNaN(share[m]); o++) {
        better += weight * slope[k][o] * ((double) mixed[k][o] - z[r * width + o]);
      }
      regret[k][m] = Double.isNaN(share[m]) ? 0 : KEEP * regret[k][m] + better;
      squares[k][m] = KEEP * squares[k][m] + better * better;
      weights[k][m] = squares[k][m] > 0 ? Math.max(0, regret[k][m]) / squares[k][m] : 0;
      sum += weights[k][m];
    }
    for (int m = 0; m < models.length; m++) {
      weights[k][m] = sum > 0 ? weights[k][m] / sum : 1.0 / models.length;
    }
  }

  /** Takes over what another mixture of models of the same rates knows of its task j. */
  void inherit(int k, Mixture other, int j) {
    for (int m = 0; m < models.length; m++) {
      weights[k][m] = other.weights[j][m];
      regret[k][m] = other.regret[j][m];
      squares[k][m] = other.squares[j][m];
      losses[k][m] = other.losses[j][m];
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    out.tag("mixture");
    for (int k = 0; k < weights.length; k++) {
      out.putDoubles(weights[k]).putDoubles(regret[k]).putDoubles(squares[k]).putDoubles(losses[k]);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    in.tag("mixture");
    for (int k = 0; k < weights.length; k++) {
      in.getDoubles(weights[k]);
      in.getDoubles(regret[k]);
      in.getDoubles(squares[k]);
      in.getDoubles(losses[k]);
    }
  }
}
