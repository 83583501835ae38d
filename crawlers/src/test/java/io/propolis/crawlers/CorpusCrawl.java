package io.propolis.crawlers;

import io.propolis.catalog.DropData;
import io.propolis.catalog.model.Table;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** A catalog of its own that a lake is crawled into. */
public final class CorpusCrawl implements AutoCloseable {
  private final Lake lake = Lakes.open(S3Settings.DEFAULT);
  private final WatchedLake watched = new WatchedLake(lake);
  private final CatalogFixture catalog;
  private final Path root;

  /** The lake in the folder {@code lake} of {@code root}. */
  public CorpusCrawl(Path root) {
    this.root = root;
    this.catalog = new CatalogFixture(root, watched.lake());
  }

  /** Crawls with further keys of the crawler; gives what was wrong with files and tables. */
  public List<String> crawl(String yaml) {
    return catalog.crawl(root.resolve("lake").toString(), yaml).plan().problems().stream()
        .map(p -> p.location() + " " + p.reason())
        .toList();
  }

  /** Drops all tables, and leaves their files and what the crawler remembers of them. */
  public void loseTables() {
    for (var table : tables()) {
      catalog.session().tables().drop(CatalogFixture.name(table), DropData.KEEP_FILES);
    }
  }

  /** Files that were opened since the last question. */
  public Collection<String> opened() {
    return watched.opened();
  }

  public List<String> tables() {
    // Where nothing is found no database is made.
    return catalog.session().databases().names("hive").contains("lake")
        ? catalog.tables()
        : List.of();
  }

  public Table table(String name) {
    return catalog.table(name);
  }

  public List<List<String>> partitions(String table) {
    return catalog.partitions(table);
  }

  @Override
  public void close() {
    catalog.close();
    lake.close();
  }
}
