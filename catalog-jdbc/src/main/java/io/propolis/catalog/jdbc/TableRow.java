package io.propolis.catalog.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.OwnerType;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stored table whose layout is not looked up yet: that is done for all rows of a result at once.
 *
 * @param table with an empty layout
 */
record TableRow(Table table, long layoutId) {
  private static final Json<List<Column>> COLUMNS = Json.of(new TypeReference<>() {});

  /** Reads catalog, database, name, id, version, then the columns of {@link #values}. */
  static TableRow read(Row row) throws SQLException {
    var keys = row.textOrNull(13);
    var table =
        Table.builder(new TableName(new DatabaseName(row.text(1), row.text(2)), row.text(3)))
            .id(row.number(4))
            .version(row.number(5))
            .type(TableType.valueOf(row.text(6)))
            .owner(row.textOrNull(7))
            .ownerType(OwnerType.valueOf(row.text(8)))
            .createdAt(row.number(9))
            .lastAccessedAt(row.number(10))
            .retention(row.integer(11))
            .location(row.textOrNull(12))
            .partitionKeys(keys == null ? List.of() : COLUMNS.read(keys))
            .parameters(Json.Maps.read(row.textOrNull(14)))
            .viewOriginalText(row.textOrNull(15))
            .viewExpandedText(row.textOrNull(16))
            .rewriteEnabled(row.flag(17))
            .extras(Json.Maps.read(row.textOrNull(18)))
            .build();
    return new TableRow(table, row.number(19));
  }

  Table with(Map<Long, StorageLayout> layouts) {
    return with(layouts.get(layoutId));
  }

  Table with(@Nullable StorageLayout layout) {
    if (layout == null) {
      throw new IllegalStateException(
          "Table %s has no stored layout %d".formatted(table.name(), layoutId));
    }
    return table.toBuilder().layout(layout).build();
  }

  /** Values of the columns from table_type to extras, then layout_id, in the order of reading. */
  static List<@Nullable Object> values(Table table, long layoutId) {
    var values = new ArrayList<@Nullable Object>();
    values.add(table.type());
    values.add(table.owner());
    values.add(table.ownerType());
    values.add(table.createdAt());
    values.add(table.lastAccessedAt());
    values.add(table.retention());
    values.add(table.location());
    values.add(table.partitionKeys().isEmpty() ? null : COLUMNS.write(table.partitionKeys()));
    values.add(Json.Maps.write(table.parameters()));
    values.add(table.viewOriginalText());
    values.add(table.viewExpandedText());
    values.add(table.rewriteEnabled());
    values.add(Json.Maps.write(table.extras()));
    values.add(layoutId);
    return values;
  }
}
