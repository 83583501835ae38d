package io.propolis.glue.operations;

import io.propolis.catalog.RunOperations;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.StatisticsTask;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.rules.IcebergRules;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.wire.GlueException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.ColumnStatisticsTaskRun;
import software.amazon.awssdk.services.glue.model.ComputationType;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsTaskRunRequest;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsTaskRunResponse;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsTaskRunsRequest;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsTaskRunsResponse;
import software.amazon.awssdk.services.glue.model.ListColumnStatisticsTaskRunsRequest;
import software.amazon.awssdk.services.glue.model.ListColumnStatisticsTaskRunsResponse;
import software.amazon.awssdk.services.glue.model.StartColumnStatisticsTaskRunRequest;
import software.amazon.awssdk.services.glue.model.StartColumnStatisticsTaskRunResponse;
import software.amazon.awssdk.services.glue.model.StopColumnStatisticsTaskRunRequest;
import software.amazon.awssdk.services.glue.model.StopColumnStatisticsTaskRunResponse;

/** Runs that compute column statistics. */
final class StatisticsTaskCalls implements Noun {
  private static final int PAGE = 100;

  @Override
  public void serve(OperationTable table) {
    table.add(
        StartColumnStatisticsTaskRunRequest.class,
        StartColumnStatisticsTaskRunRequest::builder,
        RunStates.STATISTICS.told(this::start));
    table.add(
        StopColumnStatisticsTaskRunRequest.class,
        StopColumnStatisticsTaskRunRequest::builder,
        RunStates.STATISTICS.told(this::stop));
    table.add(
        GetColumnStatisticsTaskRunRequest.class,
        GetColumnStatisticsTaskRunRequest::builder,
        this::get);
    table.add(
        GetColumnStatisticsTaskRunsRequest.class,
        GetColumnStatisticsTaskRunsRequest::builder,
        this::ofTable);
    table.add(
        ListColumnStatisticsTaskRunsRequest.class,
        ListColumnStatisticsTaskRunsRequest::builder,
        this::list);
  }

  private StartColumnStatisticsTaskRunResponse start(
      Call call, StartColumnStatisticsTaskRunRequest request) {
    var table = table(call, request.catalogID(), request.databaseName(), request.tableName());
    checkColumns(table, request.columnNameList());
    var task =
        new StatisticsTask(
            table.name(),
            request.columnNameList(),
            StatisticsTask.part(request.sampleSize()),
            request.role(),
            request.securityConfiguration());
    var run =
        call.session().statisticsTasks().start(table, RunOperations.ON_DEMAND, task.asProgress());
    return StartColumnStatisticsTaskRunResponse.builder()
        .columnStatisticsTaskRunId(run.id())
        .build();
  }

  static Table table(Call call, @Nullable String catalogId, String database, String table) {
    return call.session().tables().require(call.table(catalogId, database, table));
  }

  /** What can be told at once: the run finds out about the files. */
  static void checkColumns(Table table, Collection<String> wanted) {
    if (table.type().isView() || IcebergRules.isIceberg(table)) {
      throw GlueException.invalidInput(
          "Statistics of %s cannot be computed: it is no table of files in a folder"
              .formatted(table.name()));
    }
    var columns =
        table.layout().columns().stream()
            .map(Column::name)
            .map(Names::fold)
            .collect(Collectors.toSet());
    for (var column : wanted) {
      if (!columns.contains(Names.fold(column))) {
        throw GlueException.invalidInput(
            "Table %s has no column %s".formatted(table.name(), column));
      }
    }
  }

  /** A member that the SDK's class does not know yet. */
  static @Nullable String catalogId(Call call, SdkPojo request) {
    var member = call.unknown().of(request).get("CatalogID");
    return member == null ? null : member.asText();
  }

  private StopColumnStatisticsTaskRunResponse stop(
      Call call, StopColumnStatisticsTaskRunRequest request) {
    var table = table(call, catalogId(call, request), request.databaseName(), request.tableName());
    call.session().statisticsTasks().stop(table);
    return StopColumnStatisticsTaskRunResponse.builder().build();
  }

