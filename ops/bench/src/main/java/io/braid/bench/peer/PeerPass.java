package io.braid.bench.peer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.braid.bench.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one learner over one data set, test then train, in a process of its own: what the virtual
 * machine has compiled for one learner does not slow down another.
 */
public final class PeerPass {
  /** Data set of 32 standard normal features. */
  static final String SYNTHETIC = "synthetic";

  private static final double WARM_UP_SECONDS = 2;

  /**
   * What a learner showed.
   *
   * @param rate median events per second, predict and learn
   * @param accuracy share of right predictions before learning, in a pass from the start
   * @param rows in a pass: slow learners do not get through all
   */
  public record Result(double rate, double accuracy, int rows) {}

  private PeerPass() {}

  /** Every learner by name. */
  static PeerLearner learner(String name, int features) {
    if (name.startsWith("braid ")) {
      String shape = name.substring("braid ".length());
      boolean evaluated = shape.endsWith(", evaluated");
      return new BraidLearner(
          evaluated ? shape.substring(0, shape.indexOf(',')) : shape, features, evaluated);
    }
    if (name.startsWith("moa ")) {
      return MoaLearner.of(name.substring("moa ".length()), features, true);
    }
    return switch (name) {
      case "nd4j" -> new Nd4jLearner(features);
      case "samediff" -> new SameDiffLearner(features);
      default -> throw new IllegalArgumentException("no learner named '" + name + "'");
    };
  }

  /**
   * Passes to warm up, for two seconds if a pass may take that long, then {@code passes} measured
   * ones, each with a new learner. (After a single short pass most of it is not compiled yet, and
   * what is compared is how soon the virtual machine gets to it.)
   */
  static Result run(String name, String data, int rows, int passes, double seconds)
      throws IOException {
    PeerData stream =
        data.equals(SYNTHETIC)
            ? PeerData.synthetic(rows)
            : PeerData.read(PeerData.folder().resolve(data + ".csv.gz"), rows);
    List<Double> rates = new ArrayList<>();
    Result last;
    long start = System.nanoTime();
    do {
      last = pass(learner(name, stream.features()), stream, seconds);
    } while ((System.nanoTime() - start) / 1e9 < Math.min(WARM_UP_SECONDS, seconds));
    for (int pass = 0; pass < passes; pass++) {
      last = pass(learner(name, stream.features()), stream, seconds);
      rates.add(last.rate());
    }
    return new Result(Report.median(rates), last.accuracy(), last.rows());
  }

  private static Result pass(PeerLearner learner, PeerData stream, double seconds) {
    int right = 0;
    int n = 0;
    long start = System.nanoTime();
    while (n < stream.rows() && ((n & 255) != 0 || (System.nanoTime() - start) / 1e9 < seconds)) {
      double[] x = stream.x(n);
      double y = stream.y(n);
      right += learner.predict(x) > 0.5 == y > 0.5 ? 1 : 0;
      learner.learn(x, y);
      n++;
    }
    double time = (System.nanoTime() - start) / 1e9;
    return new Result(n / time, (double) right / n, n);
  }

  /**
   * @param args learner, data set, rows, passes, seconds
   */
  public static void main(String[] args) throws IOException {
    Result result =
        run(
            args[0],
            args[1],
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]),
            Double.parseDouble(args[4]));
    System.out.println("RESULT " + new ObjectMapper().writeValueAsString(result));
    System.exit(0);
  }
}
