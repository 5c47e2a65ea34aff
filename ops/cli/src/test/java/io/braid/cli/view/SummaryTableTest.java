package io.braid.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SummaryTableTest {
  @Test
  void itShowsQualityBeforeAndNowAndScriptedBesideDetected() {
    assertThat(String.join("\n", new SummaryTable(Style.PLAIN).lines(Sample.status())))
        .isEqualTo(
            """
            marketplace  built-in stream
            -------------------------------------------------------------------------------
            task             kind             metric      before     now baseline    labels
            late             binary           auc          0.930   0.924    0.500    71,000
            delivery_hours   regression       mae          3.200   3.317    12.00    71,000
            returned         binary (aux)     log_loss     0.420   0.744    0.690    71,000
            -------------------------------------------------------------------------------
            at     drift scripted                kind     detected
            00:24  carriers swap networks        abrupt   delivery_hours   missed
                                                          late             +1.1s, 1 again
            00:55  winter                        gradual  late             not reached
            not scripted     returned 00:41
            -------------------------------------------------------------------------------
            events           100,812 in 00:50, 2,000/s
            model step       99,500
            dead letters     190  truncated record 55, unknown schema 50, not finite 45
                             label out of range 40
            exactly once     yes, 100,622 predicted, 0 missing, 0 doubled
            """
                .stripTrailing());
  }

  @Test
  void withoutAScriptThereIsNoBeforeAndNoScript() {
    assertThat(String.join("\n", new SummaryTable(Style.PLAIN).lines(Sample.bare())))
        .isEqualTo(
            """
            p  data.csv
            -------------------------------------------------------------------------------
            task             kind             metric         now baseline    labels
            y                count            mae              -        -         0
            -------------------------------------------------------------------------------
            events           0 in 00:00, -
            model step       0
            dead letters     0
            """
                .stripTrailing());
  }
}
