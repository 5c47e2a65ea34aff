package io.braid.cli.stream;

import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Secrets;
import io.braid.model.spec.SpecException;
import io.braid.schemas.RegistryClient;
import io.braid.topology.Application;
import io.braid.topology.StreamsSettings;
import io.braid.topology.process.LearnerProcessorSupplier;
import io.braid.topology.store.StoredModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;

/** Clients by a pipeline's {@code kafka} and {@code schema.registry} settings. */
public final class Connections {
  /** Name of the learner's store. */
  public static final String STORE = LearnerProcessorSupplier.STORE;

  private Connections() {}

  /**
   * The registry's client.
   *
   * @throws SpecException if a setting is missing or wrong
   */
  public static RegistryClient registry(Pipeline pipeline) {
    return registry(pipeline.registry());
  }

  /**
   * The registry's client of settings by their own names.
   *
   * @throws SpecException if a setting is missing or wrong
   */
  public static RegistryClient registry(Map<String, String> settings) {
    try {
      return RegistryClient.of(Secrets.resolve("schema.registry", settings));
    } catch (SpecException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      // "schema.registry.url: missing, ..."
      String[] parts = e.getMessage().split(": ", 2);
      throw new SpecException(parts[0], parts[parts.length - 1]);
    }
  }

  /**
   * The application.
   *
   * @throws IOException if its state directory cannot be used
   */
  public static Application application(Pipeline pipeline, RegistryClient registry)
      throws IOException {
    try {
      return Application.of(pipeline, registry);
    } catch (UncheckedIOException e) {
      throw new IOException(
          "kafka.state.dir: "
              + e.getMessage()
              + ": "
              + e.getCause().getClass().getSimpleName()
              + ": "
              + e.getCause().getMessage(),
          e);
    }
  }

  /**
   * Settings for looking at an application's topics without being a part of it.
   *
   * @throws SpecException if a setting is missing or wrong
   */
  public static Properties settings(Pipeline pipeline) {
    if (!pipeline.kafka().containsKey(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG)) {
      throw new SpecException(
          "kafka.bootstrap.servers",
          "is missing, must name at least one broker, such as localhost:9092");
    }
    return StreamsSettings.of(pipeline.name(), null, pipeline.kafka());
  }

  /**
   * What an application's learner has committed, from its changelog topic.
   *
   * @throws SpecException if a setting is missing or wrong
   * @throws io.braid.model.data.SnapshotException if there is no such topic or partition
   */
  public static StoredModel storedModel(Pipeline pipeline, int partition) {
    Map<String, Object> settings =
        new StreamsConfig(settings(pipeline)).getRestoreConsumerConfigs("braid-snapshot");
    return StoredModel.ofChangelog(
        settings, pipeline.name() + "-" + STORE + "-changelog", partition);
  }

  /** Where a learner's store lies below an application's state directory. */
  public static Path storeDirectory(Path state, Pipeline pipeline, int partition) {
    return state
        .resolve(pipeline.name())
        .resolve("0_" + partition)
        .resolve("rocksdb")
        .resolve(STORE);
  }

  /** A producer without transactions. */
  public static KafkaProducer<byte[], byte[]> producer(Pipeline pipeline, String clientId) {
    Map<String, Object> configs =
        new HashMap<>(new StreamsConfig(settings(pipeline)).getProducerConfigs(clientId));
    configs.keySet().removeIf(name -> name.startsWith("transaction"));
    configs.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);
    configs.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 60_000);
    return new KafkaProducer<>(configs, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
