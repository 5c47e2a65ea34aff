package io.braid.model.spec;

import io.braid.model.spec.Task.Kind;
import java.util.List;

/**
 * What single-task shadows are kept for: to measure what each task gains by sharing, and to let
 * none be hurt by it. A shadow is the learner that the same pipeline would be with one task alone.
 *
 * @param hedge mixes the shared model with the shadows, or null
 * @param gain how the gain by sharing is measured
 * @param sample share of the labelled events that the shadows learn, in (0, 1]
 */
public record Safeguards(Hedge hedge, Gain gain, double sample) {
  static final String GAIN = "true, false or {sample: 0.2, action: report}";

  private static final String ALL = "protection";
  private static final String MEASURED = "transfer_gain";
  private static final String REPORT = "report";
  private static final String GATE = "gate";

  /**
   * Hedge with fixed share over {shared, single-task}, per task.
   *
   * @param share probability with which the better of the two is taken to change, per label
   * @param range errors of numbers count in full up to so many standard deviations of the label
   */
  public record Hedge(double share, double range) {
    /**
     * What is said of a task has lost at most so much more than the best sequence of {shared,
     * single-task} that changes a number of times, whatever the stream: see the learner's {@code
     * FixedShare}. Of classes the loss is log loss in nats, of numbers half the squared error in
     * units of the label's variance.
     *
     * @param labels of the task, at least 1
     * @param changes of the sequence, fewer than the labels
     */
    public double bound(Kind kind, long labels, long changes) {
      double nats =
          Math.log(2) - changes * Math.log(share) - (labels - 1 - changes) * Math.log1p(-share);
      boolean classes = kind == Kind.BINARY || kind == Kind.MULTICLASS;
      return classes ? nats : nats * range * range;
    }
  }

  /**
   * How the gain by sharing is measured.
   *
   * @param confidence of its interval, at all times at once
   * @param window it is of the last one to two times so many labels
   * @param gates whether a task that is surely hurt is served by its shadow
   */
  public record Gain(double confidence, int window, boolean gates) {}

  /**
   * Reads the settings; null if no shadows are to be kept.
   *
   * @throws SpecException if they are wrong, or a task's label has several values
   */
  static Safeguards of(Component protection, Object gain, List<Task> tasks) {
    boolean measured = gain != null && !Boolean.FALSE.equals(gain);
    if (protection == null && !measured) {
      return null;
    }
    for (Task task : tasks) {
      if (task.labelValues() > 1 && !task.auxiliary()) {
        throw new SpecException(
            protection != null ? ALL : MEASURED,
            "not allowed with the task '"
                + task.name()
                + "', whose label has several values: mark it as auxiliary or leave this out");
      }
    }
    double sample = 1;
    Hedge hedge = null;
    if (protection != null) {
      if (!protection.kind().equals("hedge")) {
        throw new SpecException(
            ALL, "no protection named '" + protection.kind() + "', known: [hedge]");
      }
      Params params = protection.params();
      hedge = new Hedge(params.real("share", 1e-4, 1e-9, 0.5), params.real("range", 2, 0.1, 100));
      sample = sample(params);
      params.close();
    }
    Object settings = measured && !Boolean.TRUE.equals(gain) ? gain : null;
    Params params = new Params(MEASURED, PipelineGrammar.mapping(MEASURED, settings, GAIN));
    boolean own = params.has("sample");
    double ownSample = sample(params);
    if (own && hedge != null) {
      throw new SpecException(
          params.path("sample"), "not allowed with protection, set it at protection.sample");
    }
    Gain how =
        new Gain(
            params.real("confidence", 0.95, 0.5, 0.999999),
            params.integer("window", 10_000, 100, 1_000_000_000),
            params.choice("action", REPORT, List.of(REPORT, GATE)).equals(GATE));
    params.close();
    if (how.gates && hedge != null) {
      throw new SpecException(
          params.path("action"),
          "'gate' is not allowed with protection, which serves the better one already, must be"
              + " report");
    }
    return new Safeguards(hedge, how, hedge == null ? ownSample : sample);
  }

  private static double sample(Params params) {
    return params.real("sample", 1, 0.001, 1);
  }
}
