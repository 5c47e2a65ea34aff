package io.braid.topology;

import io.braid.model.spec.SpecException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.StreamsConfig;

/** Looks at an application's topics and creates those that are missing, with the right settings. */
public final class TopicAdmin implements AutoCloseable {

  /** A topic as it is: no partitions if it does not exist. */
  public record State(Topics.Definition definition, Optional<Integer> partitions) {}

  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(10);
  private static final long SHOWN_PAUSE_MS = 20;
  private static final String SECURITY = AdminClientConfig.SECURITY_PROTOCOL_CONFIG;

  private final Admin admin;
  private final String bootstrapServers;
  private final String protocol;

  /**
   * @param settings of the application, as {@link StreamsSettings} gives them: a person waits for
   *     the answer, and the admin client's own patience of a minute is too long
   * @throws KafkaException if the brokers' names cannot be resolved
   */
  public TopicAdmin(Properties settings) {
    StreamsConfig config = new StreamsConfig(settings);
    bootstrapServers = String.join(",", config.getList(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG));
    Map<String, Object> own = config.getAdminConfigs("braid-topics");
    protocol = String.valueOf(own.getOrDefault(SECURITY, "PLAINTEXT"));
    try {
      admin = Admin.create(own);
    } catch (KafkaException e) {
      String refusal = AccessErrors.explain(e);
      if (refusal != null) {
        throw new KafkaException(refusal, e);
      }
      throw new KafkaException(
          "kafka.bootstrap.servers: '" + bootstrapServers + "': " + Application.rootMessage(e), e);
    }
  }

  /** Every topic with its partition count. */
  public List<State> states(Topics topics) {
    List<State> states = new ArrayList<>();
    for (Topics.Definition definition : topics.definitions()) {
      states.add(new State(definition, partitions(definition.name())));
    }
    return states;
  }

  /**
   * Creates the missing topics; existing ones are left as they are.
   *
   * @param partitions of a missing input topic; outputs follow the input, whatever this says
   * @param replication replication factor, or -1 for the broker's default
   * @return the names of the topics created
   * @throws SpecException if the later labels' topic has another partition count than the events'
   */
  public List<String> create(Topics topics, int partitions, short replication) {
    int count = partitions(topics.events()).orElse(partitions);
    List<String> created = new ArrayList<>();
    for (State state : states(topics)) {
      Topics.Definition definition = state.definition();
      if (state.partitions().isPresent()) {
        if (definition.name().equals(topics.labels()) && state.partitions().get() != count) {
          throw new SpecException(
              "labels.topic",
              "'"
                  + definition.name()
                  + "' has "
                  + state.partitions().get()
                  + " partitions, must have as many as the events' topic: "
                  + count);
        }
        continue;
      }
      NewTopic topic =
          new NewTopic(
                  definition.name(),
                  Optional.of(count),
                  replication < 0 ? Optional.empty() : Optional.of(replication))
              .configs(definition.settings());
      try {
        admin.createTopics(List.of(topic)).all().get();
        created.add(definition.name());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw failed("cannot create topic " + definition.name(), e.getCause());
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
    created.forEach(this::awaitShown);
    return created;
  }

  /** Brokers show a topic a moment after it was created; whoever looks next must find it. */
  private void awaitShown(String topic) {
    long end = System.nanoTime() + SHOWN_WITHIN.toNanos();
    while (partitions(topic).isEmpty() && System.nanoTime() < end) {
      try {
        Thread.sleep(SHOWN_PAUSE_MS);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  /** Partition count of a topic; empty if it does not exist. */
  public Optional<Integer> partitions(String topic) {
    try {
      Map<String, TopicDescription> described =
          admin.describeTopics(List.of(topic)).allTopicNames().get();
      return Optional.of(described.get(topic).partitions().size());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw failed("cannot look at topic " + topic, e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private KafkaException failed(String what, Throwable cause) {
    String refusal = AccessErrors.explain(cause);
    if (refusal != null) {
      return new KafkaException(refusal, cause);
    }
    return cause instanceof TimeoutException
        ? new KafkaException(
            "kafka.bootstrap.servers: no broker answers at '"
                + bootstrapServers
                + "'"
                + (protocol.equals("PLAINTEXT") ? "" : " by kafka.security.protocol " + protocol),
            cause)
        : new KafkaException(what + ": " + cause.getMessage(), cause);
  }

  private static KafkaException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new KafkaException("interrupted", e);
  }

  @Override
  public void close() {
    admin.close();
  }
}
