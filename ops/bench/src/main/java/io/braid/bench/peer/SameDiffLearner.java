package io.braid.bench.peer;

import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Logistic regression as a SameDiff graph, fitted one row at a time. */
final class SameDiffLearner implements PeerLearner {
  private final SameDiff graph = SameDiff.create();
  private INDArray x;

  SameDiffLearner(int features) {
    SDVariable input = graph.placeHolder("x", DataType.FLOAT, -1, features);
    SDVariable label = graph.placeHolder("y", DataType.FLOAT, -1, 1);
    SDVariable weights = graph.var("w", Nd4j.zeros(DataType.FLOAT, features, 1));
    SDVariable bias = graph.var("b", Nd4j.zeros(DataType.FLOAT, 1, 1));
    SDVariable score = input.mmul(weights).add("z", bias);
    graph.nn().sigmoid("p", score);
    graph.loss().sigmoidCrossEntropy("loss", label, score, null);
    graph.setLossVariables("loss");
    graph.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Sgd(0.01))
            .dataSetFeatureMapping("x")
            .dataSetLabelMapping("y")
            .build());
  }

  @Override
  public double predict(double[] values) {
    x = Nd4j.createFromArray(values).castTo(DataType.FLOAT).reshape(1, values.length);
    return graph.output(Map.of("x", x), "p").get("p").getDouble(0);
  }

  @Override
  public void learn(double[] values, double label) {
    graph.fit(new DataSet(x, Nd4j.createFromArray(new float[][] {{(float) label}})));
  }
}
