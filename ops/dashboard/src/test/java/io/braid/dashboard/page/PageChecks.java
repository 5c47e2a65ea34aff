package io.braid.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

/** What must hold of the page whatever it shows. */
public final class PageChecks {
  public static final List<String> VIEWS =
      List.of(
          "tasks",
          "drifts",
          "sharing",
          "calibration",
          "labels",
          "rejected",
          "operation",
          "pipeline");

  /** A screen and a phone. */
  public static final List<Integer> WIDTHS = List.of(1440, 390);

  private static final String LAYOUT = script("layout.js");
  private static final String WORDS = script("words.js");

  private PageChecks() {}

  /** Nothing overlaps, sticks out, or is cut, and nothing is empty or unexplained. */
  public static void inOrder(Browser browser, String where) {
    settle(browser);
    assertThat(layoutFaults(browser)).as("layout of " + where).isEmpty();
    assertThat(wordFaults(browser)).as("words of " + where).isEmpty();
  }

  /** What overlaps, sticks out or is cut. */
  public static List<String> layoutFaults(Browser browser) {
    return texts(browser.script(LAYOUT));
  }

  /** Labels that nothing explains, and panels with nothing in them. */
  public static List<String> wordFaults(Browser browser) {
    return texts(browser.script(WORDS));
  }

  private static List<String> texts(Object answer) {
    return ((List<?>) answer).stream().map(String::valueOf).toList();
  }

  /** Goes through every view at every width; last, through the first task's own view. */
  public static void everywhere(Browser browser, String url, BiConsumer<String, Integer> check) {
    for (int width : WIDTHS) {
      browser.size(width, width < 600 ? 844 : 900);
      browser.open(url);
      for (String view : VIEWS) {
        browser.tab(view);
        check.accept(view, width);
      }
      browser.tab("tasks");
      browser.one(".card-name").click();
      browser.until(
          "view task", () -> browser.one("#view").getAttribute("data-view").equals("task"));
      check.accept("task", width);
    }
  }

  /** Waits until what is on screen has been drawn. */
  public static void settle(Browser browser) {
    browser.driver.executeAsyncScript(
        "const done = arguments[0];"
            + "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)));");
  }

  private static String script(String name) {
    try (InputStream in = PageChecks.class.getResourceAsStream("/page-checks/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
