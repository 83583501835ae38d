package io.propolis.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.server.http.MetricsPage.Counter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  private final AtomicLong pages = new AtomicLong(3);

  @Test
  void countersAreToldAsTheyAreNow() throws Exception {
    try (var door = open()) {
      pages.incrementAndGet();

      var answer = send(door, "GET");

      assertThat(answer.headers().firstValue("Content-Type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      assertThat(answer.body())
          .isEqualTo(
              """
              # HELP pages_total Pages read.
              # TYPE pages_total counter
              pages_total 4
              """);
    }
  }

  @Test
  void otherMethodsAreRefused() throws Exception {
    try (var door = open()) {
      assertThat(send(door, "POST")).returns(405, HttpResponse::statusCode);
    }
  }

  private HttpDoor open() {
    var page = new MetricsPage(List.of(new Counter("pages_total", "Pages read.", pages::get)));
    var door = new HttpDoor("127.0.0.1", 0, Map.of("/metrics", page));
    door.start();
    return door;
  }

  private static HttpResponse<String> send(HttpDoor door, String method) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + "/metrics"))
            .method(method, BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
