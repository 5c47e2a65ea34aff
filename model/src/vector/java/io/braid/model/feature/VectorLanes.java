package io.braid.model.feature;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Lanes moved with the Vector API, to the same bits: all arithmetic is lane by lane. The number of
 * lanes is rounded up to whole vectors; those beyond see a stream of zeros.
 */
final class VectorLanes extends NumericLanes {
  private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = WIDE.length();

  /** Found by name. */
  static final class Maker implements Source {
    Maker() {}

    @Override
    public NumericLanes lanes(int lanes) {
      return LANES < 4 ? new NumericLanes(lanes) : new VectorLanes(lanes);
    }
  }

  private VectorLanes(int lanes) {
    super((lanes + LANES - 1) / LANES * LANES);
    // Away from a deviation of 0, by which the columns are divided.
    Arrays.fill(squares, lanes, width(), 1.0);
    Arrays.fill(deviation, lanes, width(), 1.0);
  }

  @Override
  boolean within(double[] x) {
    for (int i = 0; i < x.length; i += LANES) {
      DoubleVector values = DoubleVector.fromArray(WIDE, x, i);
      boolean all =
          values
              .compare(VectorOperators.GE, DoubleVector.fromArray(WIDE, low, i))
              .and(values.compare(VectorOperators.LE, DoubleVector.fromArray(WIDE, high, i)))
              .allTrue();
      if (!all) {
        return false;
      }
    }
    return true;
  }

  @Override
  void move(double[] x, double rate) {
    for (int i = 0; i < x.length; i += LANES) {
      DoubleVector values = DoubleVector.fromArray(WIDE, x, i);
      DoubleVector before = DoubleVector.fromArray(WIDE, mean, i);
      DoubleVector away = values.sub(before);
      DoubleVector now = before.add(away.mul(rate));
      DoubleVector sum = DoubleVector.fromArray(WIDE, squares, i).add(away.mul(values.sub(now)));
      DoubleVector spread = sum.mul(rate).lanewise(VectorOperators.SQRT);
      DoubleVector reach = DoubleVector.fromArray(WIDE, clip, i).mul(spread);
      now.intoArray(mean, i);
      sum.intoArray(squares, i);
      spread.intoArray(deviation, i);
      now.sub(reach).max(-LARGEST).intoArray(low, i);
      now.add(reach).min(LARGEST).intoArray(high, i);
    }
  }

  @Override
  void standardise(double[] x, double[] into) {
    for (int i = 0; i < x.length; i += LANES) {
      DoubleVector limit = DoubleVector.fromArray(WIDE, clip, i);
      DoubleVector.fromArray(WIDE, x, i)
          .sub(DoubleVector.fromArray(WIDE, mean, i))
          .div(DoubleVector.fromArray(WIDE, deviation, i))
          .min(limit)
          .max(limit.neg())
          .intoArray(into, i);
    }
  }
}
