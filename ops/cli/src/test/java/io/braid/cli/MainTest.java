package io.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.cli.view.Style;
import io.braid.model.spec.SpecException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void helpAndVersionGoToTheOutputWithExitCode0() {
    assertThat(run("--help")).isZero();
    assertThat(out()).contains("Usage: braid").contains("Exit codes:");
    assertThat(run("--version")).isZero();
    assertThat(out()).contains("braid ").contains("Java " + Runtime.version());
    assertThat(err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--nonsense | Unknown option: '--nonsense'",
        "nonsense   | Unmatched argument at index 0: 'nonsense'",
        "           | a command is missing"
      })
  void wrongUsageIsOneLineOnTheErrorStreamWithExitCode2(String argument, String message) {
    int code = argument == null ? run() : run(argument);
    assertThat(code).isEqualTo(2);
    assertThat(err()).isEqualToIgnoringNewLines("braid: " + message + ", see braid --help");
    assertThat(out()).isEmpty();
  }

  @Test
  void messagesAreOneLineAndSayWhatMatters() {
    assertThat(Errors.message(new NoSuchFileException("/a/b.csv")))
        .isEqualTo("/a/b.csv: no such file");
    assertThat(Errors.message(new AccessDeniedException("/a/b.csv")))
        .isEqualTo("/a/b.csv: not permitted");
    assertThat(Errors.message(new UncheckedIOException(new IOException("disk\n  full"))))
        .isEqualTo("disk full");
    assertThat(Errors.message(new SpecException("tasks[0].kind", "'x' is not allowed")))
        .isEqualTo("tasks[0].kind: 'x' is not allowed");
    assertThat(Errors.message(new CliException("do this"))).isEqualTo("do this");
    assertThat(Errors.message(new IllegalStateException("odd")))
        .isEqualTo("IllegalStateException: odd");
    assertThat(Errors.message(new NullPointerException()))
        .isEqualTo("NullPointerException (--verbose shows where)");
  }

  @Test
  void theLocaleDecidesOnGlyphsInItsOwnOrderOfPrecedence() {
    assertThat(Console.unicode(Map.of("LANG", "en_US.UTF-8"))).isTrue();
    assertThat(Console.unicode(Map.of("LC_CTYPE", "C.utf8"))).isTrue();
    assertThat(Console.unicode(Map.of("LC_ALL", "C", "LANG", "en_US.UTF-8"))).isFalse();
    assertThat(Console.unicode(Map.of())).isFalse();
  }

  @Test
  void coloursAreDroppedWhereTheyAreUnwelcome() {
    assertThat(Console.colours(Map.of("TERM", "xterm"))).isTrue();
    assertThat(Console.colours(Map.of("TERM", "dumb"))).isFalse();
    assertThat(Console.colours(Map.of("NO_COLOR", "1"))).isFalse();
  }

  private int run(String... args) {
    PrintStream o = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream e = new PrintStream(err, true, StandardCharsets.UTF_8);
    return Main.run(new Console(o, e, Style.PLAIN), args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