  private GetColumnStatisticsTaskRunResponse get(
      Call call, GetColumnStatisticsTaskRunRequest request) {
    var run = call.session().statisticsTasks().require(request.columnStatisticsTaskRunId());
    return GetColumnStatisticsTaskRunResponse.builder()
        .columnStatisticsTaskRun(reply(call, run))
        .build();
  }

  private static ColumnStatisticsTaskRun reply(Call call, Run run) {
    var task = StatisticsTask.of(run.progress());
    var columns =
        Optional.ofNullable(run.progress().get("computed"))
            .map(text -> List.of(text.split("\n", -1)))
            .orElse(task.columns());
    boolean hasBegun = run.state() != Run.State.WAITING;
    return ColumnStatisticsTaskRun.builder()
        .customerId(call.settings().accountId())
        .columnStatisticsTaskRunId(run.id())
        .databaseName(task.table().database().name())
        .tableName(task.table().name())
        .catalogID(call.catalogId(task.table().database().catalog()))
        .columnNameList(columns)
        .role(task.role())
        .sampleSize(task.part() * 100)
        .securityConfiguration(task.securityConfiguration())
        .computationType(ComputationType.FULL)
        .status(status(run.state()))
        .creationTime(Instant.ofEpochMilli(run.startedAt()))
        .startTime(hasBegun ? Instant.ofEpochMilli(run.startedAt()) : null)
        .endTime(run.endedAt() == null ? null : Instant.ofEpochMilli(run.endedAt()))
        .lastUpdated(Instant.ofEpochMilli(run.endedAt() == null ? run.startedAt() : run.endedAt()))
        .errorMessage(run.error())
        .build();
  }

  private static String status(Run.State state) {
    return switch (state) {
      case WAITING, STARTING -> "STARTING";
      case RUNNING, STOPPING -> "RUNNING";
      case STOPPED -> "STOPPED";
      case SUCCEEDED -> "SUCCEEDED";
      case FAILED, TIMEOUT, ERROR -> "FAILED";
    };
  }

  private GetColumnStatisticsTaskRunsResponse ofTable(
      Call call, GetColumnStatisticsTaskRunsRequest request) {
    var name = call.table(catalogId(call, request), request.databaseName(), request.tableName());
    var question = "GetColumnStatisticsTaskRuns " + name;
    // The operation declares no error for a table that is not there: it has no runs.
    var runs =
        call.session()
            .tables()
            .find(name)
            .map(table -> page(call, table, question, request.nextToken(), request.maxResults()))
            .orElse(new Runs(List.of(), null));
    return GetColumnStatisticsTaskRunsResponse.builder()
        .columnStatisticsTaskRuns(runs.runs().stream().map(run -> reply(call, run)).toList())
        .nextToken(runs.token())
        .build();
  }

  private record Runs(List<Run> runs, @Nullable String token) {}

  private static Runs page(
      Call call,
      @Nullable Table table,
      String question,
      @Nullable String token,
      @Nullable Integer maxResults) {
    int size = Given.pageSize(maxResults, PAGE);
    var before = call.tokens().last(question, token).map(RunPlaces::read).orElse(null);
    var found = call.session().statisticsTasks().list(table, before, size + 1);
    if (found.size() <= size) {
      return new Runs(found, null);
    }
    var last = found.get(size - 1);
    return new Runs(found.subList(0, size), call.tokens().next(question, RunPlaces.text(last)));
  }

  private ListColumnStatisticsTaskRunsResponse list(
      Call call, ListColumnStatisticsTaskRunsRequest request) {
    var runs =
        page(call, null, "ListColumnStatisticsTaskRuns", request.nextToken(), request.maxResults());
    return ListColumnStatisticsTaskRunsResponse.builder()
        .columnStatisticsTaskRunIds(runs.runs().stream().map(Run::id).toList())
        .nextToken(runs.token())
        .build();
  }
}
