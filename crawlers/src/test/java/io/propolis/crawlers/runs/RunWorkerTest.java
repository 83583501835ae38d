package io.propolis.crawlers.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.Session;
import io.propolis.catalog.jdbc.JdbcCatalogStore;
import io.propolis.catalog.jdbc.StoreSettings;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.Kind;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.model.StatisticsTask;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.crawlers.definition.StoredCrawlers;
import io.propolis.crawlers.events.EventSources;
import io.propolis.crawlers.statistics.StatisticsRunTask;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for the runs of every kind that workers execute, whatever these do. */
class RunWorkerTest {
  private static final String CRAWLER = "nightly";
  private static final TableName TABLE = DatabaseName.of("lake").table("t");

  @TempDir Path folder;
  private final Lake lake = Lakes.open(S3Settings.DEFAULT);
  private JdbcCatalogStore store;
  private Catalog catalog;
  private Session session;
  private Table table;

  @BeforeEach
  void open() throws Exception {
    store =
        JdbcCatalogStore.open(
            StoreSettings.of("jdbc:sqlite:" + folder.resolve("catalog.db"), null, null));
    catalog =
        Catalog.open(
            store,
            lake,
            Clock.systemUTC(),
            CatalogSettings.withWarehouse("file:" + folder.resolve("warehouse")));
    session = catalog.as(Caller.SYSTEM);
    var files = Files.createDirectories(folder.resolve("t"));
    session
        .crawlers(new StoredCrawlers())
        .create(
            CRAWLER,
            """
            {"Name":"%s","Role":"r","DatabaseName":"lake","Targets":{"S3Targets":[{"Path":"%s"}]}}"""
                .formatted(CRAWLER, files),
            Map.of(),
            "");
    session.databases().create(Database.named(TABLE.database()));
    table = create(TABLE, files);
  }

  private Table create(TableName name, Path files) {
    return session
        .tables()
        .create(
            Table.builder(name)
                .type(TableType.EXTERNAL_TABLE)
                .location("file:" + files)
                .layout(StorageLayout.EMPTY.withColumns(List.of(new Column("id", "bigint"))))
                .parameters(Map.of("EXTERNAL", "TRUE"))
                .build(),
            Mode.KEEP);
  }

  @AfterEach
  void close() {
    store.close();
    lake.close();
  }

  /** The kinds that workers execute. */
  enum Given {
    CRAWL(Kind.CRAWL) {
      @Override
      Run start(RunWorkerTest test) {
        return test.session.crawlers(new StoredCrawlers()).start(CRAWLER);
      }

      @Override
      void stop(RunWorkerTest test) {
        test.session.crawlers(new StoredCrawlers()).stop(CRAWLER);
      }

      @Override
      RunTask task(RunWorkerTest test, String node) {
        return new CrawlTask(test.catalog, test.lake, EventSources.none(), node);
      }
    },

    STATISTICS(Kind.COLUMN_STATISTICS) {
      @Override
      Run start(RunWorkerTest test) {
        var task = new StatisticsTask(TABLE, List.of(), 1, "r", null);
        return test.session.statisticsTasks().start(test.table, "on demand", task.asProgress());
      }

      @Override
      void stop(RunWorkerTest test) {
        test.session.statisticsTasks().stop(test.table);
      }

      @Override
      RunTask task(RunWorkerTest test, String node) {
        return new StatisticsRunTask(test.catalog, test.lake);
      }
    };

    final Kind kind;

    Given(Kind kind) {
      this.kind = kind;
    }

    abstract Run start(RunWorkerTest test);

    abstract void stop(RunWorkerTest test);

    abstract RunTask task(RunWorkerTest test, String node);
  }

  private RunWorker worker(Given given, Predicate<String> dead) {
    var share = new RunWorker.Share(given.task(this, "one"), 1);
    var worker = new RunWorker(catalog, "one", List.of(share));
    worker.start(dead);
    return worker;
  }

  /** A run that another node holds. */
  private Run heldByAnother(Given given) {
    given.start(this);
    return session.runs().claim(given.kind, "another").orElseThrow();
  }

  private Run ended(Run run) {
    return await()
        .until(() -> session.runs().require(run.id()), stored -> stored.state().isFinal());
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAskedForIsExecuted(Given given) {
    var run = given.start(this);

    try (var worker = worker(given, node -> false)) {
      assertThat(ended(run))
          .satisfies(
              ended -> {
                assertThat(ended.state()).as(ended.error()).isEqualTo(State.SUCCEEDED);
                assertThat(ended.attempt()).isZero();
              });
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatANodeHeldWhoseLeaseEndedIsBegunAgainAndIsNoLongerItsOwn(Given given) {
    var run = heldByAnother(given);
    var silent = session.runs().update(run.heldBy("another", 1));

    try (var worker = worker(given, node -> false)) {
      var ended = ended(run);

      assertThat(ended.state()).as(ended.error()).isEqualTo(State.SUCCEEDED);
      assertThat(ended.attempt()).isOne();
      assertThat(ended.version()).isGreaterThan(silent.version());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatANodeHoldsThatIsKnownToBeDeadIsBegunAgainAtOnce(Given given) {
    var run = heldByAnother(given);

    try (var worker = worker(given, "another"::equals)) {
      assertThat(ended(run).attempt()).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasToBeStoppedWhenItsNodeDiedIsNotBegunAgain(Given given) {
    var run = heldByAnother(given);
    given.stop(this);

    try (var worker = worker(given, "another"::equals)) {
      assertThat(ended(run).state()).isEqualTo(State.STOPPED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatHasTakenThreeNodesWithItIsGivenUp(Given given) {
    var run = heldByAnother(given);
    for (int death = 1; death < 3; death++) {
      run = session.runs().update(run.claimed("another", 0));
    }

    try (var worker = worker(given, node -> false)) {
      var ended = ended(run);

      assertThat(ended.state()).isEqualTo(State.FAILED);
      assertThat(ended.error()).isEqualTo("The servers that executed it have died 3 times");
    }
  }

  /** Rounds are a second apart; one run for each would take longer than is waited for here. */
  @Test
  void whatWaitsBeginsWhenAnotherEnds() throws Exception {
    var runs = new ArrayList<Run>();
    for (int i = 0; i < 15; i++) {
      var name = "waiting" + i;
      var waiting =
          create(TABLE.database().table(name), Files.createDirectories(folder.resolve(name)));
      var task = new StatisticsTask(waiting.name(), List.of(), 1, "r", null);
      runs.add(session.statisticsTasks().start(waiting, "on demand", task.asProgress()));
    }

    try (var worker = worker(Given.STATISTICS, node -> false)) {
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () ->
                  runs.stream()
                      .allMatch(run -> session.runs().require(run.id()).state().isFinal()));
    }
  }
}
