package io.braid.model.weighting;

import io.braid.model.data.State;

/**
 * Combines the tasks: gives each task with a label in a step a coefficient, from the tasks' losses
 * ({@link LossWeighting}) or from their gradients ({@link GradientWeighting}). A task without a
 * label gets 0, and its part of the state does not move. Permuting the tasks, with their names,
 * permutes the coefficients. Not thread-safe.
 */
public sealed interface Weighting extends State permits LossWeighting, GradientWeighting {}
