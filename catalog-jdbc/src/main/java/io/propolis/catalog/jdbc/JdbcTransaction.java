package io.propolis.catalog.jdbc;

import io.propolis.catalog.store.Catalogs;
import io.propolis.catalog.store.Changes;
import io.propolis.catalog.store.Constraints;
import io.propolis.catalog.store.Databases;
import io.propolis.catalog.store.Functions;
import io.propolis.catalog.store.Locks;
import io.propolis.catalog.store.Partitions;
import io.propolis.catalog.store.Runs;
import io.propolis.catalog.store.Statistics;
import io.propolis.catalog.store.Tables;
import io.propolis.catalog.store.Transaction;
import java.util.OptionalLong;

/** The repositories of one transaction, over one connection. */
final class JdbcTransaction implements Transaction {
  private final Sql sql;
  private final Mode mode;
  private final Layouts layouts;
  private final JdbcCatalogs catalogs;
  private final JdbcDatabases databases;
  private final JdbcTables tables;
  private final JdbcPartitions partitions;
  private final JdbcFunctions functions;
  private final JdbcStatistics statistics;
  private final JdbcConstraints constraints;
  private final JdbcChanges changes;
  private final JdbcLocks locks;
  private final JdbcRuns runs;

  JdbcTransaction(Sql sql, Mode mode, LayoutCache cache, Position position) {
    this.sql = sql;
    this.mode = mode;
    this.layouts = new Layouts(sql, cache);
    this.catalogs = new JdbcCatalogs(sql, mode);
    this.databases = new JdbcDatabases(sql, mode);
    this.tables = new JdbcTables(sql, mode, databases, layouts);
    this.partitions = new JdbcPartitions(sql, mode, layouts);
    this.functions = new JdbcFunctions(sql, mode, databases);
    this.statistics = new JdbcStatistics(sql, mode, partitions);
    this.constraints = new JdbcConstraints(sql, mode);
    this.changes = new JdbcChanges(sql, mode, position);
    this.locks = new JdbcLocks(sql, mode);
    this.runs = new JdbcRuns(sql, mode);
  }

  /**
   * Stores the appended changes and returns the position of the last. A transaction one of whose
   * statements has failed fails here too, even when the work has swallowed the error.
   */
  OptionalLong beforeCommit() {
    sql.failed()
        .ifPresent(
            failure -> {
              throw failure;
            });
    return changes.flush();
  }

  void afterCommit() {
    layouts.committed();
  }

  void end() {
    mode.end();
  }

  @Override
  public Catalogs catalogs() {
    mode.requireOpen();
    return catalogs;
  }

  @Override
  public Databases databases() {
    mode.requireOpen();
    return databases;
  }

  @Override
  public Tables tables() {
    mode.requireOpen();
    return tables;
  }

  @Override
  public Partitions partitions() {
    mode.requireOpen();
    return partitions;
  }

  @Override
  public Functions functions() {
    mode.requireOpen();
    return functions;
  }

  @Override
  public Statistics statistics() {
    mode.requireOpen();
    return statistics;
  }

  @Override
  public Constraints constraints() {
    mode.requireOpen();
    return constraints;
  }

  @Override
  public Changes changes() {
    mode.requireOpen();
    return changes;
  }

  @Override
  public Locks locks() {
    mode.requireOpen();
    return locks;
  }

  @Override
  public Runs runs() {
    mode.requireOpen();
    return runs;
  }
}
