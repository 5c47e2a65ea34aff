package io.braid.model.layer;

import io.braid.model.data.Parameters;
import io.braid.model.kernel.Kernels;
import io.braid.model.spec.Task;

/**
 * What a head needs besides its settings.
 *
 * @param task name of its task, unique, the prefix of its segments
 * @param outputs raw outputs per row
 * @param width of the representation it reads, or 0 if it reads the features
 * @param denseWidth dense feature columns, may be 0
 * @param sparseWidth size of the sparse index space, may be 0
 * @param parameters where it asks for its segments
 * @param kernels what it computes with
 * @param aim what the task wants, for a head that moves its own parameters
 * @param precisions what such heads share
 */
public record HeadContext(
    String task,
    int outputs,
    int width,
    int denseWidth,
    int sparseWidth,
    Parameters parameters,
    Kernels kernels,
    Aim aim,
    Precisions precisions) {

  /**
   * What a task wants.
   *
   * @param index of the task
   * @param kind what it predicts
   * @param loss name of its loss, for errors
   * @param curvature bound on the loss's second derivative by the raw outputs, NaN if there is none
   * @param members of a family of tasks the most there can be, 0 for a single task
   */
  public record Aim(int index, Task.Kind kind, String loss, double curvature, int members) {
    /** Of a single task. */
    public Aim(int index, Task.Kind kind, String loss, double curvature) {
      this(index, kind, loss, curvature, 0);
    }

    boolean isFamily() {
      return members > 0;
    }
  }

  /** For heads whose parameters the optimizer moves. */
  public HeadContext(
      String task,
      int outputs,
      int width,
      int denseWidth,
      int sparseWidth,
      Parameters parameters,
      Kernels kernels) {
    this(
        task,
        outputs,
        width,
        denseWidth,
        sparseWidth,
        parameters,
        kernels,
        new Aim(0, Task.Kind.REGRESSION, "squared_error", 1.0),
        new Precisions());
  }

  /** The same for one of several positions that stand side by side. */
  HeadContext of(int positions) {
    return new HeadContext(
        task,
        outputs / positions,
        width / positions,
        denseWidth,
        sparseWidth,
        parameters,
        kernels,
        aim,
        precisions);
  }

  /** Numbers per row the head reads, the constant 1 of its bias among them. */
  int inputs() {
    return (width > 0 ? width : Math.addExact(denseWidth, sparseWidth)) + 1;
  }
}
