package io.braid.dashboard;

import io.javalin.http.ContentType;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import org.webjars.WebJarVersionLocator;

/**
 * Files of web packages on the class path, without their version in the address: {@code
 * /assets/uplot/dist/uPlot.min.css}.
 */
final class Assets {
  private static final String SAFE = "[A-Za-z0-9@._/-]+";

  private final WebJarVersionLocator locator = new WebJarVersionLocator();

  void handle(Context ctx) throws IOException {
    String name = ctx.pathParam("package");
    String file = ctx.pathParam("file");
    String path = null;
    if (name.matches(SAFE) && file.matches(SAFE) && !file.contains("..") && !name.contains("..")) {
      path = locator.fullPath(name, file);
    }
    InputStream in = path == null ? null : Assets.class.getResourceAsStream("/" + path);
    if (in == null) {
      Errors.answer(ctx, 404, "no such file");
      return;
    }
    int dot = file.lastIndexOf('.');
    String type = ContentType.mimeTypeByExtension(file.substring(dot + 1));
    ctx.contentType(type == null ? "application/octet-stream" : type);
    ctx.header("Cache-Control", "max-age=3600");
    ctx.result(in);
  }
}
