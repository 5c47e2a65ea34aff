package io.braid.cli;

import io.braid.cli.view.DemoStatus;
import io.braid.cli.view.LiveView;
import io.braid.cli.view.Screen;
import java.util.List;

/**
 * Shows a demonstration while it runs: a view that is redrawn in place on a terminal, a line now
 * and then elsewhere. Not thread-safe.
 */
final class DemoScreen implements AutoCloseable {
  private static final double LINE_SECONDS = 5;
  private static final double SIZE_SECONDS = 1;

  private final Console console;
  private final Screen screen;
  private Screen.Size size;
  private double nextSize;
  private double nextLine = LINE_SECONDS;

  DemoScreen(Console console) {
    this.console = console;
    this.screen = console.style().ansi() ? new Screen(console.out()) : null;
  }

  /** Says that there is nothing to see yet. */
  void starting() {
    if (screen == null) {
      console.err().println("braid: starting a broker and the application");
    } else {
      size = Screen.size();
      screen.draw(List.of(" starting a broker and the application ..."), size);
    }
  }

  /** Says where the live page is; a view that is redrawn says so itself. */
  void served(String address) {
    if (screen == null) {
      console.err().println("braid: live page at " + address);
    }
  }

  void show(DemoStatus status) {
    if (screen != null) {
      if (status.elapsedSeconds() >= nextSize) {
        size = Screen.size();
        nextSize = status.elapsedSeconds() + SIZE_SECONDS;
      }
      screen.draw(new LiveView(console.style(), size.columns()).frame(status), size);
    } else if (status.elapsedSeconds() >= nextLine) {
      nextLine += LINE_SECONDS;
      console.err().println(LiveView.ticker(status));
    }
  }

  /** Removes the view. */
  void clear() {
    if (screen != null) {
      screen.clear();
    }
  }

  /** Shows the cursor again. */
  @Override
  public void close() {
    if (screen != null) {
      screen.close();
    }
  }
}
