package io.propolis.crawlers.plan;

import io.propolis.crawlers.schema.SparkSchema;
import java.util.Set;

/** The parameters of a table that crawlers write whatever stands there. */
final class CrawlerParameters {
  /** Names the crawler that made or last updated the table. */
  static final String UPDATED_BY = "UPDATED_BY_CRAWLER";

  /** Marks a table whose data is gone, with the time in epoch milliseconds. */
  static final String DEPRECATED_BY = "DEPRECATED_BY_CRAWLER";

  /** What a crawl measures is the last crawl's. */
  private static final Set<String> OURS =
      Set.of(
          UPDATED_BY,
          DEPRECATED_BY,
          "CrawlerSchemaSerializerVersion",
          "CrawlerSchemaDeserializerVersion",
          "objectCount",
          "sizeKey",
          "recordCount",
          "averageRecordSize");

  private CrawlerParameters() {}

  /** Whether it follows from the columns and keys, or says what this crawl did and measured. */
  static boolean isDerived(String key) {
    return OURS.contains(key) || SparkSchema.holdsColumns(key) || SparkSchema.holdsKeys(key);
  }
}
