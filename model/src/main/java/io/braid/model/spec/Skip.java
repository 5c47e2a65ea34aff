package io.braid.model.spec;

/**
 * A linear path from the features to every head's outputs, beside the trunk.
 *
 * @param rate factor on its learning rate, positive
 */
public record Skip(double rate) {
  static final String EXAMPLE = "true, false or {rate: 0.3}";

  /** Reads the settings; null if there is to be no such path. */
  static Skip of(Object value) {
    if (value == null || Boolean.FALSE.equals(value)) {
      return null;
    }
    Object settings = Boolean.TRUE.equals(value) ? null : value;
    Params params = new Params("skip", PipelineGrammar.mapping("skip", settings, EXAMPLE));
    Skip skip = new Skip(params.real("rate", 0.3, 1e-6, 1e3));
    params.close();
    return skip;
  }
}
