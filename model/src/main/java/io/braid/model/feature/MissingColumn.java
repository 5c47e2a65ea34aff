package io.braid.model.feature;

import io.braid.model.data.Features;
import io.braid.model.spec.Params;
import java.util.List;

/**
 * How an encoder says that a value is missing. {@code dense} is a column of 0 or 1; {@code sparse}
 * is a sparse entry that costs nothing while the value is there; {@code none} says nothing: a
 * missing value then looks like an average one.
 */
enum MissingColumn {
  DENSE,
  SPARSE,
  NONE;

  static MissingColumn read(Params params) {
    return switch (params.choice("missing", "sparse", List.of("dense", "sparse", "none"))) {
      case "dense" -> DENSE;
      case "sparse" -> SPARSE;
      default -> NONE;
    };
  }

  int denseWidth() {
    return this == DENSE ? 1 : 0;
  }

  int sparseWidth() {
    return this == SPARSE ? 1 : 0;
  }

  void encode(boolean missing, Features out, int denseAt, int sparseAt) {
    if (this == DENSE) {
      out.dense[denseAt] = missing ? 1f : 0f;
    } else if (this == SPARSE && missing) {
      out.add(sparseAt, 1f);
    }
  }
}
