package io.braid.bench.peer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.braid.bench.Bar;
import io.braid.bench.Jvm;
import io.braid.bench.Report;
import io.braid.bench.Scale;
import io.braid.bench.Steps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Braid and its peers on the same data: accuracy and speed. */
public final class PeerTable {
  /** What the ratio of speed is taken of. */
  static final String BRAID = "braid linear";

  static final List<String> ALL =
      List.of(
          BRAID,
          "braid linear, evaluated",
          "braid linear optimizer=sgd",
          "braid linear optimizer=adagrad",
          "braid mlp hidden=64-32 optimizer=adam",
          "moa sgd 0.0001",
          "moa sgd 0.01",
          "moa sgd 0.1",
          "moa adagrad 0.01",
          "moa perceptron 1",
          "moa perceptron 0.01",
          "moa spegasos",
          "moa naive-bayes",
          "moa hoeffding-tree",
          "nd4j",
          "samediff");

  /** Peers that are no linear models. */
  private static final Set<String> OTHER_MODELS = Set.of("moa naive-bayes", "moa hoeffding-tree");

  static final List<String> GUARDED = List.of(BRAID, "moa sgd 0.01", "moa perceptron 1");

  /** Measured passes of a learner in one process, after one to warm up. */
  private static final int PASSES = 3;

  private final Scale scale;
  private final Report report;
  private final Consumer<String> progress;

  public PeerTable(Scale scale, Report report, Consumer<String> progress) {
    this.scale = scale;
    this.report = report;
    this.progress = progress;
  }

  /** Every peer. */
  public void full() {
    table(ALL);
    report.paragraph(
        "MOA's learners take the rate given behind their names (0.0001 is the default of its SGD)."
            + " 'evaluated' adds Braid's metrics, baselines and drift detection. nd4j and samediff:"
            + " the same logistic regression as a user of ND4J writes it, by arrays and as a graph."
            + " Rows: what was seen within the time of a pass. Flink ML is absent: its online logistic"
            + " regression came with release 2.1; of 2.2.0, the release Maven Central gave,"
            + " flink-ml-iteration and flink-ml-servable-lib, without which it does not load, could"
            + " not be resolved, and 2.0.0, which could, does not have it.");
  }

  /** A few peers whose ratios are guarded. */
  public void quick() {
    table(GUARDED);
  }

  private void table(List<String> names) {
    report.section("Peers in one process each, one thread");
    List<String> sets = new ArrayList<>(List.of(PeerPass.SYNTHETIC));
    if (Files.exists(PeerData.folder().resolve("electricity.csv.gz"))) {
      sets.add("electricity");
    } else {
      report.paragraph("Without electricity: not in the folder of the data sets.");
    }
    int repetitions = scale.otherRounds();
    Steps steps = new Steps(progress, sets.size() * repetitions * names.size());
    for (String data : sets) {
      Map<String, List<PeerPass.Result>> results = new LinkedHashMap<>();
      // Interleaved: a slow minute of the machine meets all of them.
      for (int repetition = 0; repetition < repetitions; repetition++) {
        for (String name : names) {
          steps.next(name + " on " + data);
          results.computeIfAbsent(name, key -> new ArrayList<>()).add(run(name, data));
        }
      }
      report(data, results);
    }
  }

  private void report(String data, Map<String, List<PeerPass.Result>> results) {
    double braid = rate(results.get(BRAID));
    List<List<String>> rows = new ArrayList<>();
    results.forEach(
        (name, list) -> {
          PeerPass.Result last = list.get(list.size() - 1);
          rows.add(
              List.of(
                  name,
                  Report.figure(rate(list)),
                  Report.figure(rate(list) / braid),
                  String.format(Locale.ROOT, "%.4f", last.accuracy()),
                  Integer.toString(last.rows())));
          if (GUARDED.contains(name) && !name.equals(BRAID)) {
            report.ratio("peers: braid linear over " + name + ", " + data, braid / rate(list));
          }
        });
    bars(data, results);
    report.table(
        List.of("learner on " + data, "events/s", "to " + BRAID, "accuracy", "rows"), rows);
  }

  /** Against the fastest and against the most accurate of the other linear models. */
  private void bars(String data, Map<String, List<PeerPass.Result>> results) {
    List<String> linear =
        results.keySet().stream()
            .filter(name -> !name.startsWith("braid ") && !OTHER_MODELS.contains(name))
            .toList();
    String fastest =
        Collections.max(linear, Comparator.comparingDouble(name -> rate(results.get(name))));
    String best =
        Collections.max(linear, Comparator.comparingDouble(name -> accuracy(results.get(name))));
    List<PeerPass.Result> braid = results.get(BRAID);
    report.bar(
        Bar.atLeast(
            2,
            "speed of " + BRAID + " on " + data + ", over the fastest linear peer, " + fastest,
            "",
            1,
            rate(braid) / rate(results.get(fastest))));
    report.bar(
        Bar.atLeast(
            2,
            "accuracy of " + BRAID + " on " + data + ", over the best linear peer, " + best,
            "",
            1,
            accuracy(braid) / accuracy(results.get(best))));
  }

  private static double accuracy(List<PeerPass.Result> results) {
    return Report.median(results.stream().map(PeerPass.Result::accuracy).toList());
  }

  private static double rate(List<PeerPass.Result> results) {
    return Report.median(results.stream().map(PeerPass.Result::rate).toList());
  }

  private PeerPass.Result run(String name, String data) {
    String[] arguments = {
      name,
      data,
      Integer.toString(scale.peerRows()),
      Integer.toString(PASSES),
      Double.toString(scale.peerSeconds())
    };
    try {
      if (scale.forks() == 0) {
        return PeerPass.run(name, data, scale.peerRows(), PASSES, scale.peerSeconds());
      }
      List<String> options =
          List.of(
              "-Xms512m",
              "-Xmx1g",
              "-XX:+UseSerialGC",
              "-Dbraid.data=" + PeerData.folder().toAbsolutePath());
      ProcessBuilder builder =
          new ProcessBuilder(Jvm.command(options, PeerPass.class, arguments))
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().put("OMP_NUM_THREADS", "1");
      Process process = builder.start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int at = out.indexOf("RESULT ");
      if (at < 0) {
        throw new IllegalStateException("'" + name + "' on " + data + " gave no result");
      }
      return new ObjectMapper()
          .readValue(out.substring(at + "RESULT ".length()), PeerPass.Result.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
