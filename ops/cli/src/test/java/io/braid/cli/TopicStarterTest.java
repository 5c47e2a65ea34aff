package io.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.schemas.Event;
import io.braid.schemas.RegistryClient;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code init} from the schema of a topic. */
class TopicStarterTest {
  private static final String REGISTRY = "mock://topic-starter";
  private static final String ORDER =
      """
      {"type": "record", "name": "Order", "namespace": "shop", "fields": [
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "amount", "type": ["null", "double"]},
        {"name": "country", "type": "string"},
        {"name": "returning", "type": "boolean"},
        {"name": "items", "type": {"type": "array", "items": "int"}},
        {"name": "buyer", "type": {"type": "record", "name": "Buyer", "fields": [
          {"name": "age", "type": "int"},
          {"name": "tier", "type": {"type": "enum", "name": "Tier",
            "symbols": ["GOLD", "SILVER", "NONE"]}}]}},
        {"name": "outcome", "type": {"type": "enum", "name": "Outcome",
          "symbols": ["KEPT", "SENT_BACK", "LOST"]}},
        {"name": "fraud", "type": "boolean"}]}
      """;

  @TempDir Path folder;
  private final Cli cli = new Cli();

  private static void register(String topic, String schema) {
    try (RegistryClient registry = RegistryClient.of(Map.of("url", REGISTRY))) {
      registry.register(topic + "-value", new Schema.Parser().parse(schema));
    }
  }

  private int init(Object... more) {
    Object[] args = new Object[3 + more.length];
    args[0] = "init";
    args[1] = "--registry";
    args[2] = REGISTRY;
    System.arraycopy(more, 0, args, 3, more.length);
    return cli.run(args);
  }

  @Test
  void theStarterNamesTheTopicAndEveryFieldOfItsSchema() {
    register("shop.events", ORDER);
    assertThat(init("--topic", "shop.events", "--label", "outcome", "fraud", "buyer.age"))
        .as(cli.err())
        .isZero();
    assertThat(cli.out().replaceAll("(?m)^#.*\\n|^\\n", ""))
        .isEqualTo(
            """
            name: shop
            features:
              - {name: at, type: time, cycles: [day, week, year]}
              - amount
              - {name: country, type: categorical, buckets: 1024}
              - {name: returning, type: boolean}
              - {name: buyer.tier, type: categorical}  # 3 values
            tasks:
              - {name: outcome, kind: multiclass, label: outcome, classes: [KEPT, SENT_BACK, LOST]}
              - {name: fraud, kind: binary, label: fraud}
              - {name: buyer.age, kind: regression, label: buyer.age}
            input:  {topic: shop.events}
            schema.registry: {url: 'mock://topic-starter'}
            """);
  }

  @Test
  void theWrittenFileIsDescribedAsItIsAndTakesTheLastFieldAsLabel() {
    register("orders", ORDER);
    Path yaml = folder.resolve("orders.yaml");
    assertThat(init("--topic", "orders", "--name", "returns", "--out", yaml))
        .as(cli.err())
        .isZero();
    assertThat(cli.out())
        .contains(
            "7 of 8 columns as features, 1 task,", "braid run --pipeline " + yaml + " --check");
    assertThat(cli.run("describe", "--pipeline", yaml)).as(cli.err()).isZero();
    assertThat(cli.out()).contains("label fraud", "  orders ---> | learner", "> returns.drift");
  }

  @Test
  void schemasThatTellNoColumnsAreRefusedInOneLine() {
    register("general", Event.getClassSchema().toString());
    assertFails(1, "general", "is the general envelope io.braid.schemas.Event, which has no fixed");
    register("bare", "\"string\"");
    assertFails(1, "bare", "bare-value: is the schema string, must be a record's");
    register(
        "texts",
        """
        {"type": "record", "name": "T", "fields": [
          {"name": "x", "type": "int"}, {"name": "s", "type": "string"}]}
        """);
    assertFails(2, "texts", "label: 's' is text whose values are not known, must be a number");
  }

  private void assertFails(int code, String topic, String message) {
    assertThat(init("--topic", topic)).isEqualTo(code);
    assertThat(cli.err()).startsWith("braid: ").contains(message);
    assertThat(cli.err().lines()).hasSize(1);
    assertThat(cli.out()).isEmpty();
  }
}
