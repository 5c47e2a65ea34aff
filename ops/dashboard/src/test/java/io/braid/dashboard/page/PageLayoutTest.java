package io.braid.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every view of every scenario, on a screen and on a phone, by geometry in the browser. */
class PageLayoutTest {
  private static final Map<String, Supplier<Scenario>> SCENARIOS =
      Map.of(
          "busy", Scenario::busy,
          "fresh", Scenario::fresh,
          "plain", Scenario::plain,
          "crowded", Scenario::crowded);

  private static Browser browser;

  @BeforeAll
  static void start() {
    browser = Browser.start();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"busy", "fresh", "plain", "crowded"})
  void nothingOverlapsSticksOutIsEmptyOrUnexplained(String name) throws Exception {
    try (FixtureServer server = new FixtureServer(SCENARIOS.get(name).get(), 0, 500)) {
      PageChecks.everywhere(
          browser,
          server.url(),
          (view, width) -> PageChecks.inOrder(browser, view + " at " + width));
      assertThat(browser.complaints()).isEmpty();
      browser.leave();
    }
  }

  @Test
  void theChecksFindWhatTheyLookFor() throws Exception {
    try (FixtureServer server = new FixtureServer(Scenario.busy(), 0, 500)) {
      browser.size(1440, 900);
      browser.open(server.url());
      PageChecks.settle(browser);
      browser.script(
          "const put = (style, text) => { const e = document.createElement('p');"
              + " e.textContent = text; e.style.cssText = style; document.body.append(e); };"
              + "put('position: absolute; top: 90px; left: 100px', 'over the headline');"
              + "put('position: absolute; top: 2px; left: 1430px; white-space: nowrap', 'outside');"
              + "put('width: 30px; overflow: hidden; white-space: nowrap', 'much too long');"
              + "document.querySelector('.card .legend').parentElement.parentElement"
              + ".replaceChildren();");
      assertThat(PageChecks.layoutFaults(browser))
          .anyMatch(fault -> fault.contains("overlaps") && fault.contains("over the headline"))
          .anyMatch(fault -> fault.contains("outside") && fault.contains("window"))
          .anyMatch(fault -> fault.contains("much too long") && fault.contains("cut"));
      assertThat(PageChecks.wordFaults(browser)).anyMatch(fault -> fault.startsWith("empty: card"));
      browser.script("document.querySelectorAll('.facts dt')[1].textContent = 'Jargon';");
      assertThat(PageChecks.wordFaults(browser)).contains("not explained: Jargon");
      browser.leave();
    }
  }
}
