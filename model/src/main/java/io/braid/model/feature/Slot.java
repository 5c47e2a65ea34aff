package io.braid.model.feature;

/**
 * Where an encoder finds its value.
 *
 * @param index index of the feature in {@link io.braid.model.data.Row}
 * @param name the feature's name
 * @param columns how many features share the encoder's description: those a pattern stands for
 */
public record Slot(int index, String name, int columns) {
  public Slot(int index, String name) {
    this(index, name, 1);
  }
}
