package io.propolis.crawlers.plan;

/** The crawl found something it must not write; nothing was changed. */
public final class CrawlRefusedException extends RuntimeException {
  public CrawlRefusedException(String message) {
    super(message);
  }
}
