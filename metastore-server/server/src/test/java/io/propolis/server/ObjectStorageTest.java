package io.propolis.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.files.AzureServer;
import io.propolis.files.GcsServer;
import io.propolis.files.LakeSettings;
import io.propolis.files.Lakes;
import io.propolis.server.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google's and Azure's storage by their emulators, crawled as people do it. */
class ObjectStorageTest {
  @TempDir private Path scratch;
  private GcsServer google;
  private AzureServer azure;
  private String container;

  @BeforeEach
  void fill() throws IOException {
    google = GcsServer.start(scratch);
    google.makeBucket("lake");
    azure = AzureServer.start(scratch);
    container = azure.makeContainer("lake");
    var settings = LakeSettings.DEFAULT.withGcs(google.settings()).withAzure(azure.settings());
    try (var lake = Lakes.open(settings)) {
      for (var bucket : List.of("gs://lake", container)) {
        for (var day : List.of("01", "02")) {
          lake.write(
              bucket + "/raw/orders/day=2024-01-" + day + "/a.csv",
              "id,amount\n1,2.50\n2,3.75\n".getBytes());
        }
      }
    }
  }

  @AfterEach
  void stop() {
    google.close();
    if (azure != null) {
      azure.close();
    }
  }

  private List<String> reaching(String accountKey) {
    return List.of(
        "--gcs.endpoint=" + google.endpoint(),
        "--gcs.anonymous=true",
        "--azure.account=" + azure.settings().account(),
        "--azure.endpoint=" + azure.settings().endpoint(),
        "--azure.account-key=" + accountKey);
  }

  private String file(String database, String path) throws IOException {
    var file = scratch.resolve(database + ".yaml");
    Files.writeString(
        file,
        "{Name: %s, DatabaseName: %s, Targets: {S3Targets: [{Path: \"%s\"}]}}\n"
            .formatted(database, database, path));
    return file.toString();
  }

  private static CommandRun run(List<String> flags, String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(flags);
    return CommandRun.of(Map.of(), all.toArray(String[]::new));
  }

  @Test
  void aServerCrawlsBoth() throws Exception {
    var data = scratch.resolve("data").toString();
    var arguments =
        new ArrayList<>(List.of("serve", "--data", data, "--thrift-port", "0", "--http-port=0"));
    arguments.addAll(reaching(azure.settings().accountKey()));
    try (var server = ServerProcess.run(scratch, arguments)) {
      var addresses = server.awaitReady();
      var owner = List.of("--data", data);
      for (var database : List.of("google", "azure")) {
        var bucket = database.equals("google") ? "gs://lake" : container;
        assertThat(run(owner, "apply", file(database, bucket + "/raw/")).exitCode()).isZero();

        var crawl = run(owner, "crawler", "start", database, "--wait");

        assertThat(crawl.exitCode()).as(crawl.errors()).isZero();
        try (var client = new HiveClient(addresses.thriftPort())) {
          assertThat(client.partitionNames(database, "orders"))
              .containsExactly("day=2024-01-01", "day=2024-01-02");
        }
      }
    }
  }

  @Test
  void whatCannotBeReachedIsNamedWithTheReason() throws Exception {
    var flags = new ArrayList<>(reaching("d3Jvbmc="));
    flags.addAll(List.of("--data", scratch.resolve("data").toString()));

    var denied = run(flags, "crawl", file("denied", container + "/raw/"));
    assertThat(denied.exitCode()).isEqualTo(1);
    assertThat(denied.errors()).contains("Cannot list " + container + "/raw", "403");

    var absent = run(flags, "crawl", file("absent", "gs://no-such-bucket/raw/"));
    assertThat(absent.output() + absent.errors())
        .contains("gs://no-such-bucket/raw")
        .contains("holds no file");
  }
}
