package io.propolis.crawlers.runs;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.NodeOperations;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.crawlers.discovery.ListingGroup;
import io.propolis.crawlers.discovery.OtherListers;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives groups of parts of a crawl's listing to the other nodes over the catalog: a run for each,
 * which {@link ListingRunTask} executes, and a block that says what is to be listed.
 */
final class ListingRuns implements OtherListers {
  private static final Logger LOG = LoggerFactory.getLogger(ListingRuns.class);

  /** A listing has some dozens of groups. */
  private static final int MOST = 1000;

  private final Catalog catalog;
  private final NodeOperations nodes;
  private final Run crawl;
  private final String node;
  private final Set<String> open = new HashSet<>();
  private boolean isBegun;
  private long askedAt = -NodeOperations.HEARTBEAT.toMillis();
  private boolean areThere;

  /**
   * Of a crawl.
   *
   * @param crawl that this node holds
   */
  ListingRuns(Catalog catalog, Run crawl, String node) {
    this.catalog = catalog;
    this.nodes = catalog.as(Caller.SYSTEM).nodes();
    this.crawl = crawl;
    this.node = node;
  }

  @Override
  public boolean areThere() {
    long now = System.nanoTime() / 1_000_000;
    if (!areThere && now - askedAt >= NodeOperations.HEARTBEAT.toMillis()) {
      areThere = nodes.living().stream().anyMatch(other -> !other.id().equals(node));
      askedAt = now;
    }
    return areThere;
  }

  @Override
  public void offer(Map<String, byte[]> groups) {
    var blocks = new LinkedHashMap<String, byte[]>();
    groups.forEach((group, block) -> blocks.put(ListingGroup.blockName(group), block));
    long now = catalog.clock().millis();
    var runs =
        groups.keySet().stream()
            .map(
                group ->
                    Run.waiting(group, Run.Kind.CRAWL_LISTING, crawl.subject(), crawl.id(), now))
            .toList();
    catalog
        .store()
        .<Void>write(
            tx -> {
              var stored = tx.runs().find(crawl.id());
              if (stored.isEmpty()
                  || !Objects.equals(stored.get().leaseOwner(), crawl.leaseOwner())) {
                // Another node crawls by now, and offers its own. These come back as given up.
                return null;
              }
              if (!isBegun) {
                // What a node that died had offered.
                tx.runs().deleteOf(Run.Kind.CRAWL_LISTING, crawl.subject());
              }
              tx.crawlBlocks().put(crawl.subject(), blocks);
              tx.runs().insertAll(runs);
              return null;
            });
    isBegun = true;
    open.addAll(groups.keySet());
    LOG.info(
        "Crawl {} of {}: {} groups of its listing are offered to other servers",
        crawl.id(),
        crawl.subject(),
        groups.size());
  }

  @Override
  public Map<String, Optional<byte[]>> ended() {
    return catalog
        .store()
        .read(
            tx -> {
              var runs =
                  tx.runs().ofSubject(Run.Kind.CRAWL_LISTING, crawl.subject(), MOST).stream()
                      .filter(run -> open.contains(run.id()))
                      .collect(Collectors.toMap(Run::id, run -> run));
              var ended =
                  open.stream()
                      .filter(id -> !runs.containsKey(id) || runs.get(id).state().isFinal())
                      .toList();
              return ended.isEmpty()
                  ? Map.<String, Optional<byte[]>>of()
                  : answers(
                      ended,
                      tx.crawlBlocks()
                          .find(
                              crawl.subject(),
                              ended.stream().map(ListingGroup::answerName).toList()));
            });
  }

  private Map<String, Optional<byte[]>> answers(List<String> ended, Map<String, byte[]> blocks) {
    var answers = new LinkedHashMap<String, Optional<byte[]>>();
    for (var group : ended) {
      answers.put(group, Optional.ofNullable(blocks.get(ListingGroup.answerName(group))));
    }
    open.removeAll(ended);
    return answers;
  }

  @Override
  public Optional<String> takeBack() {
    long now = catalog.clock().millis();
    var runs = catalog.as(Caller.SYSTEM).runs();
    var free =
        catalog
            .store()
            .read(tx -> tx.runs().unfinished(Run.Kind.CRAWL_LISTING, crawl.subject()))
            .stream()
            .filter(run -> open.contains(run.id()) && run.isFree(now))
            .reduce((first, second) -> second);
    if (free.isEmpty()) {
      return Optional.empty();
    }
    try {
      runs.update(free.get().ended(State.STOPPED, now, null));
    } catch (CatalogException e) {
      if (e.kind() != Kind.CONFLICT) {
        throw e;
      }
      // Somebody was faster.
      return Optional.empty();
    }
    open.remove(free.get().id());
    return Optional.of(free.get().id());
  }

  @Override
  public void close() {
    if (!isBegun) {
      return;
    }
    try {
      catalog
          .store()
          .<Void>write(
              tx -> {
                tx.runs().deleteOf(Run.Kind.CRAWL_LISTING, crawl.subject());
                return null;
              });
    } catch (CatalogException e) {
      LOG.debug("Groups of crawl {} are forgotten later", crawl.id(), e);
    }
  }
}
