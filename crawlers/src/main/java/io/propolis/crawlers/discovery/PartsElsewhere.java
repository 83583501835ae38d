package io.propolis.crawlers.discovery;

import io.propolis.catalog.CatalogException;
import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.discovery.ListingPart.Below;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives parts of a listing that takes long to other nodes, and brings them back. What they have
 * listed is in the journal then, where the listing finds it as it would after a death.
 */
final class PartsElsewhere implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartsElsewhere.class);

  private static final Duration LOOK = Duration.ofMillis(500);

  /** The same while own threads have nothing to do. */
  private static final Duration LOOK_WHEN_IDLE = Duration.ofMillis(100);

  /** After which what is done tells how long the rest will take. */
  private static final Duration FIRST_GUESS = Duration.ofSeconds(1);

  private final S3Target target;
  private final OtherListers others;
  private final ListingJournal journal;
  private final Duration patience;
  private final LongSupplier clock;
  private final Map<String, List<Below>> groups = new LinkedHashMap<>();
  private final long begunAt;
  private long lookedAt;
  private boolean isLong;

  /**
   * None yet.
   *
   * @param patience a listing that takes no longer is this node's alone: most do not
   */
  PartsElsewhere(S3Target target, OtherListers others, ListingJournal journal, Duration patience) {
    this(target, others, journal, patience, System::nanoTime);
  }

  /** The same by another clock, of nanoseconds. */
  PartsElsewhere(
      S3Target target,
      OtherListers others,
      ListingJournal journal,
      Duration patience,
      LongSupplier clock) {
    this.target = target;
    this.others = others;
    this.journal = journal;
    this.patience = patience;
    this.clock = clock;
    this.begunAt = clock.getAsLong();
    this.lookedAt = begunAt;
  }

  /**
   * Looks after all now and then. A database that is away is asked again.
   *
   * @param pending parts that are not done, here or elsewhere
   * @param done parts that were listed here
   * @return parts that are this node's again, those that were listed elsewhere among them
   */
  List<Below> look(WaitingParts waiting, int pending, int done) {
    long now = clock.getAsLong();
    var often = own(pending) < LakeListing.THREADS && !groups.isEmpty() ? LOOK_WHEN_IDLE : LOOK;
    if (others == OtherListers.NONE
        || now - lookedAt < Math.min(often.toNanos(), patience.toNanos())) {
      return List.of();
    }
    isLong |= isLong(now - begunAt, waiting.size(), own(pending), done);
    if (!isLong) {
      return List.of();
    }
    lookedAt = now;
    var back = new ArrayList<Below>();
    try {
      if (!groups.isEmpty()) {
        takeReturned(pending, back);
      }
      boolean isWorthwhile = waiting.size() >= ListingGroup.PARTS;
      if (back.isEmpty() && isWorthwhile && others.areThere()) {
        offer(waiting, back);
      }
    } catch (CatalogException e) {
      LOG.info("Other nodes cannot be asked for their parts now: {}", e.getMessage());
    }
    return back;
  }

  /** Whether the listing has taken long, or what waits will at the pace of what was begun. */
  private boolean isLong(long elapsed, int waiting, int own, int done) {
    int begun = Math.max(1, own - waiting + done);
    return elapsed >= patience.toNanos()
        || (elapsed >= FIRST_GUESS.toNanos()
            && (double) elapsed * waiting / begun >= patience.toNanos());
  }

  /** Adds to {@code back}, of which nothing is lost when the database fails in between. */
  private void takeReturned(int pending, List<Below> back) {
    others
        .ended()
        .forEach(
            (group, block) -> {
              block.ifPresent(listed -> journal.adopt(ListingGroup.answerName(group), listed));
              var parts = groups.remove(group);
              back.addAll(parts == null ? List.of() : parts);
            });
    // What was listed elsewhere keeps no thread busy.
    int busy = LakeListing.THREADS + back.size();
    while (own(pending) < busy && !groups.isEmpty()) {
      var parts = others.takeBack().map(groups::remove);
      if (parts.isEmpty()) {
        break;
      }
      back.addAll(parts.get());
    }
  }

  /** Parts that are not elsewhere. */
  private int own(int pending) {
    return pending - groups.values().stream().mapToInt(List::size).sum();
  }

  /** What cannot be offered comes back: threads that found nothing to do have gone by. */
  private void offer(WaitingParts waiting, List<Below> back) {
    var parts = waiting.below();
    var offered = new LinkedHashMap<String, List<Below>>();
    var packed = new LinkedHashMap<String, byte[]>();
    for (int start = 0; start < parts.size(); start += ListingGroup.PARTS) {
      var group = parts.subList(start, Math.min(parts.size(), start + ListingGroup.PARTS));
      var name = UUID.randomUUID().toString();
      offered.put(name, group);
      packed.put(name, new ListingGroup(target, group).packed());
    }
    try {
      journal.begin();
      others.offer(packed);
    } catch (CatalogException e) {
      back.addAll(parts);
      throw e;
    }
    groups.putAll(offered);
    journal.wrote(offered.keySet().stream().map(ListingGroup::blockName).toList());
  }

  @Override
  public void close() {
    if (!groups.isEmpty()) {
      others.close();
    }
  }
}
