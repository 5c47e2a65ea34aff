package io.braid.dashboard;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of PromQL as it takes to say which series an expression reads. */
final class Promql {
  private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'");
  private static final Pattern GRAFANA = Pattern.compile("\\$\\{?__\\w+}?");
  private static final Pattern LABELS =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern TOKEN =
      Pattern.compile("\\{([^}]*)}|\\[[^\\]]*]|([a-zA-Z_:][a-zA-Z0-9_:]*)(\\s*\\()?|[0-9][\\w.+]*");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "by", "on", "without", "ignoring", "offset", "bool", "inf");

  private Promql() {}

  /** Names of the series. */
  static Set<String> series(String expression) {
    Set<String> names = new LinkedHashSet<>();
    Matcher token = TOKEN.matcher(bare(expression));
    while (token.find()) {
      String name = token.group(2);
      if (name != null
          && token.group(3) == null
          && !WORDS.contains(name.toLowerCase(Locale.ROOT))) {
        names.add(name);
      }
    }
    return names;
  }

  /** Names of the labels that it matches or groups by. */
  static Set<String> labels(String expression) {
    Set<String> names = new LinkedHashSet<>();
    String text = GRAFANA.matcher(TEXT.matcher(expression).replaceAll("")).replaceAll("1m");
    Matcher groups = LABELS.matcher(text);
    while (groups.find()) {
      String list = groups.group().replaceFirst("^[^(]*\\(", "").replace(")", "");
      for (String label : list.split(",", -1)) {
        if (!label.isBlank()) {
          names.add(label.strip());
        }
      }
    }
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      if (token.group(1) != null) {
        Matcher matcher = MATCHER.matcher(token.group(1));
        while (matcher.find()) {
          names.add(matcher.group(1));
        }
      }
    }
    return names;
  }

  private static String bare(String expression) {
    String text = TEXT.matcher(expression).replaceAll("");
    return LABELS.matcher(GRAFANA.matcher(text).replaceAll("1m")).replaceAll("");
  }
}
