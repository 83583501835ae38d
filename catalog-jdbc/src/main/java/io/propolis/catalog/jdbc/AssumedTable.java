package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.conflict;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table that a transaction takes to be as it is known, without having looked. Its statements fail
 * when it is not: the update where the version is another, the token where the database is. That is
 * seen by a statement behind the update, which has waited for whoever renamed the database.
 */
record AssumedTable(Table known) {
  /** No row has no version. */
  private static final String UPDATE =
      """
      UPDATE catalog_tables
      SET version = CASE WHEN version = ? THEN ? END, table_type = ?, owner_name = ?,
          owner_type = ?, created_at = ?, last_accessed_at = ?, retention = ?, location = ?,
          partition_keys = ?, parameters = ?, view_original_text = ?, view_expanded_text = ?,
          rewrite_enabled = ?, extras = ?, layout_id = ?
      WHERE id = ?""";

  private static final String IN_DATABASE =
      """
      FROM catalog_tables t JOIN catalog_databases d ON d.id = t.database_id
      WHERE t.id = ? AND d.catalog_name = ? AND d.name = ?""";

  /** Stores the next state of the table, with the statements behind it. */
  void update(Sql sql, Table current, Table next, long layoutId) {
    if (!current.equals(known) || !current.name().equals(next.name())) {
      throw new IllegalStateException("Only what is assumed is changed, under its name: " + next);
    }
    var values = new ArrayList<@Nullable Object>();
    values.add(current.version());
    values.add(next.version());
    values.addAll(TableRow.values(next, layoutId));
    values.add(current.id());
    sql.updateLater(UPDATE, values);
  }

  /** What must hold for the transaction to commit. */
  CommitTokens.Condition condition() {
    var database = known.name().database();
    return new CommitTokens.Condition(
        IN_DATABASE, List.of(known.id(), database.catalog(), database.name()));
  }

  /** CONFLICT when the failure is that of an assumption; any other stays. */
  RuntimeException explained(StatementFailure failure) {
    return failure.failure() == Failure.UNIQUE || failure.failure() == Failure.FOREIGN_KEY
        ? changed(known)
        : failure;
  }

  /** The table is another than it was known as. */
  static CatalogException changed(Table known) {
    return conflict(
        Entity.TABLE,
        "Table %s is no longer at version %d".formatted(known.name(), known.version()));
  }
}
