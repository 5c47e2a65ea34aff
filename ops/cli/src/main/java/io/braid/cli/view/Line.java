package io.braid.cli.view;

import io.braid.cli.view.Style.Paint;
import java.util.ArrayList;
import java.util.List;

/** One line of text with colours, laid out by what is seen: escape sequences take no room. */
final class Line {
  private final StringBuilder text = new StringBuilder();
  private final List<Paint> paints = new ArrayList<>();

  /** Adds text. */
  Line add(Paint paint, String more) {
    text.append(more);
    for (int i = 0; i < more.length(); i++) {
      paints.add(paint);
    }
    return this;
  }

  Line add(String more) {
    return add(Paint.NONE, more);
  }

  /** Adds text at the left of a field of that width; cut if too long, one blank kept behind it. */
  Line left(Paint paint, String more, int width, Style style) {
    String fitting = fit(more, width - 1, style);
    return add(paint, fitting).pad(width - fitting.length());
  }

  /** Adds text at the right of a field of that width. */
  Line right(Paint paint, String more, int width) {
    return pad(width - more.length()).add(paint, more);
  }

  /** Adds blanks. */
  Line pad(int count) {
    return add(" ".repeat(Math.max(0, count)));
  }

  /** Adds text so that it ends at the given width. */
  Line flushRight(Paint paint, String more, int width) {
    return pad(width - length() - more.length()).add(paint, more);
  }

  /** Adds another line. */
  Line append(Line other) {
    text.append(other.text);
    paints.addAll(other.paints);
    return this;
  }

  int length() {
    return text.length();
  }

  /** The line with its colours, cut to a width. */
  String render(Style style, int width) {
    String visible = text.toString().stripTrailing();
    if (visible.length() > width) {
      visible = fit(visible, width, style);
    }
    if (!style.ansi()) {
      return visible;
    }
    StringBuilder out = new StringBuilder();
    Paint current = Paint.NONE;
    for (int i = 0; i < visible.length(); i++) {
      Paint paint = paints.get(i);
      if (paint != current) {
        if (current != Paint.NONE) {
          out.append("\u001b[0m");
        }
        if (paint != Paint.NONE) {
          out.append("\u001b[").append(paint.code()).append('m');
        }
        current = paint;
      }
      out.append(visible.charAt(i));
    }
    return current == Paint.NONE ? out.toString() : out.append("\u001b[0m").toString();
  }

  private static String fit(String text, int width, Style style) {
    return text.length() <= width
        ? text
        : text.substring(0, Math.max(0, width - 1)) + style.ellipsis();
  }
}
