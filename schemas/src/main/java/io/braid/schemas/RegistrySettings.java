package io.braid.schemas;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings of the schema registry, by the names Confluent's serializers and client give them. A
 * leading {@code schema.registry.} may be left out.
 *
 * @param urls where the registry answers, tried in turn; {@code mock://scope} is a registry in this
 *     process, shared by all who name the scope
 * @param autoRegister whether a schema the subject does not hold is registered on first use
 * @param useLatest whether the subject's latest schema is used when it encodes alike, even if its
 *     text differs (documentation, order of attributes)
 * @param naming how subjects are named
 * @param client everything else, handed to the client as it is: basic auth, bearer auth, TLS,
 *     proxy, timeouts
 */
public record RegistrySettings(
    List<String> urls,
    boolean autoRegister,
    boolean useLatest,
    SubjectNaming naming,
    Map<String, String> client) {

  private static final String PREFIX = "schema.registry.";

  public RegistrySettings {
    urls = List.copyOf(urls);
    client = Map.copyOf(client);
  }

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the setting, its value and what is allowed
   */
  public static RegistrySettings of(Map<String, String> settings) {
    Map<String, String> rest = new TreeMap<>();
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      String name = setting.getKey();
      String bare = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
      if (rest.put(bare, setting.getValue()) != null) {
        throw new IllegalArgumentException(
            PREFIX + bare + ": given twice, with and without the prefix " + PREFIX);
      }
    }
    List<String> urls = urls(rest.remove("url"));
    boolean autoRegister = flag(rest, "auto.register.schemas", true);
    boolean useLatest = flag(rest, "use.latest.version", false);
    String strategy = rest.remove("value.subject.name.strategy");
    SubjectNaming naming =
        strategy == null
            ? SubjectNaming.TOPIC
            : SubjectNaming.of(PREFIX + "value.subject.name.strategy", strategy);
    Map<String, String> client = new LinkedHashMap<>(rest);
    // The client's own defaults wait a minute for each; a stream cannot.
    client.putIfAbsent("http.connect.timeout.ms", "5000");
    client.putIfAbsent("http.read.timeout.ms", "10000");
    // An id the registry does not know is not asked for again for a while.
    client.putIfAbsent("missing.id.cache.ttl.sec", "10");
    return new RegistrySettings(urls, autoRegister, useLatest, naming, client);
  }

  private static List<String> urls(String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          PREFIX + "url: missing, allowed: http://host:port, https://host:port or mock://scope");
    }
    List<String> urls = Arrays.stream(value.split(",", -1)).map(String::trim).toList();
    for (String url : urls) {
      if (!url.matches("(https?|mock)://.+")) {
        throw new IllegalArgumentException(
            PREFIX
                + "url: '"
                + hidden(url)
                + "' is no registry address, allowed: http://host:port, https://host:port or"
                + " mock://scope");
      }
    }
    if (urls.size() > 1 && urls.stream().anyMatch(url -> url.startsWith("mock:"))) {
      throw new IllegalArgumentException(
          PREFIX + "url: '" + hidden(value) + "' mixes addresses, allowed: mock://scope alone");
    }
    return urls;
  }

  private static boolean flag(Map<String, String> settings, String name, boolean otherwise) {
    String value = settings.remove(name);
    if (value == null) {
      return otherwise;
    }
    if (value.equals("true") || value.equals("false")) {
      return value.equals("true");
    }
    throw new IllegalArgumentException(
        PREFIX + name + ": '" + value + "' is no switch, allowed: true, false");
  }

  /** The addresses without names and passwords in them. */
  String shownUrls() {
    return hidden(String.join(", ", urls));
  }

  private static String hidden(String url) {
    return url.replaceAll("://[^/@\\s]*@", "://***@");
  }

  /** Addresses and names of settings; their values may be secret. */
  @Override
  public String toString() {
    return "RegistrySettings[" + shownUrls() + ", " + new TreeMap<>(client).keySet() + "]";
  }
}
