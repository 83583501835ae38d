package io.propolis.crawlers.runs;

import io.propolis.catalog.Catalog;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.crawlers.discovery.LakeMemory;
import io.propolis.crawlers.discovery.ListingGroup;
import io.propolis.crawlers.progress.RunStoppedException;
import io.propolis.files.Lake;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lists parts of the lake for crawls of other nodes. */
public final class ListingRunTask implements RunTask {
  private final Catalog catalog;
  private final Lake lake;

  public ListingRunTask(Catalog catalog, Lake lake) {
    this.catalog = catalog;
    this.lake = lake;
  }

  @Override
  public Run.Kind kind() {
    return Run.Kind.CRAWL_LISTING;
  }

  @Override
  public void startDue() {
    // Whoever crawls asks for help.
  }

  @Override
  public void execute(HeldRun held) {
    var run = held.run();
    var asked = asked(run);
    if (asked.isEmpty()) {
      held.end(State.STOPPED, null, Map.of(), List.of());
      return;
    }
    ListingGroup group;
    try {
      group = ListingGroup.unpacked(asked.get());
    } catch (IOException e) {
      held.failed("What is to be listed cannot be read: " + e.getMessage());
      return;
    }
    try {
      var answer = group.list(lake, run.cause(), held::goOn);
      held.succeeded(
          Map.of(CrawlProgress.OBJECTS, Long.toString(answer.objects())),
          List.of(),
          new LakeMemory.Change(
              Map.of(ListingGroup.answerName(run.id()), answer.block()),
              Set.of(ListingGroup.blockName(run.id()))));
    } catch (RunStoppedException e) {
      held.stopped();
      throw e;
    }
  }

  /** What is to be listed; empty when the crawl has ended. */
  private Optional<byte[]> asked(Run run) {
    return catalog
        .store()
        .read(
            tx -> {
              var crawl = tx.runs().find(run.cause());
              if (crawl.isEmpty() || crawl.get().state().isFinal()) {
                return Optional.<byte[]>empty();
              }
              var block = ListingGroup.blockName(run.id());
              return Optional.ofNullable(
                  tx.crawlBlocks().find(run.subject(), List.of(block)).get(block));
            });
  }
}
