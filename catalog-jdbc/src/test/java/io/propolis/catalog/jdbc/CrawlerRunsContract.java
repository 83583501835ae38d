package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CrawlerOperations;
import io.propolis.catalog.RunOperations;
import io.propolis.catalog.RunStateException;
import io.propolis.catalog.RunStateException.Reason;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.model.RunNote;
import io.propolis.catalog.model.RunSchedule;
import io.propolis.catalog.store.Runs.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Crawlers that several nodes of one database run: who takes a run on, and who starts it. */
abstract class CrawlerRunsContract extends RunsOfNodes {
  private final String crawler = "crawler-" + System.nanoTime();

  @Override
  Run.Kind kind() {
    return Run.Kind.CRAWL;
  }

  private CrawlerOperations crawlers(int node) {
    return session(node).crawlers(HOURLY);
  }

  private CrawlerOperations crawlers() {
    return crawlers(0);
  }

  private RunOperations runs() {
    return session(0).runs();
  }

  private void create(String schedule) {
    crawlers().create(crawler, "{}", Map.of("team", "lake"), schedule);
  }

  private List<Run> history() {
    return runs().page(Run.Kind.CRAWL, crawler, null, 100);
  }

  private void end(Run run, State state) {
    runs().update(run.ended(state, clock.millis(), null));
  }

  @Test
  void ofManyStartsAtOnceOneMakesARun() throws Exception {
    create("");

    var started =
        atOnce(
            node -> {
              try {
                return Optional.of(crawlers(node).start(crawler));
              } catch (RunStateException e) {
                return Optional.<Run>empty();
              }
            });

    assertThat(started.stream().flatMap(Optional::stream)).hasSize(1);
    assertThat(history()).hasSize(1);
    assertState(Reason.RUNNING, () -> crawlers().start(crawler));
    assertState(Reason.RUNNING, () -> crawlers().change(crawler, r -> "{}", null));
    assertState(Reason.RUNNING, () -> crawlers().delete(crawler));
  }

  @Test
  void aDeletedCrawlerRemembersNothingWhenItIsMadeAgain() {
    create("");
    var blocks = Map.of("head", new byte[] {1, 2});
    Refusals.write(given().store, tx -> tx.crawlBlocks().put(crawler, blocks));

    crawlers().delete(crawler);
    create("");

    assertThat(given().store.<Map<?, ?>>read(tx -> tx.crawlBlocks().find(crawler))).isEmpty();
  }

  @Test
  void ofManyNodesOneTakesARunOn() throws Exception {
    create("");
    var asked = crawlers().start(crawler);

    var claimed = atOnce(node -> session(node).runs().claim(Run.Kind.CRAWL, "node" + node));

    assertThat(claimed.stream().flatMap(Optional::stream))
        .singleElement()
        .satisfies(
            run -> {
              assertThat(run.id()).isEqualTo(asked.id());
              assertThat(run.state()).isEqualTo(State.RUNNING);
              assertThat(run.attempt()).isZero();
            });
  }

