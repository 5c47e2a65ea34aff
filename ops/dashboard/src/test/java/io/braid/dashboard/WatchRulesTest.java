package io.braid.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The rules themselves, by Prometheus' own tool where it is installed. */
class WatchRulesTest {
  @Test
  void promtoolAcceptsTheRules() throws Exception {
    promtool("check", "rules", WatchFiles.RULES);
  }

  @Test
  void promtoolAcceptsTheScrapeSettings() throws Exception {
    promtool("check", "config", "--syntax-only", WatchFiles.ROOT.resolve("docker/prometheus.yml"));
  }

  @Test
  void everyAlertFiresAndStaysSilentAsTested() throws Exception {
    promtool("test", "rules", WatchFiles.RULE_TESTS);
  }

  @Test
  void everyAlertIsTestedFiringAndNotFiring() throws IOException {
    Set<String> firing = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    for (Map<String, Object> test :
        WatchFiles.list(WatchFiles.yaml(WatchFiles.RULE_TESTS), "tests")) {
      for (Map<String, Object> check : WatchFiles.list(test, "alert_rule_test")) {
        Set<String> set = WatchFiles.list(check, "exp_alerts").isEmpty() ? silent : firing;
        set.add((String) check.get("alertname"));
      }
    }
    Set<String> alerts = new TreeSet<>();
    WatchFiles.alerts().forEach(alert -> alerts.add((String) alert.get("alert")));
    assertThat(alerts).isNotEmpty();
    assertThat(firing).isEqualTo(alerts);
    assertThat(silent).isEqualTo(alerts);
  }

  @Test
  void everyAlertSaysHowBadItIsWhatItIsAndWhereToReadOn() throws IOException {
    Set<String> names = new HashSet<>();
    for (Map<String, Object> alert : WatchFiles.alerts()) {
      String name = (String) alert.get("alert");
      assertThat(names.add(name)).as("%s stands once", name).isTrue();
      assertThat(WatchFiles.texts(alert, "labels").get("severity"))
          .as(name)
          .isIn("critical", "warning", "info");
      Map<String, String> texts = WatchFiles.texts(alert, "annotations");
      assertThat(texts).as(name).containsOnlyKeys("summary", "description", "runbook_url");
      assertThat(texts.get("runbook_url"))
          .isEqualTo("ops/runbook.md#" + name.toLowerCase(Locale.ROOT));
    }
  }

  private static void promtool(Object... arguments) throws Exception {
    Optional<Path> tool = found();
    assumeTrue(
        tool.isPresent(), "promtool is not installed (Debian: prometheus): rules are not checked");
    String[] command = new String[arguments.length + 1];
    command[0] = tool.get().toString();
    for (int i = 0; i < arguments.length; i++) {
      command[i + 1] = arguments[i].toString();
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  private static Optional<Path> found() {
    String path = System.getenv().getOrDefault("PATH", "");
    List<String> folders = Arrays.asList(path.split(File.pathSeparator, -1));
    return folders.stream()
        .map(folder -> Path.of(folder, "promtool"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
