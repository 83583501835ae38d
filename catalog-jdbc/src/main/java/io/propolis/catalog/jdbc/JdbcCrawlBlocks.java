package io.propolis.catalog.jdbc;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.store.CrawlBlocks;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class JdbcCrawlBlocks implements CrawlBlocks {
  private static final String FIND = "SELECT name, content FROM crawl_blocks WHERE crawler = ?";
  private static final String FIND_SOME = FIND + " AND name IN ";
  private static final String INSERT = "INSERT INTO crawl_blocks (crawler, name, content) VALUES";
  private static final String DELETE = "DELETE FROM crawl_blocks WHERE crawler = ? AND name IN ";

  /** Blocks in one statement, so that no packet of theirs is too large for a server. */
  private static final int TOGETHER = 16;

  private final Sql sql;
  private final Mode mode;

  JdbcCrawlBlocks(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public Map<String, byte[]> find(String crawler) {
    var found = new LinkedHashMap<String, byte[]>();
    sql.list(FIND, JdbcCrawlBlocks::block, crawler)
        .forEach(block -> found.put(block.getKey(), block.getValue()));
    return found;
  }

  @Override
  public Map<String, byte[]> find(String crawler, Collection<String> names) {
    var found = new LinkedHashMap<String, byte[]>();
    Sql.forChunks(
        names,
        chunk -> {
          var parameters = new ArrayList<Object>(List.of(crawler));
          parameters.addAll(chunk);
          sql.list(FIND_SOME + Sql.placeholders(chunk.size()), JdbcCrawlBlocks::block, parameters)
              .forEach(block -> found.put(block.getKey(), block.getValue()));
        });
    return found;
  }

  private static Map.Entry<String, byte[]> block(Row row) throws SQLException {
    return Map.entry(row.text(1), row.bytes(2));
  }

  @Override
  public void put(String crawler, Map<String, byte[]> blocks) {
    mode.requireWritable();
    Limits.name(Entity.RUN, crawler);
    // In the order of the names, so that two transactions lock common rows in one order.
    var rows =
        blocks.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(block -> List.<Object>of(crawler, block.getKey(), block.getValue()))
            .toList();
    var replacing =
        sql.dialect().replacingDuplicates(List.of("crawler", "name"), List.of("content"));
    for (int start = 0; start < rows.size(); start += TOGETHER) {
      sql.insertRows(
          INSERT, rows.subList(start, Math.min(rows.size(), start + TOGETHER)), replacing);
    }
  }

  @Override
  public void delete(String crawler, Collection<String> names) {
    mode.requireWritable();
    Sql.forChunks(
        names.stream().distinct().sorted().toList(),
        chunk -> {
          var parameters = new ArrayList<Object>(List.of(crawler));
          parameters.addAll(chunk);
          sql.update(DELETE + Sql.placeholders(chunk.size()), parameters);
        });
  }

  @Override
  public void deleteOf(String crawler) {
    mode.requireWritable();
    sql.updateLater("DELETE FROM crawl_blocks WHERE crawler = ?", crawler);
  }
}