  @Test
  void aRunOfASilentNodeIsTakenOnWhenItsLeaseEndsAndEndsOnce() {
    create("");
    crawlers().start(crawler);
    var first = runs().claim(Run.Kind.CRAWL, "a").orElseThrow();

    clock.pass(RunOperations.LEASE);
    assertThat(runs().claim(Run.Kind.CRAWL, "b")).as("the lease has not ended yet").isEmpty();
    clock.pass(Duration.ofMillis(1));
    var second = runs().claim(Run.Kind.CRAWL, "b").orElseThrow();

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.attempt()).isOne();
    assertThatThrownBy(() -> end(first, State.SUCCEEDED))
        .isInstanceOfSatisfying(
            CatalogException.class,
            e -> assertThat(e.kind()).isEqualTo(CatalogException.Kind.CONFLICT));
    end(second, State.SUCCEEDED);
    assertThat(history()).extracting(Run::state).containsExactly(State.SUCCEEDED);
  }

  @Test
  void aRunOfANodeThatIsKnownToBeDeadIsTakenOnAtOnce() {
    create("");
    crawlers().start(crawler);
    runs().claim(Run.Kind.CRAWL, "dead").orElseThrow();

    runs().release(Run.Kind.CRAWL, "dead"::equals);
    clock.pass(Duration.ofMillis(1));

    assertThat(runs().claim(Run.Kind.CRAWL, "b")).isPresent();
  }

  @Test
  void aRunIsStoppedBeforeSomebodyTakesItOnOrByWhoHoldsIt() {
    create("");
    assertState(Reason.NOT_RUNNING, () -> crawlers().stop(crawler));
    crawlers().start(crawler);
    assertThat(crawlers().stop(crawler).state()).isEqualTo(State.STOPPED);

    crawlers().start(crawler);
    runs().claim(Run.Kind.CRAWL, "a").orElseThrow();
    assertThat(crawlers().stop(crawler).state()).isEqualTo(State.STOPPING);
    assertState(Reason.STOPPING, () -> crawlers().stop(crawler));

    clock.pass(RunOperations.LEASE.plusMillis(1));
    var taken = runs().claim(Run.Kind.CRAWL, "b").orElseThrow();
    assertThat(taken.state()).as("who takes it on need only end it").isEqualTo(State.STOPPING);
  }

  @Test
  void aScheduleStartsOneRunOverAllNodesAndOneAfterDownTime() throws Exception {
    create("cron(0 * * * ? *)");
    assertThat(crawlers().startDue()).as("before its time").isEmpty();

    clock.pass(HOUR);
    var started = atOnce(node -> crawlers(node).startDue());
    assertThat(started.stream().flatMap(List::stream)).hasSize(1);
    assertThat(crawlers().startDue()).as("once").isEmpty();

    clock.pass(HOUR);
    assertThat(crawlers().startDue()).as("while it still runs").isEmpty();
    end(runs().claim(Run.Kind.CRAWL, "a").orElseThrow(), State.SUCCEEDED);

    clock.pass(HOUR.multipliedBy(10));
    assertThat(crawlers().startDue()).as("ten times missed").hasSize(1);
    assertThat(crawlers().startDue()).isEmpty();
    assertThat(history()).extracting(Run::cause).containsOnly(RunOperations.BY_SCHEDULE);
  }

  @Test
  void aScheduleIsPausedChangedResumedAndRemoved() {
    create("");
    assertState(Reason.NO_SCHEDULE, () -> crawlers().resume(crawler));
    assertState(Reason.NO_SCHEDULE, () -> crawlers().pause(crawler));
    crawlers().reschedule(crawler, "one");
    assertState(Reason.SCHEDULED, () -> crawlers().resume(crawler));
    crawlers().pause(crawler);
    assertState(Reason.NOT_SCHEDULED, () -> crawlers().pause(crawler));

    clock.pass(HOUR.multipliedBy(2));
    assertThat(crawlers().startDue()).isEmpty();
    crawlers().change(crawler, r -> "{}", "two");
    assertThat(crawlers().schedules(List.of(crawler)))
        .singleElement()
        .satisfies(
            schedule -> {
              assertThat(schedule.expression()).isEqualTo("two");
              assertThat(schedule.state()).isEqualTo(RunSchedule.State.PAUSED);
            });

    crawlers().resume(crawler);
    assertThat(crawlers().startDue()).as("what was paused is not made up for").isEmpty();
    clock.pass(HOUR);
    assertThat(crawlers().startDue()).hasSize(1);
    crawlers().stop(crawler);
    crawlers().reschedule(crawler, "");
    assertThat(crawlers().schedules(List.of(crawler))).isEmpty();
  }

  @Test
  void aCrawlerGoesWithItsScheduleTagsRunsAndNotes() {
    create("hourly");
    crawlers().start(crawler);
    var run = runs().claim(Run.Kind.CRAWL, "a").orElseThrow();
    runs()
        .update(
            run.ended(State.SUCCEEDED, clock.millis(), null),
            List.of(RunNote.of(run, "sales.orders", clock.millis(), "because")));
    assertThat(runs().topics(Run.Kind.CRAWL, crawler)).containsExactly("sales.orders");

    crawlers().delete(crawler);
    create("");

    assertThat(crawlers().schedules(List.of(crawler))).isEmpty();
    assertThat(history()).isEmpty();
    assertThat(runs().notes(Run.Kind.CRAWL, List.of(crawler), 0, 10)).isEmpty();
  }

  @Test
  void runsComeInPagesNewestFirstAndTheNewestOfManySubjectsTogether() {
    create("");
    var other = crawler + "-other";
    crawlers().create(other, "{}", Map.of(), "");
    for (int i = 0; i < 5; i++) {
      end(crawlers().start(crawler), State.SUCCEEDED);
      end(crawlers().start(other), State.FAILED);
      // Some start within the same millisecond.
      clock.pass(Duration.ofMillis(i % 2));
    }
    var all = history();
    var paged = new ArrayList<Run>();
    Place before = null;
    for (; ; ) {
      var page = runs().page(Run.Kind.CRAWL, crawler, before, 2);
      if (page.isEmpty()) {
        break;
      }
      paged.addAll(page);
      var last = page.get(page.size() - 1);
      before = new Place(last.startedAt(), last.id());
    }
    assertThat(paged).hasSize(5).isEqualTo(all);

    var newest = runs().newest(Run.Kind.CRAWL, List.of(crawler, other, "absent"), 2);
    assertThat(newest).hasSize(4);
    assertThat(newest.stream().filter(run -> run.subject().equals(crawler)))
        .containsExactlyElementsOf(all.subList(0, 2));
  }

  @Test
  void runsOfLongAgoAreForgottenWithTheirNotes() {
    create("");
    var run = crawlers().start(crawler);
    runs()
        .update(
            run.ended(State.SUCCEEDED, clock.millis(), null),
            List.of(RunNote.of(run, "", clock.millis(), "old")));
    clock.pass(HOUR);
    end(crawlers().start(crawler), State.SUCCEEDED);

    runs().forgetOlderThan(Run.Kind.CRAWL, Duration.ofMinutes(30));

    assertThat(history()).hasSize(1);
    assertThat(runs().notes(Run.Kind.CRAWL, List.of(crawler), 0, 10)).isEmpty();
  }

  @Test
  void notesAreListedOfSomeCrawlersOrOfAll() {
    create("");
    var run = crawlers().start(crawler);
    runs()
        .update(
            run.ended(State.SUCCEEDED, clock.millis(), null),
            List.of(
                RunNote.of(run, "", clock.millis(), "whole"),
                RunNote.of(run, "a.b", clock.millis(), Given.AWKWARD)));

    var notes = runs().notes(Run.Kind.CRAWL, List.of(crawler), 0, 10);
    assertThat(notes).extracting(RunNote::text).containsExactly("whole", Given.AWKWARD);
    assertThat(runs().notes(Run.Kind.CRAWL, List.of(crawler), notes.get(0).sequence(), 10))
        .containsExactly(notes.get(1));
    assertThat(runs().notes(Run.Kind.CRAWL, List.of(), notes.get(0).sequence() - 1, 10))
        .containsAll(notes);
    assertThat(Objects.requireNonNull(notes.get(0)).subject()).isEqualTo(crawler);
  }
}
