package io.propolis.crawlers.discovery;

import java.util.Map;
import java.util.Optional;

/**
 * Other nodes that list parts of a crawl, in groups which they hold by leases. Whatever becomes of
 * them, each group comes back: listed, given up, or taken back. Used by the thread that crawls.
 */
public interface OtherListers extends AutoCloseable {
  /** Nobody helps. */
  OtherListers NONE =
      new OtherListers() {
        @Override
        public boolean areThere() {
          return false;
        }

        @Override
        public void offer(Map<String, byte[]> groups) {
          throw new IllegalStateException("Nobody takes what is offered");
        }

        @Override
        public Map<String, Optional<byte[]>> ended() {
          return Map.of();
        }

        @Override
        public Optional<String> takeBack() {
          return Optional.empty();
        }

        @Override
        public void close() {
          // Nothing is offered.
        }
      };

  /** Whether there is anybody who may help. */
  boolean areThere();

  /**
   * Offers groups of parts to whoever has room.
   *
   * @param groups by name, as {@link ListingGroup} packs them
   */
  void offer(Map<String, byte[]> groups);

  /**
   * Groups that have ended since this was asked last, by name, with the block in which they were
   * listed; empty for those that nobody lists any more.
   */
  Map<String, Optional<byte[]>> ended();

  /** Takes a group back that nobody lists: not yet, or no longer, as its node fell silent. */
  Optional<String> takeBack();

  /** Takes all back; who lists them is told to stop. */
  @Override
  void close();
}
