package io.braid.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.schemas.IncompatibleSchemaException;
import io.braid.schemas.RegistryClient;
import java.time.Duration;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Schemas in a real registry: registered, evolved, refused. */
@InDocker
@ResourceLock(value = "stack", mode = ResourceAccessMode.READ)
class SchemasTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Stack stack;

  SchemasTest(Stack stack) {
    this.stack = stack;
  }

  @Test
  void aCompatibleChangeFlowsAndAnIncompatibleOneIsRefused() throws Exception {
    Readings readings = new Readings("evolved", "[16, 8]", 900);
    stack.createTopic(readings.topic());
    Schema more =
        Readings.schema(
            fields ->
                fields.optionalString("comment").name("tags").type(TAGS).withDefault(List.of()));
    try (RegistryClient registry = stack.registryClient();
        Braid braid = new Braid(stack, readings)) {
      var first = readings.records(registry, Readings.schema(), 0, 300);
      braid.start();
      try (Follower follower = new Follower(stack, readings.name())) {
        send(readings, first);
        follower.await(300, PATIENCE, braid);
        // A field that may be left out is taken, while the application runs.
        send(readings, readings.records(registry, more, 300, 600));
        follower.await(600, PATIENCE, braid);
        // A type that changes is not: neither by the check nor by registering.
        String subject = readings.topic() + "-value";
        Schema wrong = changed();
        assertThat(registry.incompatibilities(subject, wrong)).isNotEmpty();
        assertThatThrownBy(() -> registry.register(subject, wrong))
            .isInstanceOf(IncompatibleSchemaException.class)
            .hasMessageStartingWith("subject " + subject + " does not take org.example.Reading: ");
        // Old and new writers beside each other.
        send(readings, readings.records(registry, Readings.schema(), 600, 750));
        send(readings, readings.records(registry, more, 750, 900));
        follower.await(900, PATIENCE, braid);
        assertThat(braid.stop()).as(braid.tail()).isEqualTo(128 + 15);
        follower.assertEachOnceAndAsUndisturbed(readings);
        Report.line(
            "schemas: a compatible change flowed while it ran, an incompatible one was refused;"
                + " all %,d events predicted once and learned once",
            readings.count());
      }
    }
  }

  @Test
  void anApplicationWhoseOwnSchemaIsRefusedSaysSoAndEnds() throws Exception {
    Readings readings = new Readings("occupied", "[16, 8]", 200);
    stack.createTopic(readings.topic());
    String subject = "occupied.predictions-value";
    try (RegistryClient registry = stack.registryClient();
        Braid braid = new Braid(stack, readings)) {
      readings.records(registry);
      registry.register(
          subject,
          SchemaBuilder.record("Prediction")
              .namespace("io.braid.schemas")
              .fields()
              .requiredInt("id")
              .endRecord());
      braid.container().start();
      braid.awaitEnd();
      assertThat(braid.exitCode()).isEqualTo(1);
      assertThat(braid.log())
          .contains("braid: subject " + subject + " does not take io.braid.schemas.Prediction: ");
    }
  }

  private static final Schema TAGS = SchemaBuilder.array().items().stringType();

  private static Schema changed() {
    return SchemaBuilder.record("Reading")
        .namespace("org.example")
        .fields()
        .requiredString("id")
        .requiredInt("a")
        .requiredString("b")
        .requiredString("colour")
        .endRecord();
  }

  private void send(Readings readings, List<byte[]> records) throws InterruptedException {
    try (Feed feed = new Feed(stack, readings.topic(), records, 1000)) {
      feed.awaitEnd();
    }
  }
}
