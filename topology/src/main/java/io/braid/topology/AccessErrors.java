package io.braid.topology;

import java.util.Locale;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/** What a broker's refusal says of the pipeline file's settings, without their values. */
final class AccessErrors {
  private static final int DEEPEST = 20;

  private AccessErrors() {}

  /** One line that names the setting; null if the exception is about something else. */
  static String explain(Throwable e) {
    Throwable at = e;
    for (int depth = 0; at != null && depth < DEEPEST; depth++, at = at.getCause()) {
      String explained = one(at);
      if (explained != null) {
        return explained;
      }
    }
    return null;
  }

  private static String one(Throwable e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof UnsupportedSaslMechanismException) {
      return "kafka.sasl.mechanism: the broker does not know it: " + message;
    }
    if (e instanceof SaslAuthenticationException) {
      return "kafka.sasl.jaas.config: the broker refuses these credentials: " + message;
    }
    if (e instanceof SslAuthenticationException) {
      return "kafka.ssl.truststore.location or kafka.ssl.keystore.location: no trust between the"
          + " broker and this client: "
          + message
          + (e.getCause() == null ? "" : ": " + e.getCause().getMessage());
    }
    if (e instanceof AuthorizationException) {
      return "kafka.sasl.jaas.config: this user may not do that: " + message;
    }
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("failed to load ssl keystore") || lower.contains("failed to load pem")) {
      return "kafka.ssl.truststore.location, kafka.ssl.keystore.location or their passwords: "
          + message
          + (e.getCause() == null ? "" : ": " + e.getCause().getMessage());
    }
    return lower.contains("jaas") ? "kafka.sasl.jaas.config: " + message : null;
  }
}
