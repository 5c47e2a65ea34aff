package io.braid.model.spec;

import java.util.Map;

/** From the {@code http:} settings of a pipeline file to an {@link Http}. */
final class HttpGrammar {
  private static final String EXAMPLE = "{port: 8080}, true or false";
  private static final String TLS_EXAMPLE =
      "{certificate: cert.pem, key: key.pem} or {keystore: keys.p12, password: {env: NAME}}";

  private HttpGrammar() {}

  /**
   * Reads the settings.
   *
   * @param value of the key {@code http}; null if it is not there
   */
  static Http of(Object value) {
    boolean enabled = !Boolean.FALSE.equals(value);
    Object settings = value instanceof Boolean ? null : value;
    Params params = new Params("http", PipelineGrammar.mapping("http", settings, EXAMPLE));
    String host = params.text("host", "127.0.0.1");
    int port = params.integer("port", 8080, 0, 65_535);
    String user = params.text("user", null);
    Secret password = secret(params, "password");
    Http.Tls tls = tls(params.raw("tls", TLS_EXAMPLE));
    long lagLimit = params.integer("lag_limit", 100_000, 1, Integer.MAX_VALUE);
    params.close();
    if ((user == null) != (password == null)) {
      throw new SpecException(
          "http." + (user == null ? "user" : "password"),
          "is missing, user and password need each other");
    }
    if (user != null && user.indexOf(':') >= 0) {
      throw new SpecException(
          "http.user", Params.quote(user) + " is not allowed, must have no ':' in it");
    }
    return new Http(enabled, host, port, user, password, tls, lagLimit);
  }

  private static Http.Tls tls(Object value) {
    if (value == null) {
      return null;
    }
    Map<String, Object> settings = PipelineGrammar.mapping("http.tls", value, TLS_EXAMPLE);
    Params params = new Params("http.tls", settings);
    String certificate = params.text("certificate", null);
    String key = params.text("key", null);
    String keystore = params.text("keystore", null);
    Secret password = secret(params, "password");
    params.close();
    boolean pem = certificate != null && key != null && keystore == null;
    boolean pkcs12 = certificate == null && key == null && keystore != null && password != null;
    if (!pem && !pkcs12) {
      throw new SpecException(
          "http.tls", settings.keySet() + " is not allowed, must be " + TLS_EXAMPLE);
    }
    return new Http.Tls(certificate, key, keystore, password);
  }

  private static Secret secret(Params params, String key) {
    Object value = params.raw(key, Secret.ALLOWED);
    return value == null ? null : Secret.of(params.path(key), value);
  }
}
