package io.propolis.glue.operations;

import io.propolis.catalog.CrawlerOperations;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.catalog.store.Runs.Place;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.paging.Page;
import io.propolis.glue.translate.Crawlers;
import io.propolis.glue.wire.GlueException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.CrawlerHistory;
import software.amazon.awssdk.services.glue.model.CrawlerHistoryState;
import software.amazon.awssdk.services.glue.model.CrawlerMetrics;
import software.amazon.awssdk.services.glue.model.GetCrawlerMetricsRequest;
import software.amazon.awssdk.services.glue.model.GetCrawlerMetricsResponse;
import software.amazon.awssdk.services.glue.model.ListCrawlsRequest;
import software.amazon.awssdk.services.glue.model.ListCrawlsResponse;
import software.amazon.awssdk.services.glue.model.StartCrawlerRequest;
import software.amazon.awssdk.services.glue.model.StartCrawlerResponse;
import software.amazon.awssdk.services.glue.model.StopCrawlerRequest;
import software.amazon.awssdk.services.glue.model.StopCrawlerResponse;

/** Crawls: started, stopped, listed and measured. */
final class CrawlerRunCalls implements Noun {
  private static final int PAGE = 20;

  /** A member of StartCrawler of our own: the crawl tells what it would do, and writes nothing. */
  private static final String DRY_RUN = "DryRun";

  private static final int RUNS_AT_ONCE = 1000;

  /** The runs that metrics tell of, at most. */
  private static final int MEASURED = 100;

  @Override
  public void serve(OperationTable table) {
    table.add(
        StartCrawlerRequest.class,
        StartCrawlerRequest::builder,
        RunStates.CRAWLERS.told(this::start));
    table.add(
        StopCrawlerRequest.class, StopCrawlerRequest::builder, RunStates.CRAWLERS.told(this::stop));
    table.add(ListCrawlsRequest.class, ListCrawlsRequest::builder, this::list);
    table.add(GetCrawlerMetricsRequest.class, GetCrawlerMetricsRequest::builder, this::metrics);
  }

  private StartCrawlerResponse start(Call call, StartCrawlerRequest request) {
    var crawlers = call.session().crawlers(call.crawlerRules());
    var dryRun = call.unknown().of(request).get(DRY_RUN);
    if (dryRun == null || dryRun.isNull()) {
      crawlers.start(request.name());
    } else if (!dryRun.isBoolean()) {
      throw GlueException.invalidInput(DRY_RUN + " must be true or false, not: " + dryRun);
    } else if (dryRun.booleanValue()) {
      crawlers.startDryRun(request.name());
    } else {
      crawlers.start(request.name());
    }
    return StartCrawlerResponse.builder().build();
  }

  private StopCrawlerResponse stop(Call call, StopCrawlerRequest request) {
    call.session().crawlers(call.crawlerRules()).stop(request.name());
    return StopCrawlerResponse.builder().build();
  }

  private ListCrawlsResponse list(Call call, ListCrawlsRequest request) {
    call.session().resources().require(CrawlerOperations.key(request.crawlerName()));
    long now = call.clock().millis();
    var chosen = CrawlFilter.of(request.filters(), now);
    var question = "ListCrawls %s %s".formatted(request.crawlerName(), request.filters());
    int size = Given.pageSize(request.maxResults(), PAGE);
    var found = new ArrayList<Run>();
    var before = call.tokens().last(question, request.nextToken()).map(CrawlerRunCalls::position);
    // Few may pass the filters: look on until the page is full.
    for (; ; ) {
      var runs =
          call.session()
              .runs()
              .page(
                  Run.Kind.CRAWL,
                  request.crawlerName(),
                  before.orElse(null),
                  Math.max(size + 1, chosen.isEverything() ? 0 : RUNS_AT_ONCE));
      runs.stream().filter(chosen).forEach(found::add);
      if (found.size() > size || runs.size() <= size) {
        break;
      }
      before = Optional.of(position(runs.get(runs.size() - 1)));
    }
    var page = Page.of(found, CrawlerRunCalls::key, Optional.empty(), size);
    return ListCrawlsResponse.builder()
        .crawls(page.things().stream().map(run -> history(run, now)).toList())
        .nextToken(page.token(call.tokens(), question))
        .build();
  }

