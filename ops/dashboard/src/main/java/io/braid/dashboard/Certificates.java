package io.braid.dashboard;

import io.braid.model.spec.Http;
import io.braid.model.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The certificate the server shows. PEM files and PKCS12 keystores are read by Kafka's own reader,
 * so what works for a broker works here.
 */
final class Certificates {
  private static final String PATH = "http.tls";

  private Certificates() {}

  /**
   * What Jetty serves TLS with.
   *
   * @throws SpecException naming the file that cannot be used
   */
  static SslContextFactory.Server of(Http.Tls tls) {
    Map<String, Object> settings = new HashMap<>();
    ConfigDef known = new ConfigDef();
    SslConfigs.addClientSslSupport(known);
    settings.putAll(known.defaultValues());
    Password password = tls.password() == null ? null : new Password(tls.password().read());
    SslContextFactory.Server factory = new SslContextFactory.Server();
    if (tls.keystore() != null) {
      text(PATH + ".keystore", tls.keystore(), false);
      settings.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PKCS12");
      settings.put(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, tls.keystore());
      settings.put(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG, password);
      settings.put(SslConfigs.SSL_KEY_PASSWORD_CONFIG, password);
    } else {
      settings.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
      settings.put(
          SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
          new Password(text(PATH + ".certificate", tls.certificate(), true)));
      settings.put(
          SslConfigs.SSL_KEYSTORE_KEY_CONFIG, new Password(text(PATH + ".key", tls.key(), true)));
      settings.put(SslConfigs.SSL_KEY_PASSWORD_CONFIG, password);
    }
    try (DefaultSslEngineFactory reader = new DefaultSslEngineFactory()) {
      reader.configure(settings);
      factory.setKeyStore(reader.keystore());
    } catch (KafkaException e) {
      throw new SpecException(
          PATH,
          "the certificate or its key cannot be read (wrong password?), must be a certificate with"
              + " its PKCS8 key in PEM files, or a PKCS12 keystore");
    }
    factory.setKeyManagerPassword(password == null ? "" : password.value());
    return factory;
  }

  private static String text(String path, String file, boolean isText) {
    try {
      return isText
          ? Files.readString(Path.of(file))
          : Integer.toString(Files.readAllBytes(Path.of(file)).length);
    } catch (IOException e) {
      throw new SpecException(path, "the file '" + file + "' cannot be read");
    }
  }
}
