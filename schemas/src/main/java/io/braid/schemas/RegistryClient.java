package io.braid.schemas;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.ParsedSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;

/**
 * The schema registry. The one class that touches Confluent's client, which comes with its package
 * relocated and an Avro of its own: schemas cross as their JSON text, once each.
 *
 * <p>Every method that asks the registry throws {@link RegistryUnavailableException} if it does not
 * answer. Retrying is the caller's. Thread-safe.
 */
public final class RegistryClient implements AutoCloseable {
  /** Error code of the client for an answer that is no JSON: no registry has spoken. */
  private static final int NOT_JSON = 50005;

  private static final int CAPACITY = 10_000;

  /** Schemas come from whoever may register one. */
  static final int LONGEST_SCHEMA = 1 << 20;

  private final RegistrySettings settings;
  private final SchemaRegistryClient client;
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

  /**
   * Connects on first use.
   *
   * @throws IllegalArgumentException if the client does not accept its settings
   */
  public RegistryClient(RegistrySettings settings) {
    this.settings = settings;
    String url = settings.urls().get(0);
    if (url.startsWith("mock://")) {
      client = MockSchemaRegistry.getClientForScope(url.substring("mock://".length()));
      return;
    }
    Map<String, Object> passed = new HashMap<>();
    settings.client().forEach((name, value) -> passed.put(name, typed(name, value)));
    // The client reads TLS settings under its prefix only and the others without it only.
    settings.client().forEach((name, value) -> passed.put("schema.registry." + name, value));
    try {
      client =
          new CachedSchemaRegistryClient(
              settings.urls(), CAPACITY, List.of(new AvroSchemaProvider()), passed);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("schema.registry: " + e.getMessage(), e);
    }
  }

