package io.braid.topology.process;

import io.braid.model.data.RejectedException;
import io.braid.model.data.Row;
import io.braid.schemas.RegistryUnavailableException;
import io.braid.topology.event.EventDecoder;
import java.time.Duration;
import org.apache.kafka.streams.errors.StreamsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a schema is needed and the registry does not answer: the record waits, asking
 * again at growing intervals, and after {@code limit} the application stops with a message that
 * says so. Nothing is lost either way: the record's offset is not committed. Schemas already seen
 * need no registry, so an outage goes unnoticed unless a sender starts using a new schema.
 *
 * <p>Under exactly_once_v2 a wait beyond the transaction timeout makes Kafka abort the open
 * transaction; the records since the last commit are then read again, which is as good.
 */
final class RegistryPatience {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryPatience.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Duration limit;

  /**
   * @param limit must stay below the consumer's max.poll.interval.ms, 5 minutes by default
   */
  RegistryPatience(Duration limit) {
    this.limit = limit;
  }

  void decode(EventDecoder decoder, byte[] value, Row row) throws RejectedException {
    Duration waited = Duration.ZERO;
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        decoder.decode(value, row);
        return;
      } catch (RegistryUnavailableException e) {
        if (waited.compareTo(limit) >= 0) {
          throw new StreamsException(
              "the schema registry has not answered for "
                  + waited.toSeconds()
                  + " s: "
                  + e.getMessage()
                  + "; nothing is lost, start again when it is back",
              e);
        }
        LOG.warn(
            "the schema registry does not answer, asking again in {} ms: {}",
            pause.toMillis(),
            e.getMessage());
        sleep(pause);
        waited = waited.plus(pause);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamsException("interrupted while waiting for the schema registry", e);
    }
  }
}
