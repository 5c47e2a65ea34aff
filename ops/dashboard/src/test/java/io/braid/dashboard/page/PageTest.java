package io.braid.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.Select;

/** What the page does when somebody uses it: real clicks and keys in a real browser. */
class PageTest {
  private static Browser browser;

  private FixtureServer server;

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

  @BeforeEach
  void open() throws Exception {
    server = new FixtureServer(Scenario.busy(), 0, 200);
    browser.prefers("light");
    browser.size(1440, 900);
    browser.open(server.url());
  }

  @AfterEach
  void close() {
    browser.leave();
    server.close();
  }

  @Test
  void headlineNamesTheWorstTaskAndWhyAndItsCardIsMarked() {
    assertThat(browser.text("h1")).contains("4 of 5 tasks", "tickets does worst", "more error");
    assertThat(browser.text("#headline-more")).startsWith("Its rmse of late is");
    List<WebElement> marked = browser.all(".card[data-worst]");
    assertThat(marked).hasSize(1);
    assertThat(marked.get(0).getAttribute("data-task")).isEqualTo("tickets");
    browser.one("#headline-task").click();
    browser.until("the task's view", () -> !browser.all(".view-task").isEmpty());
    assertThat(browser.text(".task-title")).isEqualTo("tickets");
  }

  @Test
  void figuresMoveWhileLiveAndHoldWhilePaused() {
    String before = step();
    browser.until("the step moves", () -> !step().equals(before));
    browser.one("#pause").click();
    browser.until("paused", () -> browser.text("#connection").equals("Paused"));
    String held = step();
    int drifts = browser.all(".mark").size();
    server.drift();
    long seen = server.sent();
    browser.until("the server went on", () -> server.sent() >= seen + 5);
    assertThat(step()).isEqualTo(held);
    assertThat(browser.all(".mark")).hasSize(drifts);
    browser.one("#pause").click();
    browser.until("the step moves again", () -> !step().equals(held));
    assertThat(browser.text("#connection")).isEqualTo("Live");
  }

  @Test
  void draggingZoomsEveryChartAndDoubleClickShowsAllAgain() {
    WebElement chart = browser.one(".card .u-over");
    assertThat(zoomed()).isFalse();
    drag(chart, -80, 100);
    browser.until("zoomed", PageTest::zoomed);
    assertThat(browser.all("#ranges button[aria-pressed='true']")).hasSize(1);
    browser.tab("operation");
    assertThat(zoomed()).isTrue();
    new Actions(browser.driver).doubleClick(browser.one(".u-over")).perform();
    browser.until("all again", () -> !zoomed());
  }

  @Test
  void rangeButtonsAndKeysChangeTheTimeShown() {
    click(By.xpath("//div[@id='ranges']/button[text()='1 min']"));
    browser.until("1 min", () -> pressed().equals(List.of("1 min")));
    WebElement chart = browser.one(".card .chart");
    browser.script("arguments[0].focus()", chart);
    chart.sendKeys("+");
    browser.until("zoomed by key", PageTest::zoomed);
    chart.sendKeys(Keys.ARROW_LEFT);
    chart.sendKeys(Keys.ESCAPE);
    browser.until("all", () -> pressed().equals(List.of("All")));
  }

  @Test
  void aTaskIsPickedByItsNameByTheListAndAFigureByItsList() {
    new Select(browser.one(".view-tasks select")).selectByValue("contact");
    browser.until("contact", () -> browser.text(".task-title").equals("contact"));
    new Select(browser.one(".task-main select")).selectByValue("kappa");
    assertThat(browser.one(".task-main .chart").getAttribute("aria-label"))
        .startsWith("Kappa of contact");
    click(By.linkText("← All tasks"));
    browser.until("all tasks", () -> !browser.all(".cards").isEmpty());
    click(By.linkText("delivery_hours"));
    browser.until("by name", () -> browser.text(".task-title").equals("delivery_hours"));
  }

  @Test
  void lightAndDarkFollowTheSystemUntilSwitched() {
    assertThat(theme()).isEqualTo("light");
    browser.prefers("dark");
    browser.until("follows the system", () -> theme().equals("dark"));
    String dark = background();
    browser.one("#theme").click();
    assertThat(theme()).isEqualTo("light");
    assertThat(background()).isNotEqualTo(dark);
    browser.open(server.url());
    assertThat(theme()).as("kept").isEqualTo("light");
  }

  @Test
  void aLostConnectionIsShownAndRecovers() throws Exception {
    server.stop();
    browser.until("shown", () -> browser.text("#connection").equals("Not connected"));
    assertThat(browser.text("h1")).isEqualTo("No connection to Braid.");
    String held = step();
    PageChecks.inOrder(browser, "a lost connection");
    server.start();
    browser.until("recovered", () -> browser.text("#connection").equals("Live"));
    browser.until("the step moves", () -> !step().equals(held));
    assertThat(browser.text("h1")).contains("tickets");
    // The refused connections are the only thing the console may name.
    assertThat(browser.complaints()).allMatch(line -> line.contains("net::ERR_"));
  }

