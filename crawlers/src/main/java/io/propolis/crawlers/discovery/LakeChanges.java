package io.propolis.crawlers.discovery;

import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import java.util.Collection;
import java.util.Optional;

/** What is known to have happened in the lake since the last crawl. */
public interface LakeChanges {
  /** Nothing is known: a crawl has to look. */
  LakeChanges UNKNOWN = target -> Optional.empty();

  /**
   * Folders right in which files came, changed or went, by their paths below the include path;
   * empty when that is not known.
   */
  Optional<Collection<String>> folders(S3Target target);
}
