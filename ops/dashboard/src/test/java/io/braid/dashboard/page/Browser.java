package io.braid.dashboard.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium that a test clicks about in, where one is installed. */
public final class Browser implements AutoCloseable {
  private static final List<Path> CHROMIUM =
      List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));
  private static final List<Path> DRIVER =
      List.of(Path.of("/usr/bin/chromedriver"), Path.of("/usr/lib/chromium/chromedriver"));
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Where what is not offered here can be done. */
  public final ChromeDriver driver;

  private final List<String> heard = new ArrayList<>();

  private Browser(Path chromium, Path chromedriver) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--hide-scrollbars",
        "--lang=en");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .usingAnyFreePort()
                .build(),
            options);
  }

  /** Starts it, or skips the test where there is none. */
  public static Browser start() {
    Path chromium = first(CHROMIUM);
    Path chromedriver = first(DRIVER);
    assumeTrue(
        chromium != null && chromedriver != null,
        "skipped: no Chromium here; install the packages chromium and chromium-driver");
    return new Browser(chromium, chromedriver);
  }

  private static Path first(List<Path> paths) {
    return paths.stream().filter(Files::isExecutable).findFirst().orElse(null);
  }

  /** Makes the page as large as that, as a phone or a screen would be. */
  public void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  /** What the system prefers: "light" or "dark". */
  public void prefers(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Opens a page and waits until it shows figures. */
  public void open(String url) {
    leave();
    driver.get(url);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (all("#view > div").isEmpty()) {
      if (hear()) {
        driver.get(url);
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no view is shown; the console says " + heard);
      }
      PageChecks.settle(this);
    }
  }

  /** Leaves the page, so that its server may go; that its requests end is no complaint. */
  public void leave() {
    hear();
    driver.get("about:blank");
    driver.manage().logs().get(LogType.BROWSER);
  }

  /** Goes to a view by clicking its tab. */
  public void tab(String view) {
    one("#tabs a[data-view='" + view + "']").click();
    until("view " + view, () -> one("#view").getAttribute("data-view").equals(view));
  }

  /** The first element of a selector; fails if there is none. */
  public WebElement one(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  /** All elements of a selector. */
  public List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  /** The text that is seen of the first element of a selector. */
  public String text(String css) {
    return one(css).getText();
  }

  /** Runs a script's body in the page. */
  public Object script(String body, Object... arguments) {
    return ((JavascriptExecutor) driver).executeScript(body, arguments);
  }

  /** Waits until something holds. */
  public void until(String what, Supplier<Boolean> holds) {
    new WebDriverWait(driver, PATIENCE)
        .withMessage(what)
        .pollingEvery(Duration.ofMillis(50))
        .until(d -> holds.get());
  }

  /** What pages have written to the console since the last call, warnings and errors only. */
  public List<String> complaints() {
    hear();
    List<String> complaints = List.copyOf(heard);
    heard.clear();
    return complaints;
  }

  /**
   * Reads the console.
   *
   * @return whether requests were cut because an interface of this machine came or went, as those
   *     of containers do; that is none of the page's doing
   */
  private boolean hear() {
    boolean networkChanged = false;
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      if (entry.getMessage().contains("ERR_NETWORK_CHANGED")) {
        networkChanged = true;
      } else if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
        heard.add(entry.getMessage());
      }
    }
    return networkChanged;
  }

  /** The whole page as a picture. */
  public void picture(Path file) throws IOException {
    Number height = (Number) script("return document.documentElement.scrollHeight");
    Number width = (Number) script("return document.documentElement.clientWidth");
    Map<String, Object> answer =
        driver.executeCdpCommand(
            "Page.captureScreenshot",
            Map.of(
                "captureBeyondViewport",
                true,
                "clip",
                Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)));
    Files.write(file, OutputType.BYTES.convertFromBase64Png((String) answer.get("data")));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
