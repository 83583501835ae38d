package io.propolis.glue.operations;

import io.propolis.catalog.CrawlerOperations;
import io.propolis.glue.operations.OperationTable.Noun;
import software.amazon.awssdk.services.glue.model.StartCrawlerScheduleRequest;
import software.amazon.awssdk.services.glue.model.StartCrawlerScheduleResponse;
import software.amazon.awssdk.services.glue.model.StopCrawlerScheduleRequest;
import software.amazon.awssdk.services.glue.model.StopCrawlerScheduleResponse;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerScheduleRequest;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerScheduleResponse;

/** The schedules of crawlers. */
final class CrawlerScheduleCalls implements Noun {
  @Override
  public void serve(OperationTable table) {
    table.add(
        UpdateCrawlerScheduleRequest.class, UpdateCrawlerScheduleRequest::builder, this::update);
    table.add(
        StartCrawlerScheduleRequest.class,
        StartCrawlerScheduleRequest::builder,
        RunStates.CRAWLERS.told(this::start));
    table.add(
        StopCrawlerScheduleRequest.class,
        StopCrawlerScheduleRequest::builder,
        RunStates.CRAWLERS.told(this::stop));
  }

  private static CrawlerOperations crawlers(Call call) {
    return call.session().crawlers(call.crawlerRules());
  }

  private UpdateCrawlerScheduleResponse update(Call call, UpdateCrawlerScheduleRequest request) {
    var schedule = request.schedule() == null ? "" : request.schedule().strip();
    crawlers(call).reschedule(request.crawlerName(), schedule);
    return UpdateCrawlerScheduleResponse.builder().build();
  }

  private StartCrawlerScheduleResponse start(Call call, StartCrawlerScheduleRequest request) {
    crawlers(call).resume(request.crawlerName());
    return StartCrawlerScheduleResponse.builder().build();
  }

  private StopCrawlerScheduleResponse stop(Call call, StopCrawlerScheduleRequest request) {
    crawlers(call).pause(request.crawlerName());
    return StopCrawlerScheduleResponse.builder().build();
  }
}
