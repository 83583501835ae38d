package io.propolis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.thrift.TException;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeTest {
  @TempDir private Path scratch;

  @Test
  void aServerSaysThatItIsReadyOnceAnswersAndStopsInOrder() throws Exception {
    var data = scratch.resolve("data");
    try (var server = ServerProcess.serve(scratch, data)) {
      var addresses = server.awaitReady();
      assertThat(addresses.data()).isEqualTo(data.toString());
      assertThat(get(addresses.http() + "/health/live")).isEqualTo("200 {\"status\":\"live\"}\n");
      assertThat(get(addresses.http() + "/metrics"))
          .startsWith("200 # HELP propolis_store_statements_total ")
          .contains("propolis_store_position_queries_total ")
          .contains("\npropolis_store_sole_server 1\n");
      assertThat(get(addresses.http() + "/health/ready")).isEqualTo("200 {\"status\":\"ready\"}\n");
      try (var client = new HiveClient(addresses.thriftPort())) {
        assertThat(client.databases()).containsExactly("default");
      }
      assertThat(data.resolve("server.json")).content().contains(addresses.thrift());

      server.terminate();

      assertThat(server.awaitExit(5)).isZero();
      assertThat(server.rest()).isEmpty();
      assertThat(server.errors())
          .contains("store.url = jdbc:sqlite:" + data + "/catalog.db (default)")
          .contains("thrift.port = 0 (--thrift.port)");
      assertThat(data.resolve("server.json")).doesNotExist();
    }
  }

  @Test
  void whatWasAcknowledgedBeforeSigtermIsThereAfterwards() throws Exception {
    acknowledgedSurvives(
        server -> {
          server.terminate();
          assertThat(server.awaitExit(5)).isZero();
        });
  }

  @Test
  void whatWasAcknowledgedBeforeSigkillIsThereAfterwards() throws Exception {
    acknowledgedSurvives(
        server -> {
          server.kill();
          server.awaitExit(5);
        });
  }

  private interface End {
    void of(ServerProcess server) throws InterruptedException;
  }

  private void acknowledgedSurvives(End end) throws Exception {
    var data = scratch.resolve("data");
    List<String> acknowledged;
    try (var server = ServerProcess.serve(scratch, data)) {
      int port = server.awaitReady().thriftPort();
      var busy = new CountDownLatch(20);
      var writer = CompletableFuture.supplyAsync(() -> writeUntilCutOff(port, busy));
      assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
      end.of(server);
      acknowledged = writer.get(30, TimeUnit.SECONDS);
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(20);
    try (var server = ServerProcess.serve(scratch, data);
        var client = new HiveClient(server.awaitReady().thriftPort())) {
      assertThat(client.databases()).containsAll(acknowledged);
    }
  }

  /** The names that the server acknowledged before it went away. */
  private static List<String> writeUntilCutOff(int port, CountDownLatch progress) {
    var acknowledged = new ArrayList<String>();
    try (var client = new HiveClient(port)) {
      while (true) {
        var name = "db" + acknowledged.size();
        client.createDatabase(name);
        acknowledged.add(name);
        progress.countDown();
      }
    } catch (TTransportException e) {
      return acknowledged;
    } catch (TException e) {
      throw new AssertionError("refused rather than cut off", e);
    }
  }

  @Test
  void aSecondServerOnTheSameDataIsRefused() throws Exception {
    var data = scratch.resolve("data");
    try (var first = ServerProcess.serve(scratch, data)) {
      first.awaitReady();
      try (var second = ServerProcess.serve(scratch, data)) {
        assertThat(second.awaitExit(20)).isEqualTo(1);
        assertThat(second.errors())
            .contains("propolis: the data folder " + data + " is in use")
            .contains("propolis serve, process")
            .doesNotContain("\tat ");
      }
    }
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = taken.getLocalPort();
      try (var server = serveOn("--thrift-port=" + port, "--http-port=0")) {
        assertThat(server.awaitExit(20)).isEqualTo(1);
        assertThat(server.errors())
            .contains("propolis: cannot listen for Thrift on 127.0.0.1:" + port)
            .contains("--thrift-port");
      }
      try (var server = serveOn("--thrift-port=0", "--http-port=" + port)) {
        assertThat(server.awaitExit(20)).isEqualTo(1);
        assertThat(server.errors())
            .contains("propolis: cannot listen for HTTP on 127.0.0.1:" + port)
            .contains("--http-port");
      }
    }
  }

  private ServerProcess serveOn(String... flags) throws Exception {
    var arguments = new ArrayList<>(List.of("serve", "--data", scratch.resolve("d").toString()));
    arguments.addAll(List.of(flags));
    return ServerProcess.run(scratch, arguments);
  }

  @Test
  void aDatabaseOutOfReachIsNamedWithoutItsPassword() throws Exception {
    try (var server =
        serveOn("--store.url=jdbc:postgresql://127.0.0.1:1/c", "--store.password=hunter2")) {
      assertThat(server.awaitExit(30)).isEqualTo(1);
      assertThat(server.errors())
          .contains("propolis: cannot open the catalog's store")
          .contains("127.0.0.1:1")
          .doesNotContain("hunter2")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void aDataFolderThatIsAFileIsNamed() throws Exception {
    var file = Files.writeString(scratch.resolve("file"), "");
    try (var server = ServerProcess.serve(scratch, file)) {
      assertThat(server.awaitExit(20)).isEqualTo(1);
      assertThat(server.errors()).contains("propolis: the data folder " + file + " cannot be used");
    }
  }

  private static String get(String uri) throws Exception {
    var answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }
}
