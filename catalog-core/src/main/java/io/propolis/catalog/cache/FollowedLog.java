package io.propolis.catalog.cache;

import io.propolis.catalog.store.CatalogStore;
import io.propolis.catalog.store.CommittedChange;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How far the change log was followed. One thread follows it at a time, and all that wait go on
 * together when it has come far enough for them.
 */
final class FollowedLog {
  /** Changes read at once. */
  private static final int PAGE = 1_000;

  /** Who is further behind forgets everything: it is faster to read again. */
  private static final long MOST_FOLLOWED = 100_000;

  /** Who keeps what changes touch. Called by one thread at a time. */
  interface Follower {
    void changed(List<CommittedChange> changes);

    /** Anything may have changed. */
    void lost();
  }

  private final CatalogStore store;
  private final Follower follower;
  private final AtomicReference<@Nullable Flight<Boolean>> following = new AtomicReference<>();

  /** Up to where changes have been told, and up to where this has begun. */
  private volatile long followed;

  private volatile long reached;

  FollowedLog(CatalogStore store, Follower follower) {
    this.store = store;
    this.follower = follower;
    this.followed = store.position();
    this.reached = followed;
  }

  CatalogStore store() {
    return store;
  }

  /** Up to where changes have been told, or are being told now. */
  long reached() {
    return reached;
  }

  /** Up to where changes have been told. */
  long followed() {
    return followed;
  }

  /** Learns the catalog's position and follows the log up to there. Returns it. */
  long now() {
    long position = store.position();
    if (position > followed) {
      followTo(position);
    }
    return position;
  }

  private void followTo(long position) {
    while (position > followed) {
      var mine = new Flight<Boolean>();
      var under = following.compareAndExchange(null, mine);
      if (under != null) {
        under.await();
        continue;
      }
      try {
        follow(position);
        following.set(null);
        mine.land(true);
      } catch (RuntimeException | Error e) {
        following.set(null);
        mine.fail(
            e instanceof RuntimeException known ? known : new IllegalStateException("Failed", e));
        throw e;
      }
    }
  }

  private void follow(long position) {
    while (position > followed) {
      long from = followed;
      var changes = changesAfter(from, position);
      if (!changes.isEmpty() && changes.get(0).change().position() == from + 1) {
        long last = changes.get(changes.size() - 1).change().position();
        reached = last;
        follower.changed(changes);
        followed = last;
      } else {
        // Too far behind, or the log was cut meanwhile.
        reached = position;
        follower.lost();
        followed = position;
      }
    }
  }

  /** What this process has changed itself is not read back. */
  private List<CommittedChange> changesAfter(long from, long position) {
    var own = store.ownChangesAfter(from);
    if (!own.isEmpty() || position - from > MOST_FOLLOWED) {
      return own;
    }
    return store.changesAfter(from, PAGE).stream()
        .map(change -> new CommittedChange(change, null))
        .toList();
  }
}
