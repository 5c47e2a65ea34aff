package io.braid.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.cli.demo.Feed.Expectation;
import io.braid.cli.view.DemoStatus.Outputs;
import org.junit.jupiter.api.Test;

class DeliveryTest {
  private final Delivery delivery = new Delivery();

  @Test
  void oneOutputOfTheRightKindForEveryEventIsExact() {
    send(Expectation.PREDICTION, Expectation.DEAD_LETTER, Expectation.EITHER, Expectation.EITHER);
    delivery.predicted(0);
    delivery.refused(1);
    delivery.refused(2);
    assertThat(delivery.settled()).isEqualTo(3);
    delivery.predicted(3);
    assertThat(delivery.account()).isEqualTo(new Outputs(4, 2, 2, 0, 0, 0, -1));
    assertThat(delivery.account().exact()).isTrue();
  }

  @Test
  void whatIsMissingDoubledOrOfTheWrongKindIsCountedAndTheFirstNamed() {
    send(Expectation.EITHER, Expectation.EITHER, Expectation.EITHER, Expectation.EITHER);
    send(Expectation.PREDICTION, Expectation.DEAD_LETTER);
    delivery.predicted(0);
    delivery.predicted(2);
    delivery.predicted(2);
    delivery.predicted(3);
    delivery.refused(3);
    delivery.refused(4);
    delivery.predicted(5);
    assertThat(delivery.account()).isEqualTo(new Outputs(6, 4, 1, 1, 2, 2, 1));
    assertThat(delivery.account().problem())
        .isEqualTo(
            "of 6 events sent, 1 have neither a prediction nor a dead letter, 2 have more than one,"
                + " 2 have the wrong one; the first is at offset 1");
  }

  @Test
  void anOutputOfAnEventThatWasNeverSentIsAnError() {
    send(Expectation.EITHER);
    assertThatThrownBy(() -> delivery.predicted(1)).hasMessageContaining("only 1 sent");
  }

  private void send(Expectation... expectations) {
    for (Expectation expectation : expectations) {
      delivery.sent(expectation);
    }
  }
}
