package io.braid.dashboard;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;

/** Errors as JSON: {@code {"error": ...}}, with field, value and what is allowed where known. */
final class Errors {
  private Errors() {}

  static void answer(Context ctx, int status, String error) {
    ctx.status(status).contentType(Json.TYPE).result(Json.write(Map.of("error", error)));
  }

  static void answer(Context ctx, Predictions.BadInput e) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", e.getMessage());
    body.put("field", e.field);
    body.put("value", e.value);
    body.put("allowed", e.allowed);
    ctx.status(400).contentType(Json.TYPE).result(Json.write(body));
  }
}
