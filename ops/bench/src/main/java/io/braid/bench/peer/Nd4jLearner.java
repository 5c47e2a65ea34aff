package io.braid.bench.peer;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Logistic regression as an ND4J user writes it first: array by array. */
final class Nd4jLearner implements PeerLearner {
  private static final double RATE = 0.01;

  private final INDArray weights;
  private final INDArray bias;
  private INDArray x;
  private INDArray p;

  Nd4jLearner(int features) {
    weights = Nd4j.zeros(DataType.FLOAT, features, 1);
    bias = Nd4j.zeros(DataType.FLOAT, 1, 1);
  }

  @Override
  public double predict(double[] values) {
    x = Nd4j.createFromArray(values).castTo(DataType.FLOAT).reshape(1, values.length);
    p = Transforms.sigmoid(x.mmul(weights).addi(bias));
    return p.getDouble(0);
  }

  @Override
  public void learn(double[] values, double label) {
    INDArray error = p.sub(label);
    weights.subi(x.transpose().mmul(error).muli(RATE));
    bias.subi(error.muli(RATE));
  }
}
