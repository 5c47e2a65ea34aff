package io.braid.model.layer;

/**
 * No non-linearity: for output layers, which start at zero. The first prediction is then the prior
 * whatever the seed, and nothing is lost: the gradient of an output layer does not vanish at zero,
 * and the layers below it, which start at random, follow one step later.
 */
class Identity implements Activation {
  @Override
  public void forward(int n, float[] z, float[] y) {
    System.arraycopy(z, 0, y, 0, n);
  }

  @Override
  public void backward(int n, float[] z, float[] y, float[] dy, float[] dz) {
    System.arraycopy(dy, 0, dz, 0, n);
  }

  @Override
  public double initialVariance(int in, int out) {
    return 0;
  }
}
