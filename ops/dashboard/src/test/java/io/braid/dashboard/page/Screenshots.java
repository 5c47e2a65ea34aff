package io.braid.dashboard.page;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Takes a picture of every view, for looking at: {@code Screenshots FOLDER URL [dark] [WIDTH...]}.
 */
final class Screenshots {
  private Screenshots() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    String scheme = args.length > 2 && args[2].equals("dark") ? "dark" : "light";
    try (Browser browser = Browser.start()) {
      browser.prefers(scheme);
      for (int width : PageChecks.WIDTHS) {
        browser.size(width, width < 600 ? 844 : 900);
        browser.open(args[1]);
        for (String view : PageChecks.VIEWS) {
          browser.tab(view);
          Thread.sleep(700);
          browser.picture(folder.resolve(view + "-" + width + "-" + scheme + ".png"));
        }
        browser.tab("tasks");
        browser.one(".card-name").click();
        Thread.sleep(700);
        browser.picture(folder.resolve("task-" + width + "-" + scheme + ".png"));
        browser.complaints().forEach(System.out::println);
      }
    }
  }
}