  private static String key(Run run) {
    return run.startedAt() + " " + run.id();
  }

  private static Place position(Run run) {
    return new Place(run.startedAt(), run.id());
  }

  private static Place position(String key) {
    int blank = key.indexOf(' ');
    return new Place(Long.parseLong(key.substring(0, blank)), key.substring(blank + 1));
  }

  private static CrawlerHistory history(Run run, long now) {
    var summary = run.progress().get("summary");
    return CrawlerHistory.builder()
        .crawlId(run.id())
        .state(state(run))
        .startTime(Instant.ofEpochMilli(run.startedAt()))
        .endTime(run.endedAt() == null ? null : Instant.ofEpochMilli(run.endedAt()))
        .summary(summary == null || summary.length() < 3 ? null : summary)
        .errorMessage(Crawlers.error(run).orElse(null))
        .logGroup(Crawlers.LOG_GROUP)
        .logStream(run.subject())
        .messagePrefix(run.id())
        .dpuHour(CrawlFilter.hours(run, now))
        .build();
  }

  static CrawlerHistoryState state(Run run) {
    return switch (run.state()) {
      case WAITING, STARTING, RUNNING, STOPPING -> CrawlerHistoryState.RUNNING;
      case SUCCEEDED -> CrawlerHistoryState.COMPLETED;
      case STOPPED -> CrawlerHistoryState.STOPPED;
      case FAILED, TIMEOUT, ERROR -> CrawlerHistoryState.FAILED;
    };
  }

  private GetCrawlerMetricsResponse metrics(Call call, GetCrawlerMetricsRequest request) {
    var question = "GetCrawlerMetrics " + request.crawlerNameList();
    var after = call.tokens().last(question, request.nextToken());
    int size = Given.pageSize(request.maxResults(), MEASURED);
    var page =
        request.hasCrawlerNameList() && !request.crawlerNameList().isEmpty()
            ? Page.of(
                call.session()
                    .resources()
                    .findAll(
                        ResourceKind.CRAWLER, request.crawlerNameList().stream().sorted().toList()),
                Resource::name,
                after,
                size)
            : CrawlerCalls.page(call, after, size);
    var names = page.things().stream().map(Resource::name).toList();
    Map<String, List<Run>> runs =
        call.session().runs().newest(Run.Kind.CRAWL, names, MEASURED).stream()
            .collect(Collectors.groupingBy(Run::subject));
    return GetCrawlerMetricsResponse.builder()
        .crawlerMetricsList(
            names.stream().map(name -> metrics(name, runs.getOrDefault(name, List.of()))).toList())
        .nextToken(page.token(call.tokens(), question))
        .build();
  }

  private static CrawlerMetrics metrics(String crawler, List<Run> newestFirst) {
    var ended = newestFirst.stream().filter(run -> run.state().isFinal()).toList();
    var seconds = ended.stream().map(run -> Crawlers.seconds(run, 0)).toList();
    var running = newestFirst.stream().filter(run -> !run.state().isFinal()).findFirst();
    var left = running.map(run -> run.progress().get("secondsLeft"));
    return CrawlerMetrics.builder()
        .crawlerName(crawler)
        .timeLeftSeconds(left.map(Double::parseDouble).orElse(0.0))
        .stillEstimating(running.isPresent() && left.isEmpty())
        .lastRuntimeSeconds(seconds.isEmpty() ? 0.0 : seconds.get(0))
        .medianRuntimeSeconds(median(seconds))
        .tablesCreated(total(ended, "tablesCreated"))
        .tablesUpdated(total(ended, "tablesUpdated"))
        .tablesDeleted(total(ended, "tablesDeleted"))
        .build();
  }

  private static double median(List<Double> seconds) {
    var sorted = seconds.stream().sorted().toList();
    int middle = sorted.size() / 2;
    if (sorted.isEmpty()) {
      return 0;
    }
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Also of crawls that failed for some of their targets; others that failed have no counts. */
  private static int total(List<Run> runs, String counted) {
    return runs.stream()
        .map(run -> run.progress().get(counted))
        .mapToInt(CrawlerRunCalls::count)
        .sum();
  }

  private static int count(@Nullable String text) {
    return text == null ? 0 : Integer.parseInt(text);
  }
}
