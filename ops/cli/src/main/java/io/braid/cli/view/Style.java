package io.braid.cli.view;

/**
 * How text may be decorated.
 *
 * @param ansi whether colours and cursor movement are understood
 * @param unicode whether more than ASCII can be shown
 */
public record Style(boolean ansi, boolean unicode) {
  /** Bare ASCII. */
  public static final Style PLAIN = new Style(false, false);

  /** Colours of a terminal's own palette, so that light and dark backgrounds both work. */
  public enum Paint {
    NONE(""),
    BOLD("1"),
    DIM("2"),
    GOOD("32"),
    BAD("31"),
    WARN("33"),
    ACCENT("36"),
    TITLE("1;36");

    private final String code;

    Paint(String code) {
      this.code = code;
    }

    /** The parameters of the escape sequence; empty for none. */
    String code() {
      return code;
    }
  }

  String sparks() {
    return unicode ? "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588" : "_.-~=+*#";
  }

  String full() {
    return unicode ? "\u2501" : "=";
  }

  String open() {
    return unicode ? "\u2500" : "-";
  }

  String scripted() {
    return unicode ? "\u25bc" : "v";
  }

  String dot() {
    return unicode ? " \u00b7 " : ", ";
  }

  String ellipsis() {
    return unicode ? "\u2026" : "~";
  }
}
