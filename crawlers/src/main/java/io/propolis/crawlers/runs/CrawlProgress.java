package io.propolis.crawlers.runs;

/** Names in the progress of a crawl's run. */
public final class CrawlProgress {
  public static final String OBJECTS = "objects";
  public static final String SAMPLED = "sampled";

  /** Seconds that are left, as far as can be told; absent when it cannot. */
  public static final String LEFT = "secondsLeft";

  public static final String TABLES_CREATED = "tablesCreated";
  public static final String TABLES_UPDATED = "tablesUpdated";
  public static final String TABLES_DELETED = "tablesDeleted";

  /**
   * What was added, updated and deleted, as JSON; of a crawl that is under way or did not end well,
   * how far it has come.
   */
  public static final String SUMMARY = "summary";

  private CrawlProgress() {}
}
