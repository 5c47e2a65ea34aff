package io.braid.model.layer;

import io.braid.model.data.Grid;
import io.braid.model.data.Parameters;
import io.braid.model.data.Sequence;
import io.braid.model.kernel.Kernels;
import java.util.List;

/**
 * What a trunk needs besides its settings.
 *
 * @param denseWidth dense feature columns, may be 0
 * @param sparseWidth size of the sparse index space, may be 0
 * @param tasks how many tasks read from the trunk
 * @param parameters where it asks for its segments
 * @param kernels what it computes with
 * @param image which dense columns are an image, or null if none are
 * @param sequences the parts of the sparse index space that are sequences
 * @param positional which tasks have an output for each position of a sequence; if empty, none has
 */
public record TrunkContext(
    int denseWidth,
    int sparseWidth,
    int tasks,
    Parameters parameters,
    Kernels kernels,
    Grid image,
    List<Sequence> sequences,
    List<Boolean> positional) {

  /** Without an image or sequences. */
  public TrunkContext(
      int denseWidth, int sparseWidth, int tasks, Parameters parameters, Kernels kernels) {
    this(denseWidth, sparseWidth, tasks, parameters, kernels, null);
  }

  /** Without sequences. */
  public TrunkContext(
      int denseWidth,
      int sparseWidth,
      int tasks,
      Parameters parameters,
      Kernels kernels,
      Grid image) {
    this(denseWidth, sparseWidth, tasks, parameters, kernels, image, List.of(), List.of());
  }

  /** Whether a task has an output for each position of a sequence. */
  boolean positional(int task) {
    return !positional.isEmpty() && positional.get(task);
  }
}
