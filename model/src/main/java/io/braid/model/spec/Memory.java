package io.braid.model.spec;

/**
 * Which labels are remembered as features of the events that follow.
 *
 * @param keep how many of each task, positive
 * @param key name of the feature whose value says whose labels they are; null for one memory of the
 *     whole stream
 * @param keys how many values of the key are remembered, positive; those not seen for longest go
 */
public record Memory(int keep, String key, int keys) {
  static final String EXAMPLE = "true, false or {keep: 2, key: station}";

  /** Reads the settings; null if nothing is to be remembered. */
  static Memory of(Object value) {
    if (value == null || Boolean.FALSE.equals(value)) {
      return null;
    }
    Object settings = Boolean.TRUE.equals(value) ? null : value;
    Params params =
        new Params("label_memory", PipelineGrammar.mapping("label_memory", settings, EXAMPLE));
    int keep = params.integer("keep", 1, 1, 100);
    String key = params.text("key", null);
    boolean limited = params.has("keys");
    int keys = params.integer("keys", 10_000, 1, 1_000_000);
    params.close();
    if (key == null && limited) {
      throw new SpecException(
          "label_memory.keys", "not allowed without a key, of which it is the largest number");
    }
    return new Memory(keep, key, key == null ? 1 : keys);
  }
}
