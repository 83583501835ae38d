package io.propolis.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.store.CatalogStore;
import io.propolis.catalog.store.Transaction;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  @Test
  void aStoreThatFailsMakesTheServerUnreadyButNotDead() throws Exception {
    var store =
        new BrokenStore(
            () -> {
              throw new CatalogException(Kind.UNAVAILABLE, Entity.REQUEST, "no \"route\" to db");
            });
    assertThat(get(store, "/health/ready"))
        .returns(503, HttpResponse::statusCode)
        .returns(
            "{\"status\":\"not ready\",\"reason\":\"no \\\"route\\\" to db\"}\n",
            HttpResponse::body);
    assertThat(get(store, "/health/live")).returns(200, HttpResponse::statusCode);
  }

  @Test
  void aStoreThatHangsIsReportedInsteadOfWaitedFor() throws Exception {
    var forever = new CountDownLatch(1);
    var store =
        new BrokenStore(
            () -> {
              try {
                forever.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });

    var answer = get(store, "/health/ready");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("has not answered for 2 s");
  }

  @Test
  void otherPathsAndMethodsAreRefused() throws Exception {
    var store = new BrokenStore(() -> {});

    assertThat(get(store, "/nothing").statusCode()).isEqualTo(404);
    assertThat(send(store, "/health/live", "POST").statusCode()).isEqualTo(405);
  }

  private static HttpResponse<String> get(CatalogStore store, String path) throws Exception {
    return send(store, path, "GET");
  }

  private static HttpResponse<String> send(CatalogStore store, String path, String method)
      throws Exception {
    try (var readiness = new Readiness(store);
        var door =
            new HttpDoor("127.0.0.1", 0, ServerPages.handlers(readiness, Map.of(), List::of))) {
      door.start();
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path))
                  .method(method, HttpRequest.BodyPublishers.noBody())
                  .build(),
              BodyHandlers.ofString());
    }
  }

  /** A store whose reads end as they are told to. */
  private record BrokenStore(Runnable end) implements CatalogStore {
    @Override
    public <T> T read(Function<Transaction, T> work) {
      end.run();
      throw new IllegalStateException("a store that was told not to answer");
    }

    @Override
    public <T> T write(Function<Transaction, T> work) {
      throw new IllegalStateException("not used");
    }

    @Override
    public long position() {
      return 0;
    }

    @Override
    public List<Change> changesAfter(long position, int limit) {
      return List.of();
    }

    @Override
    public void tidy() {}

    @Override
    public String product() {
      return "broken";
    }

    @Override
    public void close() {}
  }
}
