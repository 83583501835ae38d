package io.propolis.catalog.store;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.schemas.ColumnQuery;
import io.propolis.catalog.model.schemas.Schema;
import io.propolis.catalog.model.schemas.SchemaName;
import io.propolis.catalog.model.schemas.SchemaVersion;
import java.util.List;
import java.util.Optional;

/** Hive's registry of schemas. A schema goes with its database, a version with its schema. */
public interface Schemas {
  /** All schemas of a database, sorted by name. */
  List<Schema> all(DatabaseName database);

  Optional<Schema> find(SchemaName name);

  /** As {@link #find}, and nobody else changes or drops it before this transaction ends. */
  Optional<Schema> lock(SchemaName name);

  /** Throws NOT_FOUND for the database, ALREADY_EXISTS. */
  void insert(Schema schema);

  /** Replaces the schema of that name, which stays. Throws NOT_FOUND. */
  void update(Schema changed);

  /** Removes the schema with its versions. Throws NOT_FOUND. */
  void delete(SchemaName name);

  /** The highest number first. Empty for an unknown schema. */
  List<SchemaVersion> versions(SchemaName name);

  Optional<SchemaVersion> latest(SchemaName name);

  Optional<SchemaVersion> find(SchemaVersion.Id id);

  /** Versions with a column that is asked for, each once, in no particular order. */
  List<SchemaVersion.Id> withColumn(ColumnQuery query);

  /** Throws NOT_FOUND for the schema, ALREADY_EXISTS. */
  void insert(SchemaVersion version);

  /** Replaces state and SerDe. Throws NOT_FOUND. */
  void update(SchemaVersion changed);

  /** Throws NOT_FOUND. */
  void delete(SchemaVersion.Id id);
}
