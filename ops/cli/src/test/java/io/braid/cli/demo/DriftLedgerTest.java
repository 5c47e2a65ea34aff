package io.braid.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.cli.demo.DriftLedger.Signal;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftLedgerTest {
  private static final ScriptedDrift ABRUPT = new ScriptedDrift("a", 100, 100, List.of("x", "y"));
  private static final ScriptedDrift GRADUAL = new ScriptedDrift("g", 130, 200, List.of("x"));

  private final DriftLedger ledger = new DriftLedger(List.of(ABRUPT, GRADUAL), 50);

  @Test
  void theFirstSignalOfATouchedTaskCountsAndLaterOnesAreRepetitions() {
    Signal first = add("y", 110);
    Signal second = add("y", 115);
    assertThat(ledger.entries().get(0).of("y")).isEqualTo(first);
    assertThat(ledger.entries().get(0).repeated()).containsExactly(second);
    assertThat(ledger.others()).isEmpty();
  }

  @Test
  void signalsBeforeTheChangeAfterThePatienceOrOfOtherTasksStandAlone() {
    Signal before = add("x", 99);
    Signal late = add("y", 151);
    Signal other = add("z", 101);
    assertThat(ledger.entries().get(0).detected()).isEmpty();
    assertThat(ledger.others()).containsExactly(before, late, other);
  }

  @Test
  void aSignalBelongsToTheLatestChangeThatCanExplainIt() {
    Signal early = add("x", 120);
    Signal gradual = add("x", 140);
    assertThat(ledger.entries().get(0).of("x")).isEqualTo(early);
    assertThat(ledger.entries().get(1).of("x")).isEqualTo(gradual);
    assertThat(ledger.others()).isEmpty();
  }

  @Test
  void thePatienceOfAGradualChangeStartsAtItsEnd() {
    Signal signal = add("x", 250);
    assertThat(ledger.entries().get(1).detected()).containsExactly(signal);
  }

  private Signal add(String task, long event) {
    Signal signal = new Signal(task, event, event / 10.0);
    ledger.add(signal);
    return signal;
  }
}
