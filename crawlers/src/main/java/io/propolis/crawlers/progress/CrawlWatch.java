package io.propolis.crawlers.progress;

/**
 * Follows a crawl from within. Called by the thread that crawls, often; each method may throw
 * {@link RunStoppedException}, which ends the crawl there.
 */
public interface CrawlWatch {
  /** Looks away. */
  CrawlWatch NONE =
      new CrawlWatch() {
        @Override
        public void listed(long objects) {
          // Not shown.
        }

        @Override
        public void sampled(int files, int chosen) {
          // Not shown.
        }

        @Override
        public void planned(int tables) {
          // Not shown.
        }

        @Override
        public void written(int tables) {
          // Not shown.
        }
      };

  /** So many objects were listed since the last call. */
  void listed(long objects);

  /** So many files of a target were looked at, of those that were chosen to be. */
  void sampled(int files, int chosen);

  /** So many files of metadata were read, all of a table's at once. */
  default void read(int files) {
    if (files > 0) {
      sampled(1, files);
      sampled(files, files);
    }
  }

  /** It is known what becomes of so many tables. */
  void planned(int tables);

  /** So many of them are written, a batch of one's partitions more than before at least. */
  void written(int tables);
}
