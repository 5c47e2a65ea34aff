package io.braid.cli.stream;

import io.braid.dashboard.Dashboard;
import io.braid.model.spec.Http;
import io.braid.model.spec.SpecException;
import io.braid.topology.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Serves applications over HTTP. */
public final class Serving {
  private Serving() {}

  /**
   * Serves an application as its pipeline file says.
   *
   * @param file the pipeline file, whose text is shown without its secrets
   * @return null if it is not to be served
   * @throws SpecException naming the setting that cannot be followed, for example a taken port
   */
  public static Dashboard start(Application application, Http http, Path file) throws IOException {
    return http.enabled() ? Dashboard.start(application, http, Files.readString(file)) : null;
  }

  /**
   * Serves a demonstration, which must not fail because somebody else has the port: then at any
   * that is free.
   *
   * @param yaml the text of the pipeline file
   * @return null if it is not to be served
   */
  public static Dashboard startAnywhere(Application application, Http http, String yaml) {
    if (!http.enabled()) {
      return null;
    }
    try {
      return Dashboard.start(application, http, yaml);
    } catch (SpecException e) {
      if (!e.path().equals("http.port") || http.port() == 0) {
        throw e;
      }
      return Dashboard.start(application, http.at(0), yaml);
    }
  }
}
