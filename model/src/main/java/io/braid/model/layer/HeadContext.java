package io.braid.model.layer;

import io.braid.model.data.Parameters;
import io.braid.model.kernel.Kernels;

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
 */
public record HeadContext(
    String task,
    int outputs,
    int width,
    int denseWidth,
    int sparseWidth,
    Parameters parameters,
    Kernels kernels) {}
