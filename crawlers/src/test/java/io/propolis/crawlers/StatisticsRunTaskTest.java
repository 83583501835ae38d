package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.propolis.catalog.RunOperations;
import io.propolis.catalog.Schedules;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.model.StatisticsTask;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.crawlers.runs.RunWorker;
import io.propolis.crawlers.statistics.StatisticsRunTask;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statistics that the catalog is asked for, computed by workers as servers have them. */
class StatisticsRunTaskTest {
  @TempDir Path folder;
  private Lake lake;
  private CatalogFixture catalog;
  private Table table;

  @BeforeEach
  void open() throws IOException {
    lake = Lakes.open(S3Settings.DEFAULT);
    catalog = new CatalogFixture(folder, lake);
    catalog.session().databases().create(Database.named(DatabaseName.of("lake")));
    table =
        catalog
            .session()
            .tables()
            .create(
                Table.builder(CatalogFixture.name("t"))
                    .type(TableType.EXTERNAL_TABLE)
                    .location("file:" + folder.resolve("t"))
                    .layout(StorageLayout.EMPTY.withColumns(List.of(new Column("id", "bigint"))))
                    .parameters(Map.of("EXTERNAL", "TRUE"))
                    .build(),
                Mode.KEEP);
    SampleFiles.parquet(
        folder.resolve("t/a.parquet"),
        "message m { required int64 id; }",
        3,
        (group, row) -> group.append("id", (long) row));
  }

  @AfterEach
  void close() {
    catalog.close();
    lake.close();
  }

  private Run start() {
    var task = new StatisticsTask(table.name(), List.of(), 1, "r", null);
    return catalog.session().statisticsTasks().start(table, "test", task.asProgress());
  }

  private Run ended(Run run) {
    await().until(() -> stored(run).state().isFinal());
    return stored(run);
  }

  private Run stored(Run run) {
    return catalog.session().statisticsTasks().require(run.id());
  }

  private RunWorker worker(String node) {
    var task = new StatisticsRunTask(catalog.catalog(), lake);
    var worker = new RunWorker(catalog.catalog(), node, List.of(new RunWorker.Share(task, 1)));
    worker.start(other -> false);
    return worker;
  }

  @Test
  void whatIsAskedForIsComputed() {
    var run = start();
    try (var worker = worker("one")) {
      var ended = ended(run);

      assertThat(ended.state()).as(ended.error()).isEqualTo(State.SUCCEEDED);
      assertThat(ended.progress()).containsEntry("computed", "id").containsEntry("files", "1");
      assertThat(
              catalog
                  .session()
                  .statistics()
                  .ofTable(table.name(), List.of("id"), ColumnStatistics.HIVE_ENGINE))
          .hasSize(1);
    }
  }

  @Test
  void whatFailsSaysWhy() throws IOException {
    SampleFiles.bytes(folder.resolve("t/b.csv"), new byte[] {'x'});
    var run = start();
    try (var worker = worker("one")) {
      var ended = ended(run);

      assertThat(ended.state()).isEqualTo(State.FAILED);
      assertThat(ended.error()).contains("b.csv").contains("neither Parquet nor ORC");
    }
  }

  @Test
  void whatIsDueIsComputedAsTheSettingsSay() {
    // Due at once; workers reckon the next time by the expression.
    Schedules atOnce = (expression, moment) -> Optional.of(moment);
    catalog
        .session()
        .statisticsSettings(atOnce)
        .create(
            table,
            """
        {"ColumnNameList":["ID"],"SampleSize":50,"Role":"nightly","Unknown":{"a":1}}""",
            "cron(0 0 1 1 ? *)",
            Map.of());
    try (var worker = worker("one")) {
      await().until(() -> !runs().isEmpty());

      var ended = ended(runs().get(0));

      assertThat(ended.state()).as(ended.error()).isEqualTo(State.SUCCEEDED);
      assertThat(ended.cause()).isEqualTo(RunOperations.BY_SCHEDULE);
      var task = StatisticsTask.of(ended.progress());
      assertThat(task.table()).isEqualTo(table.name());
      assertThat(task.columns()).containsExactly("id");
      assertThat(task.part()).isEqualTo(0.5);
      assertThat(task.role()).isEqualTo("nightly");
    }
  }

  private List<Run> runs() {
    return catalog.session().statisticsTasks().list(table, null, 10);
  }
}