  /** A few settings the client does not take as text. */
  private static Object typed(String name, String value) {
    try {
      return switch (name) {
        case "missing.id.cache.ttl.sec",
            "missing.version.cache.ttl.sec",
            "missing.schema.cache.ttl.sec" ->
            (Object) Long.valueOf(value);
        case "missing.cache.size", "proxy.port" -> Integer.valueOf(value);
        case "bearer.auth.cache.expiry.buffer.seconds" -> Short.valueOf(value);
        default -> value;
      };
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "schema.registry." + name + ": '" + value + "' is no whole number in range", e);
    }
  }

  /** A client of the settings as written. */
  public static RegistryClient of(Map<String, String> settings) {
    return new RegistryClient(RegistrySettings.of(settings));
  }

  /** The settings it was made with. */
  public RegistrySettings settings() {
    return settings;
  }

  /** The subject that holds the schema of a topic's values. */
  public String subject(String topic, Schema schema) {
    return settings.naming().subject(topic, schema.getFullName());
  }

  /**
   * The id to write with: of the latest version, of a newly registered one or of one registered
   * before, as the settings say.
   *
   * @throws UnknownSchemaException if it is not registered and must not be
   * @throws IncompatibleSchemaException if the subject's history does not allow the schema
   */
  public int idFor(String subject, Schema schema) {
    if (settings.useLatest()) {
      Optional<Latest> latest = latest(subject);
      if (latest.isPresent()) {
        return sameEncoding(subject, schema, latest.get());
      }
    }
    return settings.autoRegister() ? register(subject, schema) : registered(subject, schema);
  }

  /**
   * Registers a schema, or finds it registered.
   *
   * @return its id
   * @throws IncompatibleSchemaException if the subject's history does not allow the schema
   */
  public synchronized int register(String subject, Schema schema) {
    try {
      return client.register(subject, relocated(schema));
    } catch (RestClientException e) {
      if (e.getStatus() == 409 || e.getStatus() == 422) {
        throw new IncompatibleSchemaException(
            "subject " + subject + " does not take " + schema.getFullName() + ": " + e.getMessage(),
            e);
      }
      throw unavailable("registering " + schema.getFullName() + " as " + subject, e);
    } catch (IOException e) {
      throw unavailable("registering " + schema.getFullName() + " as " + subject, e);
    }
  }

  /**
   * A schema by its id. Known schemas are kept; unknown ids are asked for again after {@code
   * missing.id.cache.ttl.sec}.
   *
   * @throws UnknownSchemaException if the registry has no Avro schema of that id
   */
  public Schema schemaById(int id) {
    Schema known = schemas.get(id);
    if (known != null) {
      return known;
    }
    try {
      Schema schema = ours(id, client.getSchemaById(id));
      if (schemas.size() >= CAPACITY) {
        schemas.clear();
      }
      schemas.put(id, schema);
      return schema;
    } catch (RestClientException e) {
      if (notFound(e)) {
        throw new UnknownSchemaException("the registry knows no schema id " + id, e);
      }
      throw unavailable("asking for schema id " + id, e);
    } catch (IOException e) {
      // What the client says of a schema of another kind (Protobuf, JSON) or one it cannot parse.
      if (e.getMessage() != null && e.getMessage().startsWith("Invalid schema")) {
        throw new UnknownSchemaException("schema id " + id + " is no Avro schema", e);
      }
      throw unavailable("asking for schema id " + id, e);
    }
  }

  /** The latest schema of a subject; empty if there is no such subject. */
  public Optional<Schema> latestSchema(String subject) {
    return latest(subject).map(Latest::schema);
  }

  /**
   * Why the subject's history does not allow a schema; empty if it does, or if the subject is new.
   */
  public List<String> incompatibilities(String subject, Schema schema) {
    try {
      if (client.testCompatibility(subject, relocated(schema))) {
        return List.of();
      }
      List<String> reasons = client.testCompatibilityVerbose(subject, relocated(schema));
      return reasons.isEmpty() ? List.of("the registry gives no reason") : List.copyOf(reasons);
    } catch (RestClientException e) {
      if (notFound(e)) {
        return List.of();
      }
      throw unavailable("checking " + schema.getFullName() + " against " + subject, e);
    } catch (IOException e) {
      throw unavailable("checking " + schema.getFullName() + " against " + subject, e);
    }
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw unavailable("closing", e);
    }
  }

  private record Latest(int id, Schema schema) {}

  private Optional<Latest> latest(String subject) {
    try {
      SchemaMetadata latest = client.getLatestSchemaMetadata(subject);
      return Optional.of(new Latest(latest.getId(), schemaById(latest.getId())));
    } catch (RestClientException e) {
      if (notFound(e)) {
        return Optional.empty();
      }
      throw unavailable("asking for the latest schema of " + subject, e);
    } catch (IOException e) {
      throw unavailable("asking for the latest schema of " + subject, e);
    }
  }

  private static int sameEncoding(String subject, Schema schema, Latest latest) {
    String ours = SchemaNormalization.toParsingForm(schema);
    String theirs = SchemaNormalization.toParsingForm(latest.schema());
    if (!ours.equals(theirs)) {
      throw new IncompatibleSchemaException(
          "the latest schema of subject "
              + subject
              + " (id "
              + latest.id()
              + ") encodes differently from "
              + schema.getFullName()
              + ": register this version or unset use.latest.version");
    }
    return latest.id();
  }

  private int registered(String subject, Schema schema) {
    try {
      return client.getId(subject, relocated(schema));
    } catch (RestClientException e) {
      if (notFound(e)) {
        throw new UnknownSchemaException(
            "subject "
                + subject
                + " does not hold the schema of "
                + schema.getFullName()
                + ": register it or set auto.register.schemas",
            e);
      }
      throw unavailable("looking for " + schema.getFullName() + " in " + subject, e);
    } catch (IOException e) {
      throw unavailable("looking for " + schema.getFullName() + " in " + subject, e);
    }
  }

  private static boolean notFound(RestClientException e) {
    return e.getStatus() == 404 && e.getErrorCode() != NOT_JSON;
  }

  private RegistryUnavailableException unavailable(String doing, Exception e) {
    String answer =
        e instanceof RestClientException rest ? "answered " + rest.getStatus() : "is not reachable";
    return new RegistryUnavailableException(
        "the schema registry at "
            + settings.shownUrls()
            + " "
            + answer
            + " when "
            + doing
            + remedy(e)
            + ": "
            + e,
        e);
  }

  /** Which setting a refusal is about. */
  private static String remedy(Exception e) {
    if (e instanceof RestClientException rest && rest.getStatus() == 401) {
      return " (see schema.registry.basic.auth.user.info or bearer.auth.token)";
    }
    if (e instanceof RestClientException rest && rest.getStatus() == 403) {
      return " (these credentials do not permit it)";
    }
    return e instanceof SSLException
        ? " (see schema.registry.ssl.truststore.location and ssl.keystore.location)"
        : "";
  }

  private static AvroSchema relocated(Schema schema) {
    return new AvroSchema(schema.toString());
  }

  private static Schema ours(int id, ParsedSchema parsed) throws IOException {
    if (parsed instanceof AvroSchema avro) {
      // Resolves references: the text holds every named type.
      String text = avro.rawSchema().toString();
      if (text.length() > LONGEST_SCHEMA) {
        throw new UnknownSchemaException(
            "schema id "
                + id
                + " has "
                + text.length()
                + " characters, allowed: up to "
                + LONGEST_SCHEMA,
            null);
      }
      try {
        return new Schema.Parser().parse(text);
      } catch (AvroRuntimeException | StackOverflowError e) {
        throw new UnknownSchemaException("schema id " + id + " cannot be parsed", e);
      }
    }
    throw new IOException("Invalid schema type " + parsed.schemaType());
  }
}
