package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.WriteIdSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.CreationMetadata;
import org.apache.hadoop.hive.metastore.api.UpdateTransactionalStatsRequest;
import org.jspecify.annotations.Nullable;

/** What materialized views were built from. */
public final class Materializations {
  private static final JsonFactory JSON = new JsonFactory();

  private Materializations() {}

  /** The tables a view reads; those without snapshots of their own (Iceberg's) too. */
  public static List<TableName> tables(CreationMetadata creation) {
    return creation.getTablesUsed() == null
        ? List.of()
        : creation.getTablesUsed().stream().map(ValidLists::table).toList();
  }

  /** What of each transactional table went in. Hive 4 wraps the list into JSON. */
  public static Map<TableName, WriteIdSnapshot> snapshots(CreationMetadata creation) {
    var text = creation.getValidTxnList();
    if (text == null) {
      return Map.of();
    }
    var list = text.strip().startsWith("{") ? wrapped(text) : text;
    return list == null ? Map.of() : ValidLists.writeIdsOfTables(list);
  }

  /** Adds the counts to every source that is the table; false when none is. */
  public static boolean count(
      @Nullable CreationMetadata creation, UpdateTransactionalStatsRequest counts) {
    if (creation == null || creation.getSourceTables() == null) {
      return false;
    }
    boolean found = false;
    for (var source : creation.getSourceTables()) {
      if (source.getTable() != null && source.getTable().getId() == counts.getTableId()) {
        source.setInsertedCount(source.getInsertedCount() + counts.getInsertCount());
        source.setUpdatedCount(source.getUpdatedCount() + counts.getUpdatedCount());
        source.setDeletedCount(source.getDeletedCount() + counts.getDeletedCount());
        found = true;
      }
    }
    return found;
  }

  private static @Nullable String wrapped(String text) {
    try (var parser = JSON.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        var field = parser.currentName();
        parser.nextToken();
        if (field.equals("validTxnList")) {
          return parser.getValueAsString();
        }
        parser.skipChildren();
      }
      return null;
    } catch (IOException e) {
      throw invalid(Entity.REQUEST, "Not the snapshot of a materialized view: " + text);
    }
  }
}
