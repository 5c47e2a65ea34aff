package io.braid.model.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Matching names against patterns, and finding what a misspelt name may have meant. */
final class Names {
  private static final int SHOWN = 8;

  private Names() {}

  /** Whether a name fits a pattern in which * stands for any text and ? for any one character. */
  static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** For an error: the names that are near, or else the first of all names. */
  static String hint(String name, Collection<String> all) {
    List<String> near = new ArrayList<>();
    for (String other : all) {
      if (near.size() < SHOWN && isNear(name, other)) {
        near.add(other);
      }
    }
    return near.isEmpty() ? "known: " + shown(all) : "near: " + near;
  }

  private static String shown(Collection<String> all) {
    return all.size() <= SHOWN
        ? all.toString()
        : List.copyOf(all).subList(0, SHOWN) + " and " + (all.size() - SHOWN) + " more";
  }

  private static boolean isNear(String a, String b) {
    String x = a.toLowerCase(Locale.ROOT);
    String y = b.toLowerCase(Locale.ROOT);
    boolean part = Math.min(x.length(), y.length()) >= 3 && (x.contains(y) || y.contains(x));
    int distance = distance(x, y);
    return part
        || distance <= Math.max(x.length() < 4 ? 1 : 2, x.length() / 4)
            && distance < Math.max(x.length(), y.length());
  }

  /** Fewest insertions, deletions and replacements that turn one text into the other. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
