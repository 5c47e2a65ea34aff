package io.braid.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.sandbox.EmbeddedBroker;
import io.braid.topology.meter.Meters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules and dashboard name only what a running application exports, with its labels and units. */
class WatchNamesTest {
  private static final Pattern SAMPLE = Pattern.compile("^([a-zA-Z_:]\\w*)(?:\\{(.*)})? ");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  /** What Prometheus itself adds. */
  private static final Set<String> SCRAPED = Set.of("job", "instance");

  private static final Map<String, Set<String>> EXPORTED = new HashMap<>();

  @TempDir private static Path directory;

  @BeforeAll
  static void scrape() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.startNew();
        Scene scene = new Scene(broker, directory, "watched", "{port: 0}").running()) {
      String text = scene.get("/metrics").body();
      for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.find()).as(line).isTrue();
        Set<String> labels = EXPORTED.computeIfAbsent(sample.group(1), n -> new HashSet<>());
        Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
        while (label.find()) {
          labels.add(label.group(1));
        }
      }
    }
  }

  @Test
  void everyMeterIsExported() {
    for (Meters meter : Meters.values()) {
      assertThat(EXPORTED).containsKey(meter.prometheusName());
      assertThat(EXPORTED.get(meter.prometheusName())).containsAll(meter.tags());
    }
  }

  @Test
  void everySeriesThatIsNamedExists() throws IOException {
    Set<String> known = new TreeSet<>(EXPORTED.keySet());
    known.add("up");
    WatchFiles.rules().forEach(rule -> known.add(String.valueOf(rule.get("record"))));
    List<WatchFiles.Expression> expressions = WatchFiles.expressions();
    assertThat(expressions).hasSizeGreaterThan(50);
    for (WatchFiles.Expression expression : expressions) {
      Set<String> named = Promql.series(expression.text());
      assertThat(named).as(expression.place()).isNotEmpty();
      assertThat(known).as(expression.place()).containsAll(named);
    }
  }

  @Test
  void everyLabelThatIsNamedBelongsToASeries() throws IOException {
    for (WatchFiles.Expression expression : WatchFiles.expressions()) {
      Set<String> labels = new HashSet<>(SCRAPED);
      for (String series : Promql.series(expression.text())) {
        labels.addAll(EXPORTED.getOrDefault(series, Set.of()));
        if (series.startsWith("job_task:")) {
          labels.add("task");
        }
      }
      assertThat(labels).as(expression.place()).containsAll(Promql.labels(expression.text()));
    }
  }

  @Test
  void everyPanelShowsTheUnitOfWhatItReads() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (WatchFiles.Expression expression : WatchFiles.expressions()) {
      if (expression.unit() == null) {
        continue;
      }
      boolean rate = expression.text().contains("rate(");
      for (String series : Promql.series(expression.text())) {
        Set<String> allowed = units(series, rate);
        if (!allowed.contains(expression.unit())) {
          wrong.add(expression.place() + ": " + series + " as " + expression.unit());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void namesAreFoundInExpressionsOfEveryForm() {
    assertThat(
            Promql.series(
                "sum by (a, b) (rate(x_total{c=\"y_total\", d=~'z'}[5m] offset 1h)) > 1.5e3"
                    + " and on (job) w:x:y == bool v"))
        .containsExactly("x_total", "w:x:y", "v");
    assertThat(Promql.labels("sum by (a, b) (rate(x{c=\"q=1\", d=~'z'}[$__interval]))"))
        .containsExactlyInAnyOrder("a", "b", "c", "d");
  }

  /** What Grafana may call the unit of a series. */
  private static Set<String> units(String series, boolean rate) {
    String name = series.replaceAll(":.*?(_seconds|_bytes).*", "$1").replaceAll("_total$", "");
    if (name.endsWith("_seconds")) {
      return rate ? Set.of("percentunit") : Set.of("s");
    }
    if (name.endsWith("_bytes")) {
      return Set.of(rate ? "Bps" : "bytes");
    }
    if (rate) {
      return Set.of("cps", "reqps");
    }
    return series.contains("ratio") || series.endsWith("_skill") || series.endsWith("_usage")
        ? Set.of("percentunit")
        : Set.of("none", "short");
  }
}
