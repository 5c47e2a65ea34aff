package io.braid.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private static final String FULL = "=".repeat(15);
  private static final String OPEN = "-".repeat(15);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private long now = 1_000;

  @Test
  void itShowsShareTimeLeftAndNoteAndRemovesItselfAtTheEnd() {
    try (ProgressBar bar = new ProgressBar(out, new Style(true, false), "reading", () -> now)) {
      now += 10_000_000_000L;
      bar.update(0.5, "99/s");
    }
    assertThat(written()).isEqualTo("\rreading " + FULL + OPEN + "  50%  00:10 left  99/s\r");
  }

  @Test
  void itDrawsTenTimesASecondAtMost() {
    ProgressBar bar = new ProgressBar(out, new Style(true, false), "w", () -> now);
    for (int i = 0; i < 1000; i++) {
      now += 1_000_000L;
      bar.update(i / 1000.0, "");
    }
    assertThat(written().chars().filter(c -> c == '\r').count()).isEqualTo(10);
  }

  @Test
  void itIsSilentWhereNobodyWatches() {
    try (ProgressBar bar = new ProgressBar(out, Style.PLAIN, "w", () -> now)) {
      now += 10_000_000_000L;
      bar.update(0.5, "");
    }
    assertThat(written()).isEmpty();
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9;]*[mK]", "");
  }
}
