package io.propolis.catalog;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.TableOperations.Expected;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.iceberg.IcebergDefinition;
import io.propolis.catalog.iceberg.IcebergMetadata;
import io.propolis.catalog.iceberg.IcebergState;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.FileStatistics;
import io.propolis.catalog.rules.IcebergRules;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Iceberg tables that the server makes and changes itself: their metadata file is written first,
 * then the table is pointed to it, in one step that fails when somebody else was faster.
 */
public final class IcebergTableOperations {
  private final Context context;
  private final IcebergMetadata metadata;

  IcebergTableOperations(Context context, IcebergMetadata metadata) {
    this.context = context;
    this.metadata = metadata;
  }

  /**
   * Makes a table and its metadata file. When the table cannot be made, no file stays behind.
   *
   * @param requested what the catalog shows of the table; without columns it shows those of the
   *     schema
   * @throws CatalogException NOT_FOUND for the database, ALREADY_EXISTS, INVALID
   */
  public Table create(NewTable requested, IcebergDefinition definition) {
    var tables = new TableOperations(context);
    var table = requested.table();
    if (tables.find(table.name()).isPresent()) {
      throw CatalogException.alreadyExists(Entity.TABLE, table.name());
    }
    if (context.cache().now().database(table.name().database()).isEmpty()) {
      throw CatalogException.notFound(Entity.DATABASE, table.name().database());
    }
    var made = metadata.create(definition);
    var layout = table.layout();
    var pointed =
        IcebergRules.pointed(table, made.metadataLocation()).toBuilder()
            .location(Objects.requireNonNullElse(table.location(), made.location()))
            .layout(layout.columns().isEmpty() ? layout.withColumns(made.columns()) : layout)
            .build();
    return orDiscard(
        made, () -> tables.create(requested.withTable(pointed), FileStatistics.Mode.KEEP));
  }

  /**
   * Changes a table's metadata and moves its pointer to them. Nobody's change is lost: the table
   * must be as it was when its metadata were read.
   *
   * @param updates {@link IcebergMetadata#change}
   * @param options its expected version, if any, is that of the table before
   * @throws CatalogException NOT_FOUND; CONFLICT when somebody else changed the table; INVALID when
   *     it is no Iceberg table or Iceberg does not allow the change
   */
  public Table change(TableName name, List<String> updates, AlterOptions options) {
    var tables = new TableOperations(context);
    var current = tables.require(name);
    var pointer = IcebergRules.pointer(current);
    TableAlteration.check(options.expected(), current);
    var changed = metadata.change(pointer, updates);
    if (changed.metadataLocation().equals(pointer)) {
      return current;
    }
    return orDiscard(changed, () -> point(current, changed, options));
  }

  private Table point(Table current, IcebergState changed, AlterOptions options) {
    var requested =
        IcebergRules.moved(current, changed.metadataLocation()).toBuilder()
            .location(location(current, changed))
            .layout(current.layout().withColumns(changed.columns()))
            .build();
    var unchanged = options.expecting(new Expected.Version(current.version()));
    return new TableOperations(context).alter(current.name(), requested, unchanged);
  }

  /**
   * Moves a table's pointer to a metadata file that somebody wrote, from the one that it was made
   * of. The file is discarded when it stays nobody's.
   *
   * @throws CatalogException NOT_FOUND; CONFLICT when the table points elsewhere by now; INVALID
   *     when it is no Iceberg table; UNAVAILABLE when it may point there or not
   */
  public Table move(TableName name, String from, IcebergState to) {
    return orDiscard(
        to,
        () -> {
          var current = new TableOperations(context).require(name);
          IcebergRules.pointer(current);
          IcebergRules.checkParameter(current, IcebergRules.METADATA_LOCATION, from);
          return point(current, to, AlterOptions.PLAIN);
        });
  }

  /** As the table has it, unless it is another folder: clients compare texts. */
  private static String location(Table current, IcebergState changed) {
    var present = current.location();
    return present != null && Locations.isSame(present, changed.location())
        ? present
        : changed.location();
  }

  /** A file is kept where the table may have come to point to it. */
  private Table orDiscard(IcebergState made, Supplier<Table> store) {
    try {
      return store.get();
    } catch (CatalogException e) {
      if (e.kind() != Kind.UNAVAILABLE) {
        discard(made, e);
      }
      throw e;
    }
  }

  private void discard(IcebergState made, CatalogException cause) {
    try {
      metadata.discard(made);
    } catch (CatalogException e) {
      cause.addSuppressed(e);
    }
  }
}
