package io.braid.model.metric;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;

/**
 * Sums of the overlap of predicted with labelled boxes, of the errors of their numbers, and of the
 * overlap of a reference: the mean of earlier boxes. The first label has no reference and does not
 * count for it.
 */
final class BoxSums implements Accumulator {
  private double weight;
  private double overlap;
  private double absolute;
  private double priorWeight;
  private double priorOverlap;

  @Override
  public void add(Outcome outcome) {
    double w = outcome.weight;
    double[] label = outcome.values;
    int at = outcome.valuesAt;
    weight += w;
    overlap += w * Boxes.iou(outcome);
    double error = 0.0;
    for (int v = 0; v < Boxes.VALUES; v++) {
      error += Math.abs(label[at + v] - outcome.prediction[v]);
    }
    absolute += w * error / Boxes.VALUES;
    double[] prior = outcome.priorValues;
    if (!Double.isNaN(prior[0])) {
      priorWeight += w;
      priorOverlap += w * Boxes.iou(prior[0], prior[1], prior[2], prior[3], label, at);
    }
  }

  double iou() {
    return overlap / weight;
  }

  double mae() {
    return absolute / weight;
  }

  double iouMean() {
    return priorOverlap / priorWeight;
  }

  @Override
  public void merge(Accumulator other) {
    BoxSums that = (BoxSums) other;
    weight += that.weight;
    overlap += that.overlap;
    absolute += that.absolute;
    priorWeight += that.priorWeight;
    priorOverlap += that.priorOverlap;
  }

  @Override
  public void scale(double factor) {
    weight *= factor;
    overlap *= factor;
    absolute *= factor;
    priorWeight *= factor;
    priorOverlap *= factor;
  }

  @Override
  public void clear() {
    weight = 0.0;
    overlap = 0.0;
    absolute = 0.0;
    priorWeight = 0.0;
    priorOverlap = 0.0;
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putDouble(weight).putDouble(overlap).putDouble(absolute);
    out.putDouble(priorWeight).putDouble(priorOverlap);
  }

  @Override
  public void restore(SnapshotReader in) {
    weight = in.getDouble();
    overlap = in.getDouble();
    absolute = in.getDouble();
    priorWeight = in.getDouble();
    priorOverlap = in.getDouble();
  }
}
