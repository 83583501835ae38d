package io.propolis.catalog.model.acid;

import io.propolis.catalog.model.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which write ids of a table a reader may see: those up to the mark that are not listed (Hive's
 * {@code ValidWriteIdList}).
 *
 * @param highWaterMark 0 when nobody has written to the table
 * @param invalid those of open and aborted transactions, ascending
 * @param aborted those of {@code invalid} that are aborted
 */
public record WriteIdSnapshot(
    TableName table, long highWaterMark, List<Long> invalid, Set<Long> aborted) {
  public WriteIdSnapshot {
    invalid = List.copyOf(invalid);
    aborted = Set.copyOf(aborted);
  }

  /** The oldest that may still be committed. */
  public Optional<Long> oldestOpen() {
    return invalid.stream().filter(id -> !aborted.contains(id)).findFirst();
  }

  public boolean isVisible(long id) {
    return id <= highWaterMark && !invalid.contains(id);
  }
}
