package io.propolis.server.http;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers GET and HEAD with counters in Prometheus's text format. */
public final class MetricsPage extends Handler.Abstract {
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final List<Counter> counters;

  public MetricsPage(List<Counter> counters) {
    this.counters = List.copyOf(counters);
  }

  /**
   * A number that only grows while the server runs.
   *
   * @param name as Prometheus names counters, ending in {@code _total}
   * @param help one line that says what is counted
   * @param value asked anew for each request
   */
  public record Counter(String name, String help, LongSupplier value) {
    String lines() {
      return """
          # HELP %1$s %2$s
          # TYPE %1$s counter
          %1$s %3$d
          """
          .formatted(name, help, value.getAsLong());
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
      Response.writeError(request, response, callback, 405);
      return true;
    }
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, CONTENT_TYPE);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    Content.Sink.write(
        response,
        true,
        counters.stream().map(Counter::lines).collect(Collectors.joining()),
        callback);
    return true;
  }
}
