package io.braid.cli.view;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Redraws frames in place on a terminal: moves up over the last frame and writes the next one, in
 * one piece, so that nothing flickers. Leaves the last frame standing. Not thread-safe.
 */
public final class Screen implements AutoCloseable {
  /** Size of a terminal in characters. */
  public record Size(int columns, int rows) {
    static final Size USUAL = new Size(80, 24);
  }

  private static final String HIDE_CURSOR = "\u001b[?25l";
  private static final String SHOW_CURSOR = "\u001b[?25h";
  private static final String TO_END_OF_LINE = "\u001b[K";
  private static final String TO_END_OF_SCREEN = "\u001b[J";

  private final PrintStream out;
  private int drawn;

  public Screen(PrintStream out) {
    this.out = out;
    out.print(HIDE_CURSOR);
  }

  /** Replaces the last frame by this one, as far as the terminal has rows. */
  public void draw(List<String> lines, Size size) {
    StringBuilder frame = new StringBuilder();
    frame.append('\r');
    if (drawn > 0) {
      frame.append("\u001b[").append(drawn).append('A');
    }
    int rows = Math.min(lines.size(), size.rows() - 1);
    for (String line : lines.subList(0, Math.max(0, rows))) {
      frame.append(line).append(TO_END_OF_LINE).append('\n');
    }
    frame.append(TO_END_OF_SCREEN);
    drawn = Math.max(0, rows);
    out.print(frame);
    out.flush();
  }

  /** Removes the last frame. */
  public void clear() {
    draw(List.of(), Size.USUAL);
  }

  @Override
  public void close() {
    out.print(SHOW_CURSOR);
    out.flush();
  }

  /** The size of the terminal this process hangs on, asked of {@code stty}; 80 x 24 if unknown. */
  public static Size size() {
    try {
      Process process =
          new ProcessBuilder("sh", "-c", "stty size </dev/tty 2>/dev/null")
              .redirectErrorStream(true)
              .start();
      if (!process.waitFor(1, TimeUnit.SECONDS)) {
        process.destroy();
        return Size.USUAL;
      }
      return parse(new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return Size.USUAL;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Size.USUAL;
    }
  }

  /** Reads {@code "rows columns"}; a terminal that does not know its size says 0 0. */
  static Size parse(String answer) {
    String text = answer.strip();
    if (!text.matches("[0-9]{1,5} [0-9]{1,5}")) {
      return Size.USUAL;
    }
    int blank = text.indexOf(' ');
    int rows = Integer.parseInt(text.substring(0, blank));
    int columns = Integer.parseInt(text.substring(blank + 1));
    return rows == 0 || columns == 0 ? Size.USUAL : new Size(columns, rows);
  }
}
