package io.propolis.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.files.S3Settings.Addressing;
import io.propolis.files.S3Settings.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store that answers requests as it does under load, or to strangers. */
class ThrottledStoreTest {
  private static final String PAGE =
      """
      <ListBucketResult><Name>b</Name><Prefix>t/</Prefix><KeyCount>1</KeyCount><MaxKeys>1000</MaxKeys>
      <IsTruncated>false</IsTruncated><Contents><Key>t/a.csv</Key><Size>3</Size><ETag>"e"</ETag>
      <LastModified>2024-01-01T00:00:00.000Z</LastModified></Contents></ListBucketResult>""";

  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private Lake lake;
  private int refused;
  private int status;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    lake =
        Lakes.open(
            new S3Settings(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                null,
                Addressing.PATH,
                new Credentials("key", "secret")));
  }

  @AfterEach
  void stop() {
    lake.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean refuses = requests.incrementAndGet() <= refused;
    var code = status == 503 ? "SlowDown" : "AccessDenied";
    var body = refuses ? "<Error><Code>" + code + "</Code></Error>" : PAGE;
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(refuses ? status : 200, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** More refusals than the SDK repeats by itself. */
  @Test
  void aListingThatIsToldToSlowDownGoesOnWhenItMay() {
    refused = 6;
    status = 503;

    try (var entries = lake.level("s3://b/t")) {
      assertThat(entries.map(FolderEntry::name)).containsExactly("a.csv");
    }
    assertThat(requests).hasValue(7);
  }

  @Test
  void aFolderThatNobodyMayListIsForbiddenAndNamed() {
    refused = 100;
    status = 403;

    assertThatThrownBy(
            () -> {
              try (var entries = lake.level("s3://b/t")) {
                entries.forEach(entry -> {});
              }
            })
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FORBIDDEN))
        .hasMessageContaining("s3://b/t");
    assertThat(requests).hasValue(1);
  }
}
