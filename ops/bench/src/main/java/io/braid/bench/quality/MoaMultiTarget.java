package io.braid.bench.quality;

import com.yahoo.labs.samoa.instances.Attribute;
import com.yahoo.labs.samoa.instances.DenseInstance;
import com.yahoo.labs.samoa.instances.Instances;
import com.yahoo.labs.samoa.instances.InstancesHeader;
import com.yahoo.labs.samoa.instances.MultiLabelInstance;
import com.yahoo.labs.samoa.instances.Prediction;
import com.yahoo.labs.samoa.instances.Range;
import io.braid.model.data.Moments;
import io.braid.model.data.Row;
import io.braid.model.spec.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import moa.classifiers.AbstractMultiLabelLearner;

/**
 * A multi-target regressor of MOA for all tasks at once. Binary tasks are targets of 0 and 1, which
 * is how MOA itself makes multi-label classifiers of them. These learners know no missing label:
 * they get the mean of the task's labels so far in its place.
 */
final class MoaMultiTarget implements Forecaster {
  private final MoaInputs inputs;
  private final int width;
  private final List<Task> tasks;
  private final InstancesHeader header;
  private final AbstractMultiLabelLearner learner;
  private final Moments[] labels;
  private double[] read;

  MoaMultiTarget(DataSet set, AbstractMultiLabelLearner learner, int seed) {
    inputs = MoaInputs.plain(set);
    width = inputs.attributes().size();
    tasks = set.tasks();
    labels = new Moments[tasks.size()];
    List<Attribute> attributes = new ArrayList<>(inputs.attributes());
    for (int k = 0; k < labels.length; k++) {
      if (tasks.get(k).kind() == Task.Kind.MULTICLASS) {
        throw new IllegalArgumentException("no target for the classes of " + tasks.get(k).name());
      }
      labels[k] = new Moments();
      attributes.add(new Attribute("y" + k));
    }
    Range outputs = new Range("-" + labels.length);
    outputs.setUpper(attributes.size());
    header = new InstancesHeader(new Instances("stream", attributes, 0));
    header.setRangeOutputIndices(outputs);
    this.learner = learner;
    learner.prepareForUse();
    learner.setRandomSeed(seed);
    learner.resetLearning();
    learner.setModelContext(header);
  }

  private MultiLabelInstance instance(double[] targets) {
    double[] values = Arrays.copyOf(read, width + labels.length);
    for (int k = 0; k < labels.length; k++) {
      values[width + k] = Double.isNaN(targets[k]) ? labels[k].mean() : targets[k];
    }
    DenseInstance instance = new DenseInstance(1.0, values);
    instance.setDataset(header);
    return instance;
  }

  @Override
  public void predict(Row row, float[][] into) {
    read = inputs.read(row);
    Prediction said = learner.getPredictionForInstance(instance(new double[labels.length]));
    for (int k = 0; k < labels.length; k++) {
      float forecast = MoaPerTask.number(forecast(said, k), labels[k]);
      into[k][0] =
          tasks.get(k).kind() == Task.Kind.BINARY ? Math.min(1f, Math.max(0f, forecast)) : forecast;
    }
  }

  /** The last vote: some learners put an empty one for a class before it. */
  private static double forecast(Prediction said, int task) {
    if (said == null || !said.hasVotesForAttribute(task)) {
      return Double.NaN;
    }
    double[] votes = said.getVotes(task);
    return votes.length == 0 ? Double.NaN : votes[votes.length - 1];
  }

  @Override
  public void learn(Row row) {
    for (int k = 0; k < labels.length; k++) {
      if (!Double.isNaN(row.labels[k])) {
        labels[k].add(row.labels[k]);
      }
    }
    if (row.labelled()) {
      learner.trainOnInstance(instance(row.labels));
    }
  }
}
