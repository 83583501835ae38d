package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.indexes.TableIndex;
import io.propolis.catalog.store.TableIndexes;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class JdbcTableIndexes implements TableIndexes {
  private static final String SELECT =
      """
      SELECT i.name, i.handler_class, i.created_at, i.last_accessed_at, d.catalog_name, d.name,
             t.name, i.layout_id, i.location, i.parameters, i.deferred_rebuild
      FROM table_indexes i
      LEFT JOIN catalog_tables t ON t.id = i.index_table_id
      LEFT JOIN catalog_databases d ON d.id = t.database_id
      WHERE i.table_id = ?
      """;
  private static final String OF_TABLE = SELECT + "ORDER BY i.name";
  private static final String FIND = SELECT + "AND i.name = ?";
  private static final String HOLDS_DATA =
      "SELECT 1 FROM table_indexes WHERE index_table_id = ? LIMIT 1";
  private static final String INSERT =
      """
      INSERT INTO table_indexes (table_id, name, handler_class, created_at, last_accessed_at,
             index_table_id, layout_id, location, parameters, deferred_rebuild)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String UPDATE =
      "UPDATE table_indexes SET parameters = ? WHERE table_id = ? AND name = ?";
  private static final String DELETE = "DELETE FROM table_indexes WHERE table_id = ? AND name = ?";

  private final Sql sql;
  private final Mode mode;
  private final Layouts layouts;

  JdbcTableIndexes(Sql sql, Mode mode, Layouts layouts) {
    this.sql = sql;
    this.mode = mode;
    this.layouts = layouts;
  }

  /** An index whose layout is not read yet. */
  private record Unfinished(TableIndex index, long layoutId) {
    TableIndex with(Map<Long, StorageLayout> layouts) {
      return new TableIndex(
          index.table(),
          index.name(),
          index.handlerClass(),
          index.createdAt(),
          index.lastAccessedAt(),
          index.indexTable(),
          layouts.getOrDefault(layoutId, StorageLayout.EMPTY),
          index.location(),
          index.parameters(),
          index.deferredRebuild());
    }
  }

  @Override
  public List<TableIndex> of(Table table) {
    return finished(sql.list(OF_TABLE, row -> index(table, row), table.id()));
  }

  @Override
  public Optional<TableIndex> find(Table table, String name) {
    return finished(sql.list(FIND, row -> index(table, row), table.id(), Names.fold(name))).stream()
        .findFirst();
  }

  private List<TableIndex> finished(List<Unfinished> rows) {
    var byId = layouts.all(rows.stream().map(Unfinished::layoutId).distinct().toList());
    return rows.stream().map(row -> row.with(byId)).toList();
  }

  private static Unfinished index(Table table, Row row) throws SQLException {
    var indexTable = row.textOrNull(7);
    return new Unfinished(
        new TableIndex(
            table.name(),
            row.text(1),
            row.textOrNull(2),
            row.number(3),
            row.number(4),
            indexTable == null
                ? null
                : new TableName(new DatabaseName(row.text(5), row.text(6)), indexTable),
            StorageLayout.EMPTY,
            row.textOrNull(9),
            Json.Maps.read(row.textOrNull(10)),
            row.flag(11)),
        row.number(8));
  }

  @Override
  public boolean holdsData(Table indexTable) {
    return sql.first(HOLDS_DATA, row -> true, indexTable.id()).isPresent();
  }

  @Override
  public void insert(Table table, Optional<Table> indexTable, TableIndex index) {
    mode.requireWritable();
    Limits.name(Entity.INDEX, index.name());
    try {
      sql.update(
          INSERT,
          table.id(),
          index.name(),
          index.handlerClass(),
          index.createdAt(),
          index.lastAccessedAt(),
          indexTable.map(Table::id).orElse(null),
          layouts.idOf(index.layout()),
          index.location(),
          Json.Maps.write(index.parameters()),
          index.deferredRebuild());
    } catch (StatementFailure e) {
      if (e.failure() == Failure.FOREIGN_KEY) {
        throw notFound(Entity.TABLE, table.name());
      }
      throw e.as(Failure.UNIQUE, () -> alreadyExists(Entity.INDEX, index.qualifiedName()));
    }
  }

  @Override
  public void update(Table table, TableIndex changed) {
    mode.requireWritable();
    if (sql.update(UPDATE, Json.Maps.write(changed.parameters()), table.id(), changed.name())
        == 0) {
      throw notFound(Entity.INDEX, changed.qualifiedName());
    }
  }

  @Override
  public void delete(Table table, String name) {
    mode.requireWritable();
    if (sql.update(DELETE, table.id(), Names.fold(name)) == 0) {
      throw notFound(Entity.INDEX, table.name() + "." + name);
    }
  }
}