  @Test
  void everyTermIsExplainedByPointerAndByKeyboard() {
    List<String> explained = new ArrayList<>();
    for (String view : PageChecks.VIEWS) {
      browser.tab(view);
      for (WebElement term : browser.all("[data-term]")) {
        if (term.isDisplayed()) {
          String key = term.getAttribute("data-term");
          browser.script("arguments[0].focus({preventScroll: true})", term);
          assertThat(browser.text("#tip"))
              .as(key)
              .hasSizeGreaterThan(15)
              .doesNotContain("undefined");
          explained.add(key);
        }
      }
    }
    assertThat(explained)
        .contains("windowed", "drift", "relatedness", "calibration", "late", "lag", "trunk");
    browser.tab("tasks");
    new Actions(browser.driver).moveToElement(browser.one("#tiles .term")).perform();
    browser.until("by pointer", () -> browser.text("#tip").contains("in a second"));
    new Actions(browser.driver).sendKeys(Keys.ESCAPE).perform();
    assertThat(browser.one("#tip").isDisplayed()).isFalse();
  }

  @Test
  void aDriftAppearsAtOnceWithItsStory() {
    browser.tab("drifts");
    int rows = browser.all("#view tbody tr").size();
    server.drift();
    browser.until("one more", () -> browser.all("#view tbody tr").size() == rows + 1);
    assertThat(browser.text("#view tbody tr")).contains("late", "0.100 → 0.400 ↑", "reset");
    WebElement mark = browser.one(".mark");
    browser.script("arguments[0].focus()", mark);
    assertThat(browser.text("#tip")).contains("rose from", "learning rate raised");
  }

  @Test
  void textOfEventsIsShownAsTextOnly() {
    browser.tab("rejected");
    assertThat(browser.text("#view")).contains("<script>document.title='broken'</script>");
    assertThat(browser.driver.getTitle()).isEqualTo("marketplace · Braid");
  }

  @Test
  void everythingIsReachableWithTheKeyboardAlone() {
    List<String> reached = new ArrayList<>();
    browser.script("document.activeElement.blur(); window.scrollTo(0, 0)");
    for (int i = 0; i < 60; i++) {
      new Actions(browser.driver).sendKeys(Keys.TAB).perform();
      reached.add(
          (String)
              browser.script(
                  "const e = document.activeElement; return e.id || e.dataset.view ||"
                      + " e.dataset.term || e.className || e.textContent"));
    }
    assertThat(reached)
        .contains(
            "pause",
            "theme",
            "words",
            "throughput",
            "pipeline",
            "select",
            "card-name",
            "chart",
            "mark");
  }

  @Test
  void theListOfWordsOpensAndCloses() {
    browser.one("#words").click();
    browser.until("open", () -> browser.one("#dictionary").isDisplayed());
    assertThat(browser.text("#dictionary")).contains("Calibration", "Baseline");
    new Actions(browser.driver).sendKeys(Keys.ESCAPE).perform();
    browser.until("closed", () -> !browser.one("#dictionary").isDisplayed());
  }

  @Test
  void nothingMovesWhenFiguresChange() {
    browser.one("#pause").click();
    browser.one("#pause").click();
    String places = places();
    String before = step();
    browser.until("the step moves", () -> !step().equals(before));
    assertThat(places()).isEqualTo(places);
  }

  private static String places() {
    return (String)
        browser.script(
            "return [...document.querySelectorAll('#tiles dt, .tabs a, .card h2, .card canvas,"
                + " .card .facts dt, .legend-name')].map(e => { const r ="
                + " e.getBoundingClientRect(); return [Math.round(r.left), Math.round(r.top)] })"
                + ".join(' ')");
  }

  private static String step() {
    return browser
        .script("return document.querySelectorAll('#tiles .tile-figure')[3].textContent")
        .toString();
  }

  private static boolean zoomed() {
    return browser.one("#ranges .zoomed").getAttribute("aria-pressed").equals("true");
  }

  private static List<String> pressed() {
    return browser.all("#ranges button[aria-pressed='true']").stream()
        .map(WebElement::getText)
        .toList();
  }

  private static String theme() {
    return browser.one("html").getAttribute("data-theme");
  }

  private static String background() {
    return browser.one("body").getCssValue("background-color");
  }

  private static void click(By by) {
    browser.driver.findElement(by).click();
  }

  private static void drag(WebElement on, int from, int by) {
    new Actions(browser.driver)
        .moveToElement(on, from, 0)
        .clickAndHold()
        .moveByOffset(by, 0)
        .release()
        .perform();
  }
}
