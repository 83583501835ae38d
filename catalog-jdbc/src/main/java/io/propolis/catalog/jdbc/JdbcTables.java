package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Maps;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.model.TableVersion;
import io.propolis.catalog.store.TableSummary;
import io.propolis.catalog.store.Tables;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class JdbcTables implements Tables {
  private static final String NAMES =
      """
      SELECT t.name
      FROM catalog_tables t JOIN catalog_databases d ON d.id = t.database_id
      WHERE d.catalog_name = ? AND d.name = ? ORDER BY t.name\
      """;
  private static final String SUMMARY =
      """
      SELECT d.catalog_name, d.name, t.name, t.table_type, t.owner_name, t.last_accessed_at,
             t.parameters
      FROM catalog_tables t JOIN catalog_databases d ON d.id = t.database_id
      WHERE d.catalog_name = ?
      """;
  private static final String SUMMARIES_OF_CATALOG = SUMMARY + "ORDER BY d.name, t.name";
  private static final String SUMMARIES_OF_DATABASE = SUMMARY + "AND d.name = ? ORDER BY t.name";
  private static final String SUMMARIES_BY_NAME = SUMMARY + "AND d.name = ? AND t.name IN ";
  private static final String SELECT =
      """
      SELECT d.catalog_name, d.name, t.name, t.id, t.version, t.table_type, t.owner_name,
             t.owner_type, t.created_at, t.last_accessed_at, t.retention, t.location,
             t.partition_keys, t.parameters, t.view_original_text, t.view_expanded_text,
             t.rewrite_enabled, t.extras, t.layout_id
      FROM catalog_tables t JOIN catalog_databases d ON d.id = t.database_id
      WHERE d.catalog_name = ? AND d.name = ?
      """;
  private static final String ALL = SELECT + "ORDER BY t.name";
  private static final String FIND = SELECT + "AND t.name = ?";
  private static final String NAME =
      """
      SELECT d.catalog_name, d.name, t.name
      FROM catalog_tables t JOIN catalog_databases d ON d.id = t.database_id WHERE t.id = ?\
      """;
  private static final String FIND_ALL = SELECT + "AND t.name IN ";
  private static final String LOCK =
      """
      SELECT id FROM catalog_tables
      WHERE name = ?
        AND database_id = (SELECT id FROM catalog_databases WHERE catalog_name = ? AND name = ?)
      """;
  private static final String LOCK_ID = "SELECT id FROM catalog_tables WHERE id = ?";

  /** A statement of its own: the name of the database may have changed while the lock was had. */
  private static final String IS_STILL =
      """
      SELECT 1 FROM catalog_tables t JOIN catalog_databases d ON d.id = t.database_id
      WHERE t.id = ? AND t.version = ? AND d.catalog_name = ? AND d.name = ?""";

  private static final String LOCK_ALL =
      """
      SELECT id FROM catalog_tables
      WHERE database_id = (SELECT id FROM catalog_databases WHERE catalog_name = ? AND name = ?)
      ORDER BY id
      """;
  private static final String INSERT =
      """
      INSERT INTO catalog_tables (database_id, name, version, table_type, owner_name, owner_type,
             created_at, last_accessed_at, retention, location, partition_keys, parameters,
             view_original_text, view_expanded_text, rewrite_enabled, extras, layout_id)
      VALUES ((SELECT id FROM catalog_databases WHERE catalog_name = ? AND name = ?),
             ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String UPDATE =
      """
      UPDATE catalog_tables
      SET database_id = COALESCE(?, database_id), name = ?, version = ?, table_type = ?,
          owner_name = ?, owner_type = ?, created_at = ?, last_accessed_at = ?, retention = ?,
          location = ?, partition_keys = ?, parameters = ?, view_original_text = ?,
          view_expanded_text = ?, rewrite_enabled = ?, extras = ?, layout_id = ?
      WHERE id = ? AND version = ?\
      """;
  private static final String ANNOTATE =
      "UPDATE catalog_tables SET parameters = ?, extras = ? WHERE id = ?";
  private static final String ANNOTATE_VERSION =
      "UPDATE table_versions SET parameters = ?, extras = ? WHERE table_id = ? AND version = ?";
  private static final String KEEP_VERSION =
      """
      INSERT INTO table_versions (table_id, version, change_kind, changed_by, changed_at,
             catalog_name, database_name, name, table_type, owner_name, owner_type, created_at,
             last_accessed_at, retention, location, partition_keys, parameters,
             view_original_text, view_expanded_text, rewrite_enabled, extras, layout_id)
      SELECT id, version, ?, ?, ?, ?, ?, name, table_type, owner_name, owner_type, created_at,
             last_accessed_at, retention, location, partition_keys, parameters,
             view_original_text, view_expanded_text, rewrite_enabled, extras, layout_id
      FROM catalog_tables WHERE id = ?""";
  private static final String VERSIONS =
      """
      SELECT catalog_name, database_name, name, table_id, version, table_type, owner_name,
             owner_type, created_at, last_accessed_at, retention, location, partition_keys,
             parameters, view_original_text, view_expanded_text, rewrite_enabled, extras,
             layout_id, change_kind, changed_by, changed_at
      FROM table_versions WHERE table_id = ? AND version < ? ORDER BY version DESC LIMIT ?""";
  private static final String VERSION_NUMBERS =
      "SELECT version FROM table_versions WHERE table_id = ?";
  private static final String DELETE_VERSIONS =
      "DELETE FROM table_versions WHERE table_id = ? AND version IN ";
  private static final String FORGET_VERSIONS =
      "DELETE FROM table_versions WHERE table_id = ? AND version < ?";
  private static final String KEEP_DROPPED = "INSERT INTO dropped_tables (table_id) VALUES (?)";
  private static final String DELETE = "DELETE FROM catalog_tables WHERE id = ?";

  private final Sql sql;
  private final Mode mode;
  private final JdbcDatabases databases;
  private final Layouts layouts;

  /** Not looked at; the commit fails if it is another. */
  private @Nullable AssumedTable assumed;

  /** By id, the newest versions that this transaction has stored. */
  private final Map<Long, Long> stored = new HashMap<>();

  /** Ids of the tables that this transaction holds: nobody else moves them on. */
  private final Set<Long> locked = new HashSet<>();

  JdbcTables(Sql sql, Mode mode, JdbcDatabases databases, Layouts layouts) {
    this.sql = sql;
    this.mode = mode;
    this.databases = databases;
    this.layouts = layouts;
  }

  @Override
  public List<String> names(DatabaseName database) {
    return sql.list(NAMES, row -> row.text(1), database.catalog(), database.name());
  }

  @Override
  public List<Table> all(DatabaseName database) {
    return complete(sql.list(ALL, TableRow::read, database.catalog(), database.name()));
  }

  @Override
  public List<TableSummary> summaries(String catalog) {
    return sql.list(SUMMARIES_OF_CATALOG, JdbcTables::summary, Names.fold(catalog));
  }

  @Override
  public List<TableSummary> summaries(DatabaseName database) {
    return sql.list(
        SUMMARIES_OF_DATABASE, JdbcTables::summary, database.catalog(), database.name());
  }

  @Override
  public List<TableSummary> summaries(DatabaseName database, Collection<String> names) {
    var found = new ArrayList<TableSummary>();
    Sql.forChunks(
        names,
        chunk -> {
          var parameters = new ArrayList<>(List.of(database.catalog(), database.name()));
          parameters.addAll(chunk);
          found.addAll(
              sql.list(
                  SUMMARIES_BY_NAME + Sql.placeholders(chunk.size()),
                  JdbcTables::summary,
                  parameters));
        });
    return found;
  }

  private static TableSummary summary(Row row) throws SQLException {
    return new TableSummary(
        new TableName(new DatabaseName(row.text(1), row.text(2)), row.text(3)),
        TableType.valueOf(row.text(4)),
        row.textOrNull(5),
        row.number(6),
        Maps.copy(Json.Maps.read(row.textOrNull(7))));
  }

  @Override
  public Optional<Table> find(TableName name) {
    return sql.first(
            FIND, TableRow::read, name.database().catalog(), name.database().name(), name.name())
        .map(row -> row.with(layouts.get(row.layoutId())));
  }

  @Override
  public List<Table> findAll(DatabaseName database, Collection<String> names) {
    var wanted = new LinkedHashSet<String>();
    names.forEach(name -> wanted.add(Names.fold(name)));
    var rows = new ArrayList<TableRow>();
    Sql.forChunks(
        wanted,
        chunk -> {
          var parameters = new ArrayList<>(List.of(database.catalog(), database.name()));
          parameters.addAll(chunk);
          rows.addAll(
              sql.list(FIND_ALL + Sql.placeholders(chunk.size()), TableRow::read, parameters));
        });
    rows.sort(Comparator.comparing(row -> row.table().name().name()));
    return complete(rows);
  }

  private List<Table> complete(List<TableRow> rows) {
    var byId = layouts.all(rows.stream().map(TableRow::layoutId).distinct().toList());
    return rows.stream().map(row -> row.with(byId)).toList();
  }

  @Override
  public Optional<TableName> name(long id) {
    return sql.first(
        NAME, row -> new DatabaseName(row.text(1), row.text(2)).table(row.text(3)), id);
  }

  @Override
  public Optional<Table> lock(TableName name) {
    mode.requireWritable();
    var found = locked(name, sql::lock);
    found.ifPresent(table -> locked.add(table.id()));
    return found;
  }

  /** How a row is locked. */
  private interface Locking {
    Sql.Locked lock(String select, @Nullable Object... parameters);
  }

  private Optional<Table> locked(TableName name, Locking locking) {
    var database = name.database();
    while (true) {
      // The row is locked first and read afterwards: what was read while waiting for the lock would
      // be what somebody else has just changed. When that was another table of the name, dropped or
      // renamed meanwhile, the new one is not locked yet.
      var held = locking.lock(LOCK, name.name(), database.catalog(), database.name());
      var found = find(name);
      if (found.isEmpty() || held.has(found.get().id())) {
        return found;
      }
    }
  }

  @Override
  public Optional<Table> lock(Table known) {
    mode.requireWritable();
    sql.lock(LOCK_ID, known.id());
    if (!isStill(known)) {
      return lock(known.name());
    }
    locked.add(known.id());
    return Optional.of(known);
  }

  @Override
  public Table assume(Table known) {
    mode.requireWritable();
    if (sql.dialect().takesSeveral()) {
      assumed = new AssumedTable(known);
    } else if (isStill(known)) {
      locked.add(known.id());
    } else {
      throw AssumedTable.changed(known);
    }
    return known;
  }

  /** What must hold for the transaction to commit. */
  Optional<CommitTokens.Condition> assumption() {
    return Optional.ofNullable(assumed).map(AssumedTable::condition);
  }

  /** What an assumption that fails is told as; any other failure stays. */
  RuntimeException explained(StatementFailure failure) {
    return assumed == null ? failure : assumed.explained(failure);
  }

  /** Whether it has the version, which every change of a table moves on, and the same database. */
  private boolean isStill(Table known) {
    var database = known.name().database();
    return sql.first(
            IS_STILL, row -> true, known.id(), known.version(), database.catalog(), database.name())
        .isPresent();
  }

  @Override
  public void lockAll(DatabaseName database) {
    mode.requireWritable();
    sql.lock(LOCK_ALL, database.catalog(), database.name());
  }

  @Override
  public Optional<Table> share(TableName name) {
    mode.requireWritable();
    return locked(name, sql::lockShared);
  }

  @Override
  public Optional<Table> share(Table known) {
    mode.requireWritable();
    sql.lockShared(LOCK_ID, known.id());
    return isStill(known) ? Optional.of(known) : share(known.name());
  }

  /** Whether nobody else changes the table, or anything of it, before this transaction ends. */
  boolean holds(long id) {
    return locked.contains(id);
  }

  /** Whether the table stands like that when the transaction commits. */
  boolean leaves(Table table) {
    return !databases.haveMoved() && Objects.equals(stored.get(table.id()), table.version());
  }

  @Override
  public Table insert(Table table, Author author) {
    mode.requireWritable();
    Limits.name(Entity.TABLE, table.name().name());
    var first = table.toBuilder().version(0).build();
    long layoutId = layouts.idOf(first.layout());
    var values = new ArrayList<@Nullable Object>();
    values.add(first.name().database().catalog());
    values.add(first.name().database().name());
    values.add(first.name().name());
    values.add(first.version());
    values.addAll(TableRow.values(first, layoutId));
    try {
      var stored = first.toBuilder().id(sql.insert(INSERT, values.toArray())).build();
      keepVersion(stored, ChangeKind.CREATE_TABLE, author);
      return stored;
    } catch (StatementFailure e) {
      if (e.failure() == Failure.FOREIGN_KEY) {
        throw notFound(Entity.DATABASE, table.name().database());
      }
      throw e.as(Failure.UNIQUE, () -> alreadyExists(Entity.TABLE, table.name()));
    }
  }

  @Override
  public Table update(Table current, Table changed, ChangeKind kind, Author author) {
    mode.requireWritable();
    Limits.name(Entity.TABLE, changed.name().name());
    var next = changed.toBuilder().id(current.id()).version(current.version() + 1).build();
    long layoutId = layouts.idOf(next.layout());
    if (assumed != null) {
      assumed.update(sql, current, next, layoutId);
      keepVersion(next, kind, author);
      return next;
    }
    boolean moves = !current.name().database().equals(next.name().database());
    var values = new ArrayList<@Nullable Object>();
    values.add(moves ? databases.id(next.name().database()) : null);
    values.add(next.name().name());
    values.add(next.version());
    values.addAll(TableRow.values(next, layoutId));
    values.add(current.id());
    values.add(current.version());
    boolean certain = locked.contains(current.id()) && next.name().equals(current.name());
    if (certain) {
      sql.updateLater(UPDATE, values);
    } else {
      update(current, next.name(), values);
    }
    keepVersion(next, kind, author);
    return next;
  }

  private void update(Table current, TableName next, List<@Nullable Object> values) {
    try {
      if (sql.update(UPDATE, values) == 0) {
        throw AssumedTable.changed(current);
      }
    } catch (StatementFailure e) {
      throw e.as(Failure.UNIQUE, () -> alreadyExists(Entity.TABLE, next));
    }
  }

  @Override
  public Table annotate(Table current, Map<String, String> parameters, Map<String, String> extras) {
    mode.requireWritable();
    var parametersText = Json.Maps.write(parameters);
    var extrasText = Json.Maps.write(extras);
    sql.updateLater(ANNOTATE, parametersText, extrasText, current.id());
    sql.updateLater(ANNOTATE_VERSION, parametersText, extrasText, current.id(), current.version());
    return current.toBuilder().parameters(parameters).extras(extras).build();
  }

  private void keepVersion(Table table, ChangeKind kind, Author author) {
    var database = table.name().database();
    sql.updateLater(
        KEEP_VERSION,
        kind,
        author.user(),
        author.at(),
        database.catalog(),
        database.name(),
        table.id());
    stored.put(table.id(), table.version());
  }

  @Override
  public void delete(Table table) {
    mode.requireWritable();
    stored.remove(table.id());
    // Versions, statistics and grants go with it, by their foreign keys; partitions stay behind.
    if (locked.contains(table.id())) {
      sql.updateLater(DELETE, table.id());
    } else if (sql.update(DELETE, table.id()) == 0) {
      throw notFound(Entity.TABLE, table.name());
    }
    if (table.isPartitioned()) {
      sql.updateLater(KEEP_DROPPED, table.id());
    }
  }

  @Override
  public List<TableVersion> versions(Table table, long below, int limit) {
    record VersionRow(TableRow row, ChangeKind kind, String user, long at) {}
    var rows =
        sql.list(
            VERSIONS,
            row ->
                new VersionRow(
                    TableRow.read(row),
                    ChangeKind.valueOf(row.text(20)),
                    row.text(21),
                    row.number(22)),
            table.id(),
            below,
            limit);
    var byId = layouts.all(rows.stream().map(v -> v.row().layoutId()).distinct().toList());
    return rows.stream()
        .map(v -> new TableVersion(v.row().with(byId), v.kind(), v.user(), v.at()))
        .toList();
  }

  @Override
  public Set<Long> versionNumbers(Table table) {
    return new HashSet<>(sql.list(VERSION_NUMBERS, row -> row.number(1), table.id()));
  }

  @Override
  public void deleteVersions(Table table, Collection<Long> versions) {
    mode.requireWritable();
    Sql.forChunks(
        versions,
        chunk -> {
          var parameters = new ArrayList<@Nullable Object>(List.of(table.id()));
          parameters.addAll(chunk);
          sql.update(DELETE_VERSIONS + Sql.placeholders(chunk.size()), parameters);
        });
  }

  @Override
  public void forgetVersionsBefore(Table table, long version) {
    mode.requireWritable();
    sql.updateLater(FORGET_VERSIONS, table.id(), version);
  }
}
