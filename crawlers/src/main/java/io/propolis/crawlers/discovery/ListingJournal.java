package io.propolis.crawlers.discovery;

import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.discovery.ListingPart.Listed;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/** Keeps the parts of a listing that are done, for whoever goes on when this node dies. */
interface ListingJournal {
  /** Keeps nothing. */
  ListingJournal NONE =
      new ListingJournal() {
        @Override
        public Optional<Listed> find(ListingPart part, S3Target target) {
          return Optional.empty();
        }

        @Override
        public void finished(Listed part) {
          // Not kept.
        }

        @Override
        public void flush() {
          // Nothing is kept.
        }

        @Override
        public void begin() {
          // Nothing is kept.
        }

        @Override
        public void adopt(String name, byte[] block) {
          // Nobody lists for a crawl of which nothing is kept.
        }

        @Override
        public void wrote(Collection<String> names) {
          // Nothing is kept.
        }
      };

  /** What an earlier attempt of the same run found there. Called by many threads. */
  Optional<Listed> find(ListingPart part, S3Target target);

  /** The part is done; it is kept with others after a while. */
  void finished(Listed part);

  /** Keeps what is not kept yet, when that is worth its cost. */
  void flush();

  /** The parts of a listing that others do; none where nothing is kept. */
  default PartsElsewhere elsewhere(S3Target target) {
    return new PartsElsewhere(target, OtherListers.NONE, this, Duration.ZERO);
  }

  /** Others will keep parts, too: what they are kept with is from now on. */
  void begin();

  /** Another node has kept parts, which are found from now on. */
  void adopt(String name, byte[] block);

  /** Blocks of these names go with the end of the crawl. */
  void wrote(Collection<String> names);
}
