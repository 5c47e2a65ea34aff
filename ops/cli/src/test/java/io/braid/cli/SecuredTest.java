package io.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.sandbox.EmbeddedBroker;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With a broker that demands SASL over TLS and a registry that demands a password over TLS:
 * credentials reach both, wrong ones are named by their setting, and none is ever shown.
 */
class SecuredTest {
  private static final String BROKER_SECRET = "broker-pass-7391";
  private static final String REGISTRY_SECRET = "registry-pass-5527";
  private static final String STORE_SECRET = "store-pass-8812";
  private static final String WRONG = "wrong-pass-4456";
  private static final String[] SECRETS = {BROKER_SECRET, REGISTRY_SECRET, STORE_SECRET, WRONG};

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;
  private static SecuredRegistry registry;
  private static int securePort;

  private final Cli cli = new Cli();

  @BeforeAll
  static void start() throws Exception {
    Path keys = folder.resolve("keys.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "me",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=ip:127.0.0.1,dns:localhost",
        "-validity",
        "2",
        "-storetype",
        "PKCS12",
        "-keystore",
        keys.toString(),
        "-storepass",
        STORE_SECRET);
    keytool(
        "-exportcert",
        "-alias",
        "me",
        "-keystore",
        keys.toString(),
        "-storepass",
        STORE_SECRET,
        "-rfc",
        "-file",
        folder.resolve("me.pem").toString());
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        "me",
        "-file",
        folder.resolve("me.pem").toString(),
        "-storetype",
        "PKCS12",
        "-keystore",
        folder.resolve("trust.p12").toString(),
        "-storepass",
        STORE_SECRET);
    keytool(
        "-genkeypair",
        "-alias",
        "other",
        "-keyalg",
        "EC",
        "-dname",
        "CN=other",
        "-storetype",
        "PKCS12",
        "-keystore",
        folder.resolve("other.p12").toString(),
        "-storepass",
        STORE_SECRET);
    for (String secret : SECRETS) {
      Files.writeString(folder.resolve(secret.replaceAll("-.*", "")), secret + "\n");
    }
    Files.writeString(folder.resolve("userinfo"), "braid:" + REGISTRY_SECRET + "\n");
    Files.writeString(folder.resolve("wronginfo"), "braid:" + WRONG + "\n");
    registry = new SecuredRegistry(tls(keys), "braid", REGISTRY_SECRET);

    int[] ports = freePorts(3);
    securePort = ports[1];
    String plain = "PLAINTEXT://127.0.0.1:" + ports[0];
    String secure = "SASL_SSL://127.0.0.1:" + securePort;
    broker =
        EmbeddedBroker.builder()
            .port(ports[0])
            .controllerPort(ports[2])
            .property("listeners", plain + "," + secure + ",CONTROLLER://127.0.0.1:" + ports[2])
            .property("advertised.listeners", plain + "," + secure)
            .property(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT")
            .property("sasl.enabled.mechanisms", "PLAIN")
            .property(
                "listener.name.sasl_ssl.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_braid=\""
                    + BROKER_SECRET
                    + "\";")
            .property("ssl.keystore.location", keys.toString())
            .property("ssl.keystore.password", STORE_SECRET)
            .property("ssl.keystore.type", "PKCS12")
            .build();
    broker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
    registry.close();
  }

