package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.schemas.ColumnQuery;
import io.propolis.catalog.model.schemas.Schema;
import io.propolis.catalog.model.schemas.SchemaName;
import io.propolis.catalog.model.schemas.SchemaVersion;
import io.propolis.catalog.rules.NameRules;
import io.propolis.catalog.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Hive's registry of schemas and their versions. */
public final class SchemaOperations {
  /** Keys of a change's details. */
  private static final String SCHEMA = "schema";

  private static final String VERSION = "version";

  private final Context context;

  SchemaOperations(Context context) {
    this.context = context;
  }

  public Optional<Schema> find(SchemaName name) {
    return context.store().read(tx -> tx.schemas().find(name));
  }

  /** Throws NOT_FOUND. */
  public Schema require(SchemaName name) {
    return find(name).orElseThrow(() -> notFound(Entity.SCHEMA, name));
  }

  /** Throws NOT_FOUND for the database, ALREADY_EXISTS, INVALID. */
  public void create(Schema schema) {
    NameRules.checkFilled(Entity.SCHEMA, schema.name().name());
    context
        .store()
        .<Void>write(
            tx -> {
              tx.schemas().insert(schema);
              log(tx, ChangeKind.CREATE_ISCHEMA, schema.name());
              return null;
            });
  }

  /** Changes all but the name and the type. Throws NOT_FOUND. */
  public void alter(SchemaName name, Schema requested) {
    context
        .store()
        .<Void>write(
            tx -> {
              var current =
                  tx.schemas().lock(name).orElseThrow(() -> notFound(Entity.SCHEMA, name));
              tx.schemas().update(current.changedTo(requested));
              log(tx, ChangeKind.ALTER_ISCHEMA, name);
              return null;
            });
  }

  /** Throws NOT_FOUND; NOT_EMPTY while it has versions. */
  public void drop(SchemaName name) {
    context
        .store()
        .<Void>write(
            tx -> {
              if (tx.schemas().lock(name).isEmpty()) {
                throw notFound(Entity.SCHEMA, name);
              }
              if (tx.schemas().latest(name).isPresent()) {
                throw new CatalogException(
                    Kind.NOT_EMPTY,
                    Entity.SCHEMA,
                    "Schema %s cannot be dropped, it has versions".formatted(name));
              }
              drop(tx, name);
              return null;
            });
  }

  /** Drops the schemas of a database and their versions, within the transaction that drops it. */
  void dropAll(Transaction tx, DatabaseName database) {
    for (var schema : tx.schemas().all(database)) {
      drop(tx, schema.name());
    }
  }

  private void drop(Transaction tx, SchemaName name) {
    tx.schemas().delete(name);
    log(tx, ChangeKind.DROP_ISCHEMA, name);
  }

  public Optional<SchemaVersion> version(SchemaVersion.Id id) {
    return context.store().read(tx -> tx.schemas().find(id));
  }

  /** The version with the highest number. */
  public Optional<SchemaVersion> latestVersion(SchemaName name) {
    return context.store().read(tx -> tx.schemas().latest(name));
  }

  /** The highest number first. Empty for an unknown schema. */
  public List<SchemaVersion> versions(SchemaName name) {
    return context.store().read(tx -> tx.schemas().versions(name));
  }

  /** Versions of any schema that have a column which is asked for. */
  public List<SchemaVersion.Id> versionsWith(ColumnQuery query) {
    return context.store().read(tx -> tx.schemas().withColumn(query));
  }

  /**
   * Adds a version under the number it has. A SerDe that it brings is known by its name afterwards.
   * Throws NOT_FOUND for the schema, ALREADY_EXISTS.
   */
  public void addVersion(SchemaVersion version) {
    context
        .store()
        .<Void>write(
            tx -> {
              tx.schemas().insert(version);
              var serDe = version.serDe();
              if (serDe != null
                  && serDe.name() != null
                  && tx.serDes().find(serDe.name()).isEmpty()) {
                tx.serDes().insert(serDe);
              }
              log(tx, ChangeKind.ADD_SCHEMA_VERSION, version.id());
              return null;
            });
  }

  /** Throws NOT_FOUND. */
  public void setState(SchemaVersion.Id id, SchemaVersion.State state) {
    context
        .store()
        .<Void>write(
            tx -> {
              change(tx, id, version -> version.withState(state));
              return null;
            });
  }

  /** Throws NOT_FOUND for the version and for the SerDe. */
  public void mapToSerDe(SchemaVersion.Id id, String serDeName) {
    context
        .store()
        .<Void>write(
            tx -> {
              change(
                  tx,
                  id,
                  version ->
                      version.withSerDe(
                          tx.serDes()
                              .find(serDeName)
                              .orElseThrow(() -> notFound(Entity.SERDE, serDeName))));
              return null;
            });
  }

  private void change(Transaction tx, SchemaVersion.Id id, UnaryOperator<SchemaVersion> change) {
    if (tx.schemas().lock(id.schema()).isEmpty()) {
      throw notFound(Entity.SCHEMA, id);
    }
    var current = tx.schemas().find(id).orElseThrow(() -> notFound(Entity.SCHEMA, id));
    tx.schemas().update(change.apply(current));
    log(tx, ChangeKind.ALTER_SCHEMA_VERSION, id);
  }

  /** Throws NOT_FOUND. */
  public void dropVersion(SchemaVersion.Id id) {
    context
        .store()
        .<Void>write(
            tx -> {
              tx.schemas().delete(id);
              log(tx, ChangeKind.DROP_SCHEMA_VERSION, id);
              return null;
            });
  }

  private void log(Transaction tx, ChangeKind kind, SchemaName name) {
    tx.changes().append(context.databaseChange(kind, name.database(), Map.of(SCHEMA, name.name())));
  }

  private void log(Transaction tx, ChangeKind kind, SchemaVersion.Id id) {
    tx.changes()
        .append(
            context.databaseChange(
                kind,
                id.schema().database(),
                Map.of(SCHEMA, id.schema().name(), VERSION, Integer.toString(id.version()))));
  }
}
