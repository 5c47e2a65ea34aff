package io.braid.cli;

import io.braid.cli.view.Style;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Where a command writes.
 *
 * @param out results
 * @param err errors and progress
 * @param style how {@code out} may be decorated; with escape sequences only if it is a terminal
 */
public record Console(PrintStream out, PrintStream err, Style style) {

  /**
   * The process's own streams, in UTF-8; bare ASCII of our own if the locale is not a UTF-8 one.
   */
  static Console system() {
    Map<String, String> env = System.getenv();
    // Only the launcher knows: Java's own answer depends on the input and on the version, too.
    boolean terminal = Boolean.getBoolean("braid.terminal");
    Style style = new Style(terminal && colours(env), unicode(env));
    return new Console(utf8(System.out), utf8(System.err), style);
  }

  /** Whether the locale is a UTF-8 one; the first of the three variables that is set decides. */
  static boolean unicode(Map<String, String> env) {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = env.getOrDefault(name, "");
      if (!value.isEmpty()) {
        String locale = value.toUpperCase(Locale.ROOT).replace("-", "");
        return locale.contains("UTF8");
      }
    }
    return false;
  }

  /** Whether escape sequences are welcome: see no-color.org. */
  static boolean colours(Map<String, String> env) {
    return env.getOrDefault("NO_COLOR", "").isEmpty()
        && !env.getOrDefault("TERM", "").equals("dumb");
  }

  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }
}
