package io.braid.model.feature;

import io.braid.model.spec.Catalog;

/** Every encoder by its name in pipeline files. */
public final class Encoders {
  public static final Catalog<Slot, Encoder> CATALOG =
      Catalog.<Slot, Encoder>of("feature type")
          .with("numeric", "a number, standardised as it goes", NumericEncoder::new)
          .with("categorical", "one of several values, one-hot or hashed", CategoricalEncoder::new)
          .with("boolean", "true or false", BooleanEncoder::new)
          .with("image", "pixels, for a trunk of convolutions", ImageEncoder::new)
          .with("time", "a point in time as places in the day, week and year", TimeEncoder::new)
          .with("text", "free text as hashed word and character n-grams", TextEncoder::new)
          .with("sequence", "tokens in their order, for conv1d and tagging", SequenceEncoder::new);

  private Encoders() {}
}
