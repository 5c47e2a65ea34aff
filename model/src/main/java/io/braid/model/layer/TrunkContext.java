package io.braid.model.layer;

import io.braid.model.data.Grid;
import io.braid.model.data.Parameters;
import io.braid.model.kernel.Kernels;

/**
 * What a trunk needs besides its settings.
 *
 * @param denseWidth dense feature columns, may be 0
 * @param sparseWidth size of the sparse index space, may be 0
 * @param tasks how many tasks read from the trunk
 * @param parameters where it asks for its segments
 * @param kernels what it computes with
 * @param image which dense columns are an image, or null if none are
 */
public record TrunkContext(
    int denseWidth,
    int sparseWidth,
    int tasks,
    Parameters parameters,
    Kernels kernels,
    Grid image) {

  /** Without an image. */
  public TrunkContext(
      int denseWidth, int sparseWidth, int tasks, Parameters parameters, Kernels kernels) {
    this(denseWidth, sparseWidth, tasks, parameters, kernels, null);
  }
}
