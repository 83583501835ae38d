package io.propolis.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.server.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrawlTest {
  private static final String NOTHING = "Nothing to write";

  @TempDir private Path scratch;

  @BeforeEach
  void lake() throws IOException {
    put("lake/orders/day=2024-01-01/a.csv", "id,amount\n1,2.50\n2,3.75\n");
    put("lake/orders/day=2024-01-02/a.csv", "id,amount\n3,1.25\n4,9.00\n");
    put(
        "crawler.yaml",
        """
        Name: test
        DatabaseName: shop
        Targets: {S3Targets: [{Path: lake/}]}
        """);
  }

  private void put(String file, String text) throws IOException {
    var path = scratch.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private CommandRun crawl(String... flags) {
    var arguments = new java.util.ArrayList<String>();
    arguments.add("crawl");
    arguments.add(scratch.resolve("crawler.yaml").toString());
    arguments.addAll(java.util.List.of(flags));
    return CommandRun.of(Map.of(), arguments.toArray(String[]::new));
  }

  @Test
  void aCrawlIntoTheLocalStoreWritesOnceAndThenNothing() throws IOException {
    var data = scratch.resolve("data").toString();

    assertThat(crawl("--data", data, "--dry-run").output()).contains("nothing was written");
    var first = crawl("--data", data);
    assertThat(first.errors()).isEmpty();
    assertThat(first.exitCode()).isZero();
    assertThat(first.output())
        .contains("shop.orders", "day", "2 partitions found", "amount", "Written to " + data);
    assertThat(crawl("--data", data).output()).contains(NOTHING);

    put("lake/orders/day=2024-01-03/a.csv", "id,amount\n5,1.25\n");
    assertThat(crawl("--data", data).output()).contains("1 new");
    assertThat(crawl("--data", data).output()).contains(NOTHING);
  }

  @Test
  void aDryRunOnANewDataFolderMakesNoFile() {
    var data = scratch.resolve("new").resolve("data");

    var run = crawl("--data", data.toString(), "--dry-run");

    assertThat(run.errors()).isEmpty();
    assertThat(run.output()).contains("+ new        shop.orders", "nothing was written");
    assertThat(scratch.resolve("new")).doesNotExist();
  }

  @Test
  void aTargetThatCannotBeCrawledIsNamedAndTheOthersAreWritten() throws IOException {
    put(
        "crawler.yaml",
        """
        Name: test
        DatabaseName: shop
        Targets: {S3Targets: [{Path: lake/}, {Path: 's3://bucket/raw'}]}
        """);
    var data = scratch.resolve("data").toString();
    var away =
        List.of("--s3.endpoint=http://127.0.0.1:1", "--s3.access-key=a", "--s3.secret-key=b");

    var plan = crawl(Stream.concat(away.stream(), Stream.of("--data", data, "--dry-run")));
    var run = crawl(Stream.concat(away.stream(), Stream.of("--data", data)));
    var again = crawl(Stream.concat(away.stream(), Stream.of("--data", data)));

    assertThat(plan.exitCode()).isEqualTo(1);
    assertThat(plan.output())
        .contains("+ new        shop.orders", "Targets that could not be crawled (1):")
        .contains("nothing was written");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output())
        .contains("+ new        shop.orders", "Targets that could not be crawled (1):")
        .contains("Written to " + data);
    assertThat(run.errors())
        .startsWith("propolis: crawler test: 1 target could not be crawled, the others were: ")
        .contains("s3://bucket/raw")
        .hasLineCount(1);
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.output()).contains(NOTHING, "says already what the other targets hold");
  }

  private CommandRun crawl(Stream<String> flags) {
    return crawl(flags.toArray(String[]::new));
  }

  @Test
  void whereRunsAreKeptIsSaid() {
    assertThat(crawl("--help").output()).contains("With --server no run is kept");
  }

  @Test
  void aCrawlThroughAServerIsSeenByItsClientsAndSettlesToo() throws Exception {
    var data = scratch.resolve("data");
    try (var server = ServerProcess.serve(scratch, data)) {
      var addresses = server.awaitReady();
      var remote = crawl("--server", addresses.thrift());
      assertThat(remote.errors()).isEmpty();
      assertThat(remote.output()).contains("Written to " + addresses.thrift());
      try (var client = new HiveClient(addresses.thriftPort())) {
        assertThat(client.partitionNames("shop", "orders"))
            .containsExactly("day=2024-01-01", "day=2024-01-02");
      }
      assertThat(crawl("--server", addresses.thrift()).output()).contains(NOTHING);

      // The same catalog, found by its data folder.
      var found = crawl("--data", data.toString());
      assertThat(found.errors()).isEmpty();
      assertThat(found.output()).contains(NOTHING).contains(addresses.thrift());

      Files.delete(scratch.resolve("lake/orders/day=2024-01-02/a.csv"));
      Files.delete(scratch.resolve("lake/orders/day=2024-01-02"));
      crawl("--server", addresses.thrift());
      assertThat(crawl("--server", addresses.thrift()).output()).contains(NOTHING);
    }
  }

  @Test
  void aMetastoreOutOfReachIsNamed() {
    var run = crawl("--server", "thrift://127.0.0.1:1");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors())
        .contains("cannot reach the metastore thrift://127.0.0.1:1")
        .hasLineCount(1);
    assertThat(crawl("--server", "localhost:1").errors()).contains("thrift://HOST:PORT");
  }
}
