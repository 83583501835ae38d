package io.propolis.catalog.store;

import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.indexes.TableIndex;
import java.util.List;
import java.util.Optional;

/** Indexes of tables. They stay with their tables when these are renamed, and go with them. */
public interface TableIndexes {
  /** Of one table, sorted by name. */
  List<TableIndex> of(Table table);

  Optional<TableIndex> find(Table table, String name);

  /** True when the table holds the data of some index. */
  boolean holdsData(Table indexTable);

  /**
   * Stores an index of the table.
   *
   * @param indexTable what {@link TableIndex#indexTable} names, absent when it names none
   * @throws io.propolis.catalog.CatalogException ALREADY_EXISTS when the table has one of the name
   */
  void insert(Table table, Optional<Table> indexTable, TableIndex index);

  /** Replaces the parameters. Throws NOT_FOUND. */
  void update(Table table, TableIndex changed);

  /** Throws NOT_FOUND. The table with the index's data stays. */
  void delete(Table table, String name);
}
