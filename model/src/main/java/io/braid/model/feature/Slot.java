package io.braid.model.feature;

/**
 * Where an encoder finds its value.
 *
 * @param index index of the feature in {@link io.braid.model.data.Row}
 * @param name the feature's name
 */
public record Slot(int index, String name) {}
