package io.propolis.catalog.store;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.TableName;

/**
 * Names of tables in what is known of transactions: write ids, written components, and the queue,
 * the history and the metrics of compactions. These go by name because they may be older than the
 * table and outlive it. Only the default catalog has transactional tables.
 */
public interface AcidNames {
  /** Follows a table to its new name. */
  void rename(TableName from, TableName to);

  /** Follows a database to its new name. */
  void rename(DatabaseName from, DatabaseName to);

  /** Forgets all of a table. */
  void delete(TableName table);

  /** Forgets all of a database. */
  void delete(DatabaseName database);
}
