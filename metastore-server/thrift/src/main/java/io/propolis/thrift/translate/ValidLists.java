package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.TxnSnapshot;
import io.propolis.catalog.model.acid.WriteIdSnapshot;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The texts in which Hive's clients carry about what they may read: {@code mark:oldestOpen:open
 * ids:aborted ids}, with the ids separated by commas, in front of it {@code db.table:} for write
 * ids, and for those of several tables {@code txn$one$two$…}.
 */
public final class ValidLists {
  private ValidLists() {}

  /** Throws INVALID. */
  public static TxnSnapshot txns(String text) {
    var parts = text.split(":", -1);
    return new TxnSnapshot(mark(text, parts, 0), ids(text, parts, 2), ids(text, parts, 3));
  }

  /** Throws INVALID. */
  public static WriteIdSnapshot writeIds(String text) {
    var parts = text.split(":", -1);
    var open = ids(text, parts, 3);
    var aborted = ids(text, parts, 4);
    var invalid = new TreeSet<>(open);
    invalid.addAll(aborted);
    return new WriteIdSnapshot(
        table(parts[0]), mark(text, parts, 1), List.copyOf(invalid), new HashSet<>(aborted));
  }

  /** By table. Throws INVALID. */
  public static Map<TableName, WriteIdSnapshot> writeIdsOfTables(String text) {
    var tables = new LinkedHashMap<TableName, WriteIdSnapshot>();
    Stream.of(text.split("\\$"))
        .skip(1)
        .filter(part -> !part.isEmpty())
        .map(ValidLists::writeIds)
        .forEach(snapshot -> tables.put(snapshot.table(), snapshot));
    return tables;
  }

  /** {@code db.table} of the default catalog. Throws INVALID. */
  public static TableName table(@Nullable String fullName) {
    int dot = fullName == null ? -1 : fullName.lastIndexOf('.');
    if (fullName == null || dot <= 0 || dot == fullName.length() - 1) {
      throw invalid(Entity.TABLE, "Not the name of a table with its database: " + fullName);
    }
    var database = fullName.substring(0, dot);
    return TableName.of(
        database.substring(database.lastIndexOf('.') + 1), fullName.substring(dot + 1));
  }

  private static long mark(String text, String[] parts, int index) {
    if (parts.length <= index) {
      throw unreadable(text);
    }
    try {
      return Long.parseLong(parts[index]);
    } catch (NumberFormatException e) {
      throw unreadable(text);
    }
  }

  private static List<Long> ids(String text, String[] parts, int index) {
    if (parts.length <= index || parts[index].isEmpty()) {
      return List.of();
    }
    try {
      return Stream.of(parts[index].split(",")).map(Long::valueOf).toList();
    } catch (NumberFormatException e) {
      throw unreadable(text);
    }
  }

  private static RuntimeException unreadable(String text) {
    return invalid(Entity.TRANSACTION, "Not a list of valid transactions or write ids: " + text);
  }
}
