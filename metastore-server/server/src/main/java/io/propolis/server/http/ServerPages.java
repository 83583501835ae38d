package io.propolis.server.http;

import io.propolis.server.http.JsonReply.Body;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.server.Handler;

/** What the server says about itself: that it lives, that it is ready, what it is. */
public final class ServerPages {
  /** The page about the server, as a pattern. */
  public static final String ROOT = "^/$";

  private ServerPages() {}

  /** Handlers by path. {@code about} is the object at {@code /}. */
  public static Map<String, Handler> handlers(Readiness readiness, Map<String, String> about) {
    var info = new Body(200, about);
    return Map.of(
        "/health/live",
        new JsonReply(() -> new Body(200, Map.of("status", "live"))),
        "/health/ready",
        new JsonReply(() -> ready(readiness)),
        ROOT,
        new JsonReply(() -> info));
  }

  private static Body ready(Readiness readiness) {
    var obstacle = readiness.obstacle();
    if (obstacle.isEmpty()) {
      return new Body(200, Map.of("status", "ready"));
    }
    var members = new LinkedHashMap<String, String>();
    members.put("status", "not ready");
    members.put("reason", obstacle.get());
    return new Body(503, members);
  }
}