  @Test
  void eventsAreLearnedThroughSaslAndTlsAndNoSecretIsShownAnywhere() throws Exception {
    Path fromFiles = pipeline("learned", file("broker"), "userinfo", "trust.p12");
    succeed("topics", "--pipeline", fromFiles, "--create");
    succeed("run", "--pipeline", fromFiles, "--check");
    succeed("describe", "--pipeline", fromFiles, "--topology");
    StringBuilder csv = new StringBuilder("x,y\n");
    for (int i = 0; i < 100; i++) {
      csv.append(i % 10).append(',').append(3 * (i % 10)).append('\n');
    }
    Path data = Files.writeString(folder.resolve("d.csv"), csv);
    succeed("replay", "--pipeline", fromFiles, "--data", data);

    // In a process of its own, with the secret in its environment and everything logged.
    Path fromEnvironment = pipeline("learned", "${env:BROKER_SECRET}", "userinfo", "trust.p12");
    Path log = folder.resolve("log");
    Process process = everythingLogged(fromEnvironment, log);
    try {
      assertThat(predictions("learned.predictions", 100)).isEqualTo(100);
      Matcher served = Pattern.compile("is served at (\\S+)").matcher(Files.readString(log));
      assertThat(served.find()).isTrue();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(served.group(1) + "/api/pipeline")).build();
      String shown = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
      assertThat(shown).contains("learned").doesNotContain(SECRETS);
    } finally {
      process.destroy();
      if (!process.waitFor(40, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
    String logged = Files.readString(log);
    assertThat(logged).contains(" DEBUG ", "what it has learned is committed");
    for (String secret : SECRETS) {
      assertThat(logged.lines().filter(line -> line.contains(secret))).isEmpty();
    }
  }

  @Test
  void aWrongPasswordForTheBrokerIsNamedByItsSetting() throws IOException {
    Path pipeline = pipeline("refused", file("wrong"), "userinfo", "trust.p12");
    fail("topics", pipeline, "kafka.sasl.jaas.config: the broker refuses these credentials");
    fail("run", pipeline, "kafka.sasl.jaas.config: the broker refuses these credentials");
  }

  @Test
  void aBrokerThatIsNotTrustedIsNamedByItsSetting() throws IOException {
    Path pipeline = pipeline("mistrusted", file("broker"), "userinfo", "other.p12");
    fail("topics", pipeline, "kafka.ssl.truststore.location");
    Path unreadable = pipeline("unreadable", file("broker"), "userinfo", "no-such.p12");
    fail("topics", unreadable, "kafka.ssl.truststore.location");
  }

  @Test
  void aWrongPasswordForTheRegistryIsNamedByItsSetting() throws IOException {
    Path pipeline = pipeline("unregistered", file("broker"), "wronginfo", "trust.p12");
    succeed("topics", "--pipeline", pipeline, "--create");
    fail("run", pipeline, "answered 401", "schema.registry.basic.auth.user.info");
  }

  @Test
  void aSecretThatIsMissingIsNamed() throws IOException {
    Path pipeline = pipeline("missing", "${env:NO_SUCH_VARIABLE}", "userinfo", "trust.p12");
    fail(
        "topics",
        pipeline,
        "kafka.sasl.jaas.config: the environment variable 'NO_SUCH_VARIABLE' is not set");
    fail("run", pipeline("nofile", file("nothing"), "userinfo", "trust.p12"), "cannot be read");
  }

  private void succeed(Object... command) {
    assertThat(cli.run(command)).as(cli.err()).isZero();
    assertThat(cli.out() + cli.err()).doesNotContain(SECRETS);
  }

  private void fail(String command, Path pipeline, String... parts) {
    assertThat(cli.run(command, "--pipeline", pipeline, "--verbose")).isPositive();
    assertThat(cli.err()).contains(parts).doesNotContain(SECRETS);
    assertThat(cli.out()).doesNotContain(SECRETS);
  }

  private static String file(String name) {
    return "${file:" + folder.resolve(name) + "}";
  }

  private static Path pipeline(String name, String password, String userInfo, String trust)
      throws IOException {
    return Files.writeString(
        Files.createTempFile(folder, name, ".yaml"),
        """
        name: %1$s
        input: {topic: %1$s.events}
        features: [x]
        tasks:
          - {name: y, kind: regression, label: y}
        trunk: linear
        kafka:
          bootstrap.servers: 127.0.0.1:%2$d
          state.dir: '%3$s/state'
          security.protocol: SASL_SSL
          sasl.mechanism: PLAIN
          sasl.jaas.config: 'org.apache.kafka.common.security.plain.PlainLoginModule required username="braid" password="%4$s";'
          ssl.truststore.location: '%3$s/%6$s'
          ssl.truststore.password: {file: '%3$s/store'}
        schema.registry:
          url: %7$s
          basic.auth.credentials.source: USER_INFO
          basic.auth.user.info: {file: '%3$s/%5$s'}
          ssl.truststore.location: '%3$s/trust.p12'
          ssl.truststore.password: {file: '%3$s/store'}
        http: {port: 0}
        """
            .formatted(name, securePort, folder, password, userInfo, trust, registry.url()));
  }

  private static Process everythingLogged(Path pipeline, Path log) throws IOException {
    Path settings =
        Files.writeString(
            folder.resolve("everything.xml"),
            """
            <configuration>
              <appender name="ALL" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d %-5level %logger - %msg%n%ex</pattern></encoder>
              </appender>
              <root level="DEBUG"><appender-ref ref="ALL"/></root>
            </configuration>
            """);
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dlogback.configurationFile=" + settings,
                "-cp",
                System.getProperty("java.class.path"),
                "io.braid.cli.Main",
                "run",
                "--pipeline",
                pipeline.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("BROKER_SECRET", BROKER_SECRET);
    return builder.start();
  }

  /** How many records there are, read where no password is asked for, once there are enough. */
  private static long predictions(String topic, long enough) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    long count = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      consumer.seekToBeginning(consumer.assignment());
      while (count < enough && System.nanoTime() < end) {
        count += consumer.poll(Duration.ofMillis(200)).count();
      }
    }
    return count;
  }

  private static SSLContext tls(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, STORE_SECRET.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, STORE_SECRET.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static int[] freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
