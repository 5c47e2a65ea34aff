package io.braid.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.dashboard.page.Browser;
import io.braid.dashboard.page.PageChecks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live page of the real demonstration: broker, application, server, browser. */
class DemoPageTest {
  private static final String LEARNED =
      "return Number(document.querySelectorAll('#tiles .tile-figure')[3].textContent"
          + ".replace(/[^0-9.]/g, ''))";

  @TempDir Path directory;

  @Test
  void everyViewOfTheRunningDemonstrationIsInOrderAndLive() throws Exception {
    try (Browser browser = Browser.start()) {
      CompletableFuture<String> page = new CompletableFuture<>();
      DemoOptions options =
          new DemoOptions(
              Duration.ZERO,
              null,
              null,
              Long.MAX_VALUE,
              500,
              42,
              "exactly_once_v2",
              directory,
              null);
      Demo demo = new Demo(options, status -> {}, page::complete);
      CompletableFuture<Object> run =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return demo.run();
                } catch (Exception e) {
                  page.completeExceptionally(e);
                  throw new IllegalStateException(e);
                }
              });
      try {
        watch(browser, page.get(60, TimeUnit.SECONDS));
      } finally {
        browser.leave();
        demo.stop();
        run.get(120, TimeUnit.SECONDS);
      }
    }
  }

  private static void watch(Browser browser, String url) {
    browser.size(1440, 900);
    browser.open(url);
    browser.until("the headline names a task", () -> !browser.text("#headline-task").isEmpty());
    PageChecks.everywhere(
        browser, url, (view, width) -> PageChecks.inOrder(browser, view + " at " + width));

    browser.tab("tasks");
    assertThat(browser.all(".card")).hasSize(5);
    assertThat(browser.all(".card[data-worst]")).hasSize(1);
    double before = learned(browser);
    browser.until("the model step moves", () -> learned(browser) > before);
    browser.one("#pause").click();
    assertThat(browser.text("#connection")).isEqualTo("Paused");
    assertThat(browser.complaints()).isEmpty();
  }

  private static double learned(Browser browser) {
    return ((Number) browser.script(LEARNED)).doubleValue();
  }
}
