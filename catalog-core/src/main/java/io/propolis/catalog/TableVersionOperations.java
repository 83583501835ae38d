package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableVersion;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** States that tables have been in. Every method throws NOT_FOUND (TABLE) for an unknown table. */
public final class TableVersionOperations {
  private final Context context;

  TableVersionOperations(Context context) {
    this.context = context;
  }

  /** All kept versions, newest first. */
  public List<TableVersion> all(TableName name) {
    return new TableOperations(context).versions(name);
  }

  /** Kept versions below a number, newest first, so many at most. */
  public List<TableVersion> below(TableName name, long version, int limit) {
    return context
        .store()
        .read(
            tx -> {
              var table = tx.tables().find(name).orElseThrow(() -> notFound(Entity.TABLE, name));
              return tx.tables().versions(table, version, limit);
            });
  }

  /** One kept version. */
  public Optional<TableVersion> find(TableName name, long version) {
    return version == Long.MAX_VALUE
        ? Optional.empty()
        : below(name, version + 1, 1).stream()
            .filter(found -> found.table().version() == version)
            .findFirst();
  }

  /** Forgets kept versions. Returns those that were there. INVALID for the present version. */
  public List<Long> forget(TableName name, Collection<Long> versions) {
    return context
        .store()
        .write(
            tx -> {
              var table = tx.tables().lock(name).orElseThrow(() -> notFound(Entity.TABLE, name));
              if (versions.contains(table.version())) {
                throw invalid(
                    Entity.TABLE,
                    "Version %d of %s is the present one".formatted(table.version(), name));
              }
              var kept = tx.tables().versionNumbers(table);
              var gone = versions.stream().distinct().filter(kept::contains).toList();
              tx.tables().deleteVersions(table, gone);
              return gone;
            });
  }
}
