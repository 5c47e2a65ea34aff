package io.braid.model.data;

import java.util.function.LongSupplier;

/**
 * One separately stored part of a learner's state. A store writes only the sections whose version
 * has changed since it last wrote them.
 *
 * @param name unique within the learner, stable across restarts
 * @param state what is saved and restored
 * @param version changes whenever the state may have changed; compared for equality only
 */
public record Section(String name, State state, LongSupplier version) {}
