package io.braid.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveViewTest {
  private static final String ESCAPES = "\u001b\\[[0-9;]*m";

  @Test
  void aFrameShowsTasksDriftsAndDeadLettersInEightyColumns() {
    assertThat(String.join("\n", new LiveView(Style.PLAIN, 80).frame(Sample.status())))
        .isEqualTo(
            """
             marketplace  built-in stream     =========================-----  00:50 / 01:00
             100,812 events, 1,996/s, model step 99,500

             task           metric     window  fading baseline weight  --------v---------v-
             late           auc         0.924   0.933    0.500  1.250    _-#############
             delivery_hours mae         3.317   3.350    12.00  1.250    _-#############
             returned       log_loss    0.744   0.751    0.690  1.250    _-####..#######

             drifts: scripted                                               detected after
             v 00:24  carriers swap networks                   delivery_hours -  late +1.1s
             v 00:55  winter (gradual)                                               late -
               not scripted   returned 00:41

             dead letters 190  truncated record 55, unknown schema 50, not finite 45
                          label out of range 40
             Ctrl-C ends the run
            """
                .stripTrailing());
  }

  @Test
  void whatIsNotKnownYetIsADash() {
    assertThat(String.join("\n", new LiveView(Style.PLAIN, 80).frame(Sample.bare())))
        .isEqualTo(
            """
             p  data.csv                                                              00:00
             0 events, -, model step 0

             task           metric     window  fading baseline weight  --------------------
             y              mae             -       -        -      -

             dead letters 0
            """
                .stripTrailing());
  }

  @Test
  void coloursChangeNothingButColours() {
    Style colours = new Style(true, false);
    List<String> coloured = new LiveView(colours, 100).frame(Sample.status());
    assertThat(coloured).anyMatch(line -> line.contains("\u001b["));
    assertThat(coloured.stream().map(line -> line.replaceAll(ESCAPES, "")).toList())
        .isEqualTo(new LiveView(Style.PLAIN, 100).frame(Sample.status()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 61, 79, 80, 81, 100, 120, 500})
  void noLineIsWiderThanTheTerminal(int columns) {
    for (DemoStatus status : List.of(Sample.status(), Sample.bare())) {
      assertThat(new LiveView(new Style(false, true), columns).frame(status))
          .allMatch(line -> line.length() <= Math.max(60, columns - 1));
    }
  }

  @Test
  void theCurveOfATaskIsRedWhereADriftWasDetected() {
    List<String> frame = new LiveView(new Style(true, true), 80).frame(Sample.status());
    assertThat(frame.get(4)).contains("late").contains("\u001b[31m");
    assertThat(frame.get(5)).contains("delivery_hours").doesNotContain("\u001b[31m");
  }

  @Test
  void theTickerIsOneLine() {
    assertThat(LiveView.ticker(Sample.status()))
        .isEqualTo(
            "00:50  100,812 events  1,996/s  late 0.924  delivery_hours 3.317  returned 0.744"
                + "  drifts 2  dead letters 190");
  }
}
