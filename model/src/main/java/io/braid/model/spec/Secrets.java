package io.braid.model.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets among the settings that are passed on to Kafka's and the registry's clients. In a {@link
 * Pipeline} they stand as what they are called, {@code ${env:NAME}} or {@code ${file:PATH}}, so
 * that it can be printed; {@link #resolve} puts their values in, just before a client gets them.
 */
public final class Secrets {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");

  /** Kafka's own way to find secrets, which has the same signs. */
  private static final String PROVIDERS = "config.providers";

  /** Texts in which values stand within double quotes. */
  private static final String QUOTING = "sasl.jaas.config";

  private Secrets() {}

  /** {@code {env: NAME}} or {@code {file: PATH}} as text. */
  static String reference(String path, Object value) {
    Secret secret = Secret.of(path, value);
    return "${" + secret.source() + ":" + secret.name() + "}";
  }

  /**
   * The settings with the values of the secrets they name. The result is to be given to a client
   * and never to be printed.
   *
   * @param section of the pipeline file, {@code kafka} or {@code schema.registry}
   * @param settings by name; values that are no texts are left alone, and all of them if Kafka is
   *     told to resolve such references itself ({@code config.providers})
   * @throws SpecException naming the setting and the variable or file that is missing or empty
   */
  public static <V> Map<String, V> resolve(String section, Map<String, V> settings) {
    return resolve(section, settings, System.getenv());
  }

  @SuppressWarnings("unchecked") // a text in the place of a text
  static <V> Map<String, V> resolve(
      String section, Map<String, V> settings, Map<String, String> environment) {
    if (settings.containsKey(PROVIDERS)) {
      return settings;
    }
    Map<String, V> resolved = new LinkedHashMap<>();
    settings.forEach(
        (name, value) ->
            resolved.put(
                name,
                value instanceof String text && text.contains("${")
                    ? (V) resolved(section, name, text, environment)
                    : value));
    return resolved;
  }

  private static String resolved(
      String section, String name, String text, Map<String, String> environment) {
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      if (matcher.group(2).isBlank()) {
        throw new SpecException(
            section + "." + name, "'" + matcher.group() + "' names no " + matcher.group(1));
      }
      Secret secret = new Secret(section + "." + name, matcher.group(1), matcher.group(2));
      String value = secret.read(environment);
      boolean within = matcher.end() - matcher.start() < text.length();
      if (within && name.endsWith(QUOTING)) {
        value = value.replace("\\", "\\\\").replace("\"", "\\\"");
      }
      matcher.appendReplacement(result, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(result).toString();
  }
}
