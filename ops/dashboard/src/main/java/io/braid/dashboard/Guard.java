package io.braid.dashboard;

import io.braid.model.spec.Http;
import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.security.BasicAuthCredentials;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;

/**
 * Who may ask. With a user, everybody but health checks has to give name and password. Listening on
 * loopback without a user, requests must be addressed to this machine by a name that only it has:
 * so a page from elsewhere, open in somebody's browser, cannot read along under a name of its own.
 */
final class Guard {
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline';"
          + " frame-ancestors 'none'";

  private final byte[] user;
  private final byte[] password;
  private final boolean localOnly;

  /**
   * @throws io.braid.model.spec.SpecException if the password cannot be read
   */
  Guard(Http http) {
    user = http.user() == null ? null : bytes(http.user());
    password = http.user() == null ? null : bytes(http.password().read());
    localOnly = user == null && isLoopback(http.host());
  }

  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Lets a request pass or refuses it. */
  void check(Context ctx) {
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("Content-Security-Policy", POLICY);
    ctx.header("Referrer-Policy", "no-referrer");
    if (ctx.path().startsWith("/health/")) {
      return;
    }
    if (localOnly && !LOCAL.contains(name(ctx.host()))) {
      Errors.answer(ctx, 403, "this server answers to localhost only");
      ctx.skipRemainingHandlers();
    } else if (user != null && !known(ctx)) {
      ctx.header("WWW-Authenticate", "Basic realm=\"braid\", charset=\"UTF-8\"");
      throw new UnauthorizedResponse();
    }
  }

  private boolean known(Context ctx) {
    BasicAuthCredentials given;
    try {
      given = ctx.basicAuthCredentials();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return false;
    }
    if (given == null) {
      return false;
    }
    // Both are always compared, in time that does not tell where they differ.
    boolean name = MessageDigest.isEqual(user, bytes(given.getUsername()));
    boolean secret = MessageDigest.isEqual(password, bytes(given.getPassword()));
    return name && secret;
  }

  private static String name(String host) {
    if (host == null) {
      return "";
    }
    int port = host.lastIndexOf(':');
    return port > host.lastIndexOf(']') ? host.substring(0, port) : host;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
