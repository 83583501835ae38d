package io.propolis.bench.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.stream.Collectors;

/** The numbers that a server of ours shows at {@code /metrics}, in Prometheus's text format. */
public final class ServerMetrics {
  public static final String STATEMENTS = "propolis_store_statements_total";
  public static final String POSITION_QUERIES = "propolis_store_position_queries_total";

  public static final java.util.List<String> COUNTERS =
      java.util.List.of(STATEMENTS, POSITION_QUERIES);

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpRequest request;
  private final int httpPort;

  public ServerMetrics(int httpPort) {
    this.httpPort = httpPort;
    request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/metrics")).build();
  }

  /** The server's HTTP port, where its Glue API is, too. */
  public int httpPort() {
    return httpPort;
  }

  /** All numbers that have no labels, by name. Empty when the server has no such page. */
  public Map<String, Double> read() throws IOException, InterruptedException {
    var reply = http.send(request, BodyHandlers.ofString());
    return reply.statusCode() == 200 ? parse(reply.body()) : Map.of();
  }

  static Map<String, Double> parse(String text) {
    return text.lines()
        .filter(line -> !line.startsWith("#") && !line.contains("{") && line.contains(" "))
        .map(line -> line.split(" "))
        .collect(
            Collectors.toMap(
                parts -> parts[0],
                parts -> Double.parseDouble(parts[1]),
                (first, second) -> first));
  }
}
