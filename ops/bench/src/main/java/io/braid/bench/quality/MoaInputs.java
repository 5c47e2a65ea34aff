package io.braid.bench.quality;

import com.yahoo.labs.samoa.instances.Attribute;
import io.braid.model.data.Categories;
import io.braid.model.data.Features;
import io.braid.model.data.Moments;
import io.braid.model.data.Row;
import io.braid.model.feature.FeatureEncoder;
import io.braid.model.spec.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What MOA's learners see of a row. Not thread-safe. */
interface MoaInputs {

  /** The input attributes. */
  List<Attribute> attributes();

  /** One value per attribute; none is missing. The array is reused. */
  double[] read(Row row);

  /**
   * The values as they are, for learners that split on them: numbers as numbers, a missing one as
   * the mean so far; categories by name, "missing" being one of them; a time as itself, its hour of
   * the day and its day of the week.
   */
  static MoaInputs plain(DataSet set) {
    return new Plain(set);
  }

  /**
   * The values as Braid encodes them, for linear learners: standardised as they go, one-hot. MOA
   * has no such filter of its own.
   */
  static MoaInputs encoded(DataSet set) {
    return new Encoded(set);
  }

  /** A feature's kind; refuses those that are no attributes of MOA. */
  private static String kind(Feature feature) {
    String kind = feature.encoder().kind();
    if (!List.of("numeric", "boolean", "categorical", "time").contains(kind)) {
      throw new IllegalArgumentException("MOA has no attribute for a feature of type " + kind);
    }
    return kind;
  }

  /** See {@link #plain}. */
  final class Plain implements MoaInputs {
    private static final double HOUR = 3_600_000.0;

    private final List<Feature> features;
    private final List<Attribute> attributes = new ArrayList<>();
    private final List<Map<Long, Integer>> categories = new ArrayList<>();
    private final Moments[] means;
    private final double[] values;

    private Plain(DataSet set) {
      features = set.pipeline().features();
      means = new Moments[features.size()];
      for (int f = 0; f < means.length; f++) {
        means[f] = new Moments();
        String name = features.get(f).name();
        Map<Long, Integer> codes = new HashMap<>();
        switch (kind(features.get(f))) {
          case "categorical" -> {
            codes.put(Categories.MISSING, 0);
            for (Row row : set.rows()) {
              codes.putIfAbsent(row.codes[f], codes.size());
            }
            List<String> names = new ArrayList<>();
            for (int c = 0; c < codes.size(); c++) {
              names.add("c" + c);
            }
            attributes.add(new Attribute(name, names));
          }
          case "time" -> {
            attributes.add(new Attribute(name));
            attributes.add(new Attribute(name + " hour of the day"));
            attributes.add(new Attribute(name + " day of the week"));
          }
          default -> attributes.add(new Attribute(name));
        }
        categories.add(codes);
      }
      values = new double[attributes.size()];
    }

    @Override
    public List<Attribute> attributes() {
      return attributes;
    }

    @Override
    public double[] read(Row row) {
      int at = 0;
      for (int f = 0; f < means.length; f++) {
        switch (features.get(f).encoder().kind()) {
          case "categorical" -> values[at++] = categories.get(f).get(row.codes[f]);
          case "time" -> {
            double hours = number(f, row) / HOUR;
            values[at++] = hours;
            values[at++] = hours - 24 * Math.floor(hours / 24);
            values[at++] = Math.floor(hours / 24) - 7 * Math.floor(hours / (7 * 24));
          }
          default -> values[at++] = number(f, row);
        }
      }
      return values;
    }

    private double number(int f, Row row) {
      double value = row.numbers[f];
      if (Double.isNaN(value)) {
        return means[f].mean();
      }
      means[f].add(value);
      return value;
    }
  }

  /** See {@link #encoded}. */
  final class Encoded implements MoaInputs {
    private final FeatureEncoder encoder;
    private final Features features;
    private final List<Attribute> attributes = new ArrayList<>();
    private final double[] values;

    private Encoded(DataSet set) {
      set.pipeline().features().forEach(MoaInputs::kind);
      encoder = new FeatureEncoder(set.pipeline().features());
      features = new Features(encoder.denseWidth(), encoder.sparseWidth(), 1);
      values = new double[encoder.denseWidth() + encoder.sparseWidth()];
      for (int i = 0; i < values.length; i++) {
        attributes.add(new Attribute("x" + i));
      }
    }

    @Override
    public List<Attribute> attributes() {
      return attributes;
    }

    @Override
    public double[] read(Row row) {
      features.clear();
      encoder.take(row, features);
      int dense = encoder.denseWidth();
      Arrays.fill(values, 0);
      for (int i = 0; i < dense; i++) {
        values[i] = features.dense[i];
      }
      for (int i = features.start[0]; i < features.start[1]; i++) {
        values[dense + features.index[i]] = features.value[i];
      }
      return values;
    }
  }
}
