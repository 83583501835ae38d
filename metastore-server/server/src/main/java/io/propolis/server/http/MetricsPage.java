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

/** Answers GET and HEAD with numbers in Prometheus's text format. */
public final class MetricsPage extends Handler.Abstract {
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final List<Metric> metrics;

  public MetricsPage(List<Metric> metrics) {
    this.metrics = List.copyOf(metrics);
  }

  /** A number with a name, asked anew for each request. */
  public sealed interface Metric {
    /** As Prometheus names metrics of its type. */
    String name();

    /** One line that says what is counted. */
    String help();

    LongSupplier value();

    /** As Prometheus names types. */
    String type();

    /** The lines that tell of it. */
    default String lines() {
      return """
          # HELP %1$s %2$s
          # TYPE %1$s %3$s
          %1$s %4$d
          """
          .formatted(name(), help(), type(), value().getAsLong());
    }
  }

  /**
   * A number that only grows while the server runs.
   *
   * @param name ending in {@code _total}
   */
  public record Counter(String name, String help, LongSupplier value) implements Metric {
    @Override
    public String type() {
      return "counter";
    }
  }

  /** A number that goes up and down. */
  public record Gauge(String name, String help, LongSupplier value) implements Metric {
    @Override
    public String type() {
      return "gauge";
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
        metrics.stream().map(Metric::lines).collect(Collectors.joining()),
        callback);
    return true;
  }
}
