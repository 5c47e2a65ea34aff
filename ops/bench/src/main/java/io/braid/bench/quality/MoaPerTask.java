package io.braid.bench.quality;

import com.yahoo.labs.samoa.instances.Attribute;
import com.yahoo.labs.samoa.instances.DenseInstance;
import com.yahoo.labs.samoa.instances.Instance;
import com.yahoo.labs.samoa.instances.Instances;
import com.yahoo.labs.samoa.instances.InstancesHeader;
import io.braid.model.data.Moments;
import io.braid.model.data.Row;
import io.braid.model.spec.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import moa.classifiers.AbstractClassifier;

/** A learner of MOA for each task by itself: binary relevance, or one regressor per target. */
final class MoaPerTask implements Forecaster {

  /** One task's learner; null where MOA's is not for tasks of this kind. */
  private record Own(AbstractClassifier learner, InstancesHeader header, Moments labels) {}

  private final MoaInputs inputs;
  private final int width;
  private final Own[] tasks;
  private double[] read;

  /**
   * @param classes makes a classifier; null if class tasks are left out
   * @param numbers makes a regressor; null if other tasks are left out
   */
  MoaPerTask(
      DataSet set,
      MoaInputs inputs,
      Supplier<AbstractClassifier> classes,
      Supplier<AbstractClassifier> numbers,
      int seed) {
    this.inputs = inputs;
    width = inputs.attributes().size();
    tasks =
        set.tasks().stream()
            .map(task -> own(task, classes(task) > 0 ? classes : numbers, seed))
            .toArray(Own[]::new);
  }

  /** Whether a data set has a task for a learner of classes, if there is one, or of numbers. */
  static boolean plays(DataSet set, boolean ofClasses, boolean ofNumbers) {
    return set.tasks().stream().anyMatch(task -> classes(task) > 0 ? ofClasses : ofNumbers);
  }

  /** Number of classes; 0 for numbers. */
  private static int classes(Task task) {
    return switch (task.kind()) {
      case BINARY -> 2;
      case MULTICLASS -> task.classes().size();
      default -> 0;
    };
  }

  private Own own(Task task, Supplier<AbstractClassifier> maker, int seed) {
    if (maker == null) {
      return null;
    }
    int classes = classes(task);
    List<Attribute> attributes = new ArrayList<>(inputs.attributes());
    attributes.add(
        classes == 0
            ? new Attribute("y")
            : new Attribute("y", IntStream.range(0, classes).mapToObj(c -> "c" + c).toList()));
    Instances instances = new Instances("stream", attributes, 0);
    instances.setClassIndex(width);
    InstancesHeader header = new InstancesHeader(instances);
    AbstractClassifier learner = maker.get();
    learner.prepareForUse();
    learner.setRandomSeed(seed);
    learner.resetLearning();
    learner.setModelContext(header);
    return new Own(learner, header, new Moments());
  }

  private Instance instance(Own own, double label) {
    double[] values = Arrays.copyOf(read, width + 1);
    values[width] = label;
    Instance instance = new DenseInstance(1.0, values);
    instance.setDataset(own.header);
    return instance;
  }

  @Override
  public void predict(Row row, float[][] into) {
    read = inputs.read(row);
    for (int k = 0; k < tasks.length; k++) {
      if (tasks[k] == null) {
        Arrays.fill(into[k], Float.NaN);
        continue;
      }
      boolean number = tasks[k].header.classAttribute().isNumeric();
      double[] votes = tasks[k].learner.getVotesForInstance(instance(tasks[k], 0));
      if (number) {
        into[k][0] = number(votes.length == 0 ? Double.NaN : votes[0], tasks[k].labels);
      } else {
        probabilities(votes, into[k]);
      }
    }
  }

  /** A forecast that is no number counts as the mean of the labels so far. */
  static float number(double forecast, Moments labels) {
    return Math.abs(forecast) <= Float.MAX_VALUE ? (float) forecast : (float) labels.mean();
  }

  /** Votes of whatever scale to probabilities; without any all classes alike. */
  private static void probabilities(double[] votes, float[] into) {
    int classes = Math.max(2, into.length);
    double sum = 0;
    for (int c = 0; c < Math.min(classes, votes.length); c++) {
      sum += votes[c];
    }
    boolean any = sum > 0 && sum <= Double.MAX_VALUE;
    for (int c = 0; c < into.length; c++) {
      int from = into.length == 1 ? 1 : c;
      into[c] = any ? (float) ((from < votes.length ? votes[from] : 0) / sum) : 1f / classes;
    }
  }

  @Override
  public void learn(Row row) {
    for (int k = 0; k < tasks.length; k++) {
      if (tasks[k] != null && !Double.isNaN(row.labels[k])) {
        tasks[k].labels.add(row.labels[k]);
        tasks[k].learner.trainOnInstance(instance(tasks[k], row.labels[k]));
      }
    }
  }
}
