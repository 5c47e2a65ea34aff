package io.braid.bench.quality;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Two small data sets with their pipelines, in one folder. */
final class Samples {
  /** A regression and two binary tasks of two numbers, a category and a time; with gaps. */
  static final String MANY = "rf1";

  /** One binary task. */
  static final String ONE = "sea_stream";

  private static final long HOUR = 3_600_000L;

  private Samples() {}

  static void write(Path folder, int rows) throws IOException {
    Files.writeString(
        folder.resolve(MANY + ".yaml"),
        """
        name: many
        features:
          - {name: at, type: time, cycles: [day]}
          - {name: c, type: categorical}
          - {name: '*', type: numeric}
        tasks:
          - {name: y, kind: regression}
          - {name: p, kind: binary}
          - {name: q, kind: binary}
        """);
    Files.writeString(
        folder.resolve(MANY + "-best.yaml"),
        """
        name: many
        features: [a, b]
        tasks:
          - {name: y, kind: regression}
          - {name: p, kind: binary}
          - {name: q, kind: binary}
        trunk: linear
        """);
    Files.writeString(
        folder.resolve(ONE + ".yaml"),
        """
        name: one
        features: [a]
        tasks:
          - {name: p, kind: binary}
        """);
    Files.writeString(
        folder.resolve("no-file.yaml"),
        """
        name: no-file
        features: [a]
        tasks: [{name: p, kind: binary}]
        """);
    Random random = new Random(1);
    StringBuilder many = new StringBuilder("at,a,b,c,y,p,q\n");
    StringBuilder one = new StringBuilder("a,p\n");
    for (int i = 0; i < rows; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      String c = random.nextBoolean() ? "red" : i % 3 == 0 ? "" : "blue";
      double y = 10 + 3 * a - 2 * b + (c.equals("red") ? 4 : 0);
      many.append(
          String.format(
              Locale.ROOT,
              "%d,%.4f,%s,%s,%s,%d,%d%n",
              i * HOUR,
              a,
              i % 7 == 0 ? "" : String.format(Locale.ROOT, "%.4f", b),
              c,
              i % 5 == 0 ? "" : String.format(Locale.ROOT, "%.4f", y),
              a > 0 ? 1 : 0,
              a + b > 0.5 ? 1 : 0));
      one.append(String.format(Locale.ROOT, "%.4f,%d%n", a, a > 0 ? 1 : 0));
    }
    gzip(folder.resolve(MANY + ".csv.gz"), many);
    gzip(folder.resolve(ONE + ".csv.gz"), one);
  }

  private static void gzip(Path file, CharSequence text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  static DataSet load(Path folder, String name) throws IOException {
    return DataSet.load(
        name,
        folder.resolve(name + ".csv.gz"),
        Long.MAX_VALUE,
        Settings.read(folder.resolve(name + ".yaml")));
  }
}
