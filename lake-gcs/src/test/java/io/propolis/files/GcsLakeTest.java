package io.propolis.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.files.GcsSettings.Access;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Google Cloud Storage, as fake-gcs-server serves its API. */
class GcsLakeTest extends LakeContract {
  @TempDir static Path data;
  private static GcsServer server;
  private static Lake lake;
  private String bucket;

  @BeforeAll
  static void start() throws Exception {
    server = GcsServer.start(data);
    lake = open(server.settings());
  }

  @AfterAll
  static void stop() {
    if (lake != null) {
      lake.close();
      server.close();
    }
  }

  private static Lake open(GcsSettings settings) {
    return Lakes.open(LakeSettings.DEFAULT.withGcs(settings));
  }

  @BeforeEach
  void makeBucket(TestInfo test) throws Exception {
    bucket = "b" + Integer.toHexString(test.getDisplayName().hashCode());
    server.makeBucket(bucket);
  }

  @Override
  Lake lake() {
    return lake;
  }

  @Override
  String root() {
    return "gs://" + bucket + "/deep/root";
  }

  @Override
  void write(String location, byte[] content) {
    lake.write(location, content);
  }

  @Test
  void foldersOfMoreThanOnePageAreListedAndDeletedWhole() {
    IntStream.range(0, 1010).parallel().forEach(i -> write(root() + "/many/f" + i, new byte[1]));

    assertThat(lake.size(root() + "/many").files()).isEqualTo(1010);
    lake.delete(root() + "/many");
    assertThat(lake.exists(root() + "/many")).isFalse();
  }

  @Test
  void aFileOfThisMachineIsSentInPartsWhenItIsLarge() throws Exception {
    var content = new byte[21 << 20];
    content[content.length - 1] = 7;
    var local = Files.write(data.resolve("large"), content);

    lake.write(root() + "/large", local);

    assertThat(lake.read(root() + "/large", content.length)).isEqualTo(content);
  }

  @Test
  void folderMarkersMakeAFolderExistButAreNoFiles() throws Exception {
    write("gs://" + bucket + "/marked/a", new byte[1]);
    upload("marked/", "", new byte[0]);
    upload("only/", "", new byte[0]);

    assertThat(lake.exists("gs://" + bucket + "/only")).isTrue();
    try (var entries = lake.list("gs://" + bucket + "/only")) {
      assertThat(entries).isEmpty();
    }
    try (var entries = lake.level("gs://" + bucket + "/marked")) {
      assertThat(entries.map(FolderEntry::name)).containsExactly("a");
    }
  }

  @Test
  void aFileThatChangesAfterItWasListedIsNotMixedUp() throws Exception {
    write(root() + "/t/a", "first".getBytes());
    try (var entries = lake.list(root() + "/t");
        var file = lake.open(entries.findFirst().orElseThrow())) {
      write(root() + "/t/a", "other".getBytes());

      assertThatThrownBy(() -> file.head(5))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("changed since it was listed");
    }
  }

  @Test
  void whatIsStoredAsGzipIsReadAsItLiesThere() throws Exception {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write("id,city\n1,Bern\n".getBytes());
    }
    upload("packed.csv", "&contentEncoding=gzip", packed.toByteArray());

    try (var file = lake.open("gs://" + bucket + "/packed.csv")) {
      assertThat(file.head(1000)).isEqualTo(packed.toByteArray());
    }
  }

  @Test
  void aWholeBucketIsNeverDeleted() {
    assertThatThrownBy(() -> lake.delete("gs://" + bucket + "/"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(bucket);
  }

  @Test
  void anAbsentBucketHoldsNothingAndTakesNothing() {
    assertThat(lake.exists("gs://no-such-bucket/t")).isFalse();
    try (var entries = lake.list("gs://no-such-bucket/t")) {
      assertThat(entries).isEmpty();
    }
    assertThatThrownBy(() -> lake.write("gs://no-such-bucket/t/a", new byte[1]))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
        .hasMessageContaining("gs://no-such-bucket/t/a")
        .hasMessageContaining("no such bucket");
  }

  @Test
  void whatNobodyMayListIsForbiddenInGooglesWords() throws Exception {
    var faulty =
        answering(403, "x@y.iam does not have storage.objects.list access", Integer.MAX_VALUE);
    try (var stranger = open(anonymous(faulty))) {
      assertThatThrownBy(() -> stranger.level("gs://secret/t").count())
          .isInstanceOfSatisfying(
              CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FORBIDDEN))
          .hasMessageContaining("gs://secret/t")
          .hasMessageContaining("403 x@y.iam does not have storage.objects.list access");
      assertThatThrownBy(() -> stranger.exists("gs://secret/t"))
          .isInstanceOfSatisfying(
              CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FORBIDDEN));
    } finally {
      faulty.stop(0);
    }
  }

  @Test
  void aStoreThatIsBusyIsAskedAgain() throws Exception {
    var busy = answering(503, "come back later", 1);
    try (var patient = open(anonymous(busy))) {
      assertThat(patient.exists("gs://bucket/t")).isFalse();
    } finally {
      busy.stop(0);
    }
  }

  @Test
  void credentialsThatCannotBeUsedAreNamed() throws Exception {
    var file = Files.writeString(data.resolve("key.json"), "{}");
    try (var stranger = open(new GcsSettings(null, Access.IDENTIFIED, file))) {
      assertThatThrownBy(() -> stranger.exists("gs://bucket/t"))
          .isInstanceOfSatisfying(
              CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
          .hasMessageContaining("gcs.credentials " + file);
    }
  }

  private static GcsSettings anonymous(HttpServer server) {
    return new GcsSettings(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Access.ANONYMOUS, null);
  }

  /** A store that answers so many requests with an error of Google's, and others with nothing. */
  private static HttpServer answering(int status, String message, int times) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var left = new AtomicInteger(times);
    server.createContext(
        "/",
        exchange -> {
          boolean fails = left.getAndDecrement() > 0;
          var error =
              "{\"error\":{\"code\":%d,\"message\":\"%s\",\"errors\":[]}}"
                  .formatted(status, message);
          boolean isList = exchange.getRequestURI().getPath().endsWith("/o");
          var body = (fails ? error : isList ? "{}" : "{\"error\":{\"code\":404}}").getBytes();
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(fails ? status : isList ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  /** Puts an object there as Google's console and its command line do. */
  private void upload(String name, String query, byte[] content) throws Exception {
    var request =
        HttpRequest.newBuilder(
                server
                    .endpoint()
                    .resolve(
                        "/upload/storage/v1/b/%s/o?uploadType=media&name=%s%s"
                            .formatted(bucket, name.replace("/", "%2F"), query)))
            .POST(HttpRequest.BodyPublishers.ofByteArray(content))
            .build();
    var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
