package io.propolis.crawlers.progress;

/** Ends a crawl that was told to stop, or that is not this node's any more. */
public final class CrawlStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CrawlStoppedException(String message) {
    super(message);
  }
}
