package io.propolis.catalog;

/** What makes the definitions of crawlers and classifiers valid; those who crawl know it. */
public interface CrawlerRules extends Schedules {
  /**
   * Checks a crawler's definition: JSON with the members of Glue's CreateCrawler.
   *
   * @throws CatalogException INVALID naming the member and its value
   */
  void checkCrawler(String document);

  /**
   * Checks a classifier: JSON of one member, {@code CsvClassifier} or another of Glue's four.
   *
   * @throws CatalogException INVALID naming the member and its value
   */
  void checkClassifier(String document);
}
