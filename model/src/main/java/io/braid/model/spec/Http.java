package io.braid.model.spec;

/**
 * How the application is served over HTTP: its page, health, metrics and predictions on request.
 *
 * @param enabled whether it is served at all
 * @param host address or name to listen on
 * @param port 0 for any that is free
 * @param user who may ask; null for everybody
 * @param password of the user; null without one
 * @param tls certificate to serve with; null for plain HTTP
 * @param lagLimit records behind the end of the input from which on the application is not ready
 */
public record Http(
    boolean enabled, String host, int port, String user, Secret password, Tls tls, long lagLimit) {
  /** Loopback, port 8080, for everybody on this machine. */
  public static final Http DEFAULT = HttpGrammar.of(true);

  /** Not served. */
  public static final Http OFF = HttpGrammar.of(false);

  /**
   * A certificate with its key: either two PEM files or one PKCS12 keystore.
   *
   * @param certificate PEM file with the certificate and those it is signed by; null with a
   *     keystore
   * @param key PEM file with the private key (PKCS8); null with a keystore
   * @param keystore PKCS12 file; null with PEM files
   * @param password of the key or the keystore; null for a key that is not encrypted
   */
  public record Tls(String certificate, String key, String keystore, Secret password) {}

  /** The same at another port. */
  public Http at(int otherPort) {
    return new Http(enabled, host, otherPort, user, password, tls, lagLimit);
  }
}
