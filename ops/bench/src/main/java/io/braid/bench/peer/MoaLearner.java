package io.braid.bench.peer;

import com.yahoo.labs.samoa.instances.Attribute;
import com.yahoo.labs.samoa.instances.DenseInstance;
import com.yahoo.labs.samoa.instances.Instance;
import com.yahoo.labs.samoa.instances.Instances;
import com.yahoo.labs.samoa.instances.InstancesHeader;
import java.util.ArrayList;
import java.util.List;
import moa.classifiers.AbstractClassifier;
import moa.classifiers.bayes.NaiveBayes;
import moa.classifiers.functions.AdaGrad;
import moa.classifiers.functions.Perceptron;
import moa.classifiers.functions.SGD;
import moa.classifiers.functions.SPegasos;
import moa.classifiers.trees.HoeffdingTree;

/** A learner of MOA, used as its own evaluation loop uses it: an instance object per event. */
public final class MoaLearner implements PeerLearner {
  private static final int LOG_LOSS = 1;
  private static final int SQUARED_LOSS = 2;

  private final AbstractClassifier learner;
  private final InstancesHeader header;
  private final boolean binary;

  private MoaLearner(AbstractClassifier learner, int features, boolean binary) {
    this.learner = learner;
    this.binary = binary;
    List<Attribute> attributes = new ArrayList<>();
    for (int i = 0; i < features; i++) {
      attributes.add(new Attribute("x" + i));
    }
    attributes.add(binary ? new Attribute("y", List.of("0", "1")) : new Attribute("y"));
    Instances instances = new Instances("stream", attributes, 0);
    instances.setClassIndex(features);
    header = new InstancesHeader(instances);
    learner.setModelContext(header);
    learner.prepareForUse();
  }

  /**
   * A learner by name: {@code sgd RATE}, {@code adagrad RATE}, {@code spegasos}, {@code perceptron
   * RATE}, {@code naive-bayes} or {@code hoeffding-tree}.
   *
   * @param binary whether the task is binary; otherwise it is a regression, always by {@code sgd}
   */
  public static MoaLearner of(String name, int features, boolean binary) {
    String[] words = name.split(" ", -1);
    String kind = binary ? words[0] : "sgd";
    double rate = words.length > 1 ? Double.parseDouble(words[1]) : 0.01;
    AbstractClassifier learner =
        switch (kind) {
          case "sgd" -> {
            SGD sgd = new SGD();
            sgd.lossFunctionOption.setChosenIndex(binary ? LOG_LOSS : SQUARED_LOSS);
            sgd.learningRateOption.setValue(rate);
            yield sgd;
          }
          case "adagrad" -> {
            AdaGrad adaGrad = new AdaGrad();
            adaGrad.lossFunctionOption.setChosenIndex(LOG_LOSS);
            adaGrad.learningRateOption.setValue(rate);
            yield adaGrad;
          }
          case "perceptron" -> {
            Perceptron perceptron = new Perceptron();
            perceptron.learningRatioOption.setValue(rate);
            yield perceptron;
          }
          case "spegasos" -> new SPegasos();
          case "naive-bayes" -> new NaiveBayes();
          case "hoeffding-tree" -> new HoeffdingTree();
          default -> throw new IllegalArgumentException("no MOA learner named '" + name + "' here");
        };
    return new MoaLearner(learner, features, binary);
  }

  private Instance instance(double[] x, double label) {
    double[] values = new double[header.numAttributes()];
    System.arraycopy(x, 0, values, 0, values.length - 1);
    values[values.length - 1] = label;
    Instance instance = new DenseInstance(1.0, values);
    instance.setDataset(header);
    return instance;
  }

  @Override
  public double predict(double[] x) {
    double[] votes = learner.getVotesForInstance(instance(x, 0));
    if (!binary) {
      return votes.length == 0 ? 0 : votes[0];
    }
    double one = votes.length > 1 ? votes[1] : 0;
    double sum = one + (votes.length > 0 ? votes[0] : 0);
    return sum > 0 ? one / sum : 0.5;
  }

  @Override
  public void learn(double[] x, double label) {
    learner.trainOnInstance(instance(x, label));
  }
}
