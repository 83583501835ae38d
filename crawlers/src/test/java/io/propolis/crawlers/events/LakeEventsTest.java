package io.propolis.crawlers.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.definition.CrawlerFiles;
import io.propolis.files.EventQueue;
import io.propolis.files.EventQueues;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much of a queue a crawl takes. */
class LakeEventsTest {
  private static final int FOLDERS = 1_000;

  /** A queue that never ends. */
  private static final class Endless implements EventQueue, EventQueues {
    final AtomicInteger received = new AtomicInteger();
    final AtomicInteger deleted = new AtomicInteger();
    final AtomicInteger released = new AtomicInteger();

    @Override
    public EventQueue open(String arn) {
      return this;
    }

    @Override
    public List<Message> receive() {
      int first = received.getAndAdd(10);
      return IntStream.range(first, first + 10).mapToObj(Endless::message).toList();
    }

    private static Message message(int number) {
      return new Message(
          """
          {"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put",
            "s3":{"bucket":{"name":"b"},"object":{"key":"raw/day=%d/%d.csv"}}}]}"""
              .formatted(number % FOLDERS, number),
          Integer.toString(number));
    }

    @Override
    public void delete(Collection<Message> messages) {
      deleted.addAndGet(messages.size());
    }

    @Override
    public void release(Collection<Message> messages) {
      released.addAndGet(messages.size());
    }

    @Override
    public void send(String body) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  @Test
  void ofMoreThanAHundredThousandMessagesTheRestIsLeftForTheNextCrawl() {
    var queue = new Endless();
    var crawler =
        CrawlerFiles.parse(
            """
            Name: c
            DatabaseName: lake
            Targets: {S3Targets: [{Path: 's3://b/raw', EventQueueArn: 'arn:aws:sqs:eu-1:1:q'}]}
            RecrawlPolicy: {RecrawlBehavior: CRAWL_EVENT_MODE}
            """,
            Path.of("/"));

    var events = LakeEvents.take(EventSources.of(queue), crawler, crawler::targets);

    // Some are left even of these, so that threads which receive at once take no more together.
    assertThat(queue.received.get()).isBetween(LakeEvents.MOST - 100, LakeEvents.MOST);
    S3Target target = crawler.targets().get(0);
    assertThat(events.folders(target).orElseThrow()).hasSize(FOLDERS).contains("day=999");
    events.settle(List.of());
    assertThat(queue.deleted).hasValue(queue.received.get());
    assertThat(queue.released).hasValue(0);
  }
}
