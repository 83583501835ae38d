package io.propolis.catalog.store;

import java.util.Collection;
import java.util.Map;

/**
 * What crawlers remember of the lake from one crawl to the next, in named blocks of bytes that only
 * they can read. Deleted with the crawler.
 */
public interface CrawlBlocks {
  /** All blocks of a crawler by name; none when it remembers nothing. */
  Map<String, byte[]> find(String crawler);

  /** Those of these names; absent ones are passed over. */
  Map<String, byte[]> find(String crawler, Collection<String> names);

  /**
   * Adds blocks, in place of those of the same names.
   *
   * @param blocks names of up to 255 characters; few hundred kilobytes each
   */
  void put(String crawler, Map<String, byte[]> blocks);

  /** Deletes blocks; absent ones are passed over. */
  void delete(String crawler, Collection<String> names);

  /** Forgets all. */
  void deleteOf(String crawler);
}
