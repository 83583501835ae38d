package io.propolis.server.http;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.model.Node;
import io.propolis.server.http.JsonReply.Body;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;

/** What the server says about itself: that it lives, that it is ready, what it is. */
public final class ServerPages {
  /** The page about the server, as a pattern. */
  public static final String ROOT = "^/$";

  private ServerPages() {}

  /** Handlers by path. {@code about} is the object at {@code /}, {@code nodes} those that live. */
  public static Map<String, Handler> handlers(
      Readiness readiness, Map<String, String> about, Supplier<List<Node>> nodes) {
    var info = new Body(200, about);
    return Map.of(
        "/health/live",
        new JsonReply(() -> new Body(200, Map.of("status", "live"))),
        "/health/ready",
        new JsonReply(() -> ready(readiness)),
        "/health/nodes",
        new JsonReply(() -> nodes(nodes)),
        ROOT,
        new JsonReply(() -> info));
  }

  /** Where each server over the same database is found, and when it was last heard of. */
  private static Body nodes(Supplier<List<Node>> living) {
    var members = new LinkedHashMap<String, String>();
    try {
      living
          .get()
          .forEach(
              node ->
                  members.put(node.address(), Instant.ofEpochMilli(node.heartbeatAt()).toString()));
      return new Body(200, members);
    } catch (CatalogException e) {
      return new Body(503, Map.of("reason", String.valueOf(e.getMessage())));
    }
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
