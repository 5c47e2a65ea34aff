package io.braid.bench.peer;

import io.braid.bench.Shape;
import io.braid.bench.Stream;
import io.braid.model.data.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Rows of numbers with a binary label, in memory. */
public final class PeerData {
  private final double[][] x;
  private final double[] y;

  private PeerData(double[][] x, double[] y) {
    this.x = x;
    this.y = y;
  }

  /** The synthetic stream: 32 features, labels by chance according to a linear score. */
  static PeerData synthetic(int rows) {
    Row[] all = new Stream(Shape.of(Shape.LINEAR_ONE), 5).rows(rows);
    double[][] x = Arrays.stream(all).map(row -> row.numbers).toArray(double[][]::new);
    return new PeerData(x, Arrays.stream(all).mapToDouble(row -> row.labels[0]).toArray());
  }

  /** Where the real data sets are. */
  public static Path folder() {
    String named = System.getProperty("braid.data", System.getenv("BRAID_DATA"));
    return named != null
        ? Path.of(named)
        : Path.of(System.getProperty("braid.root", "."), "..", "shared", "data");
  }

  /** A file whose last column is the label, at most so many rows. */
  static PeerData read(Path file, int rows) throws IOException {
    List<double[]> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      in.readLine();
      for (String line = in.readLine(); line != null && x.size() < rows; line = in.readLine()) {
        double[] values =
            Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
        x.add(Arrays.copyOf(values, values.length - 1));
        y.add(values[values.length - 1]);
      }
    }
    return new PeerData(
        x.toArray(new double[0][]), y.stream().mapToDouble(Double::doubleValue).toArray());
  }

  int rows() {
    return x.length;
  }

  double[] x(int row) {
    return x[row];
  }

  double y(int row) {
    return y[row];
  }

  int features() {
    return x[0].length;
  }
}
