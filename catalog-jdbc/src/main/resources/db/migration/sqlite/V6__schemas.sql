CREATE TABLE catalog_schemas (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  database_id   INTEGER NOT NULL REFERENCES catalog_databases (id),
  name          TEXT NOT NULL,
  schema_type   TEXT NOT NULL,
  compatibility TEXT NOT NULL,
  validation    TEXT NOT NULL,
  can_evolve    INTEGER NOT NULL,
  schema_group  TEXT,
  description   TEXT,
  UNIQUE (database_id, name)
) STRICT;

-- columns_text and serde are JSON text.
CREATE TABLE schema_versions (
  schema_id    INTEGER NOT NULL REFERENCES catalog_schemas (id) ON DELETE CASCADE,
  version      INTEGER NOT NULL,
  created_at   INTEGER NOT NULL,
  columns_text TEXT NOT NULL,
  state        TEXT,
  description  TEXT,
  schema_text  TEXT,
  fingerprint  TEXT,
  name         TEXT,
  serde        TEXT,
  PRIMARY KEY (schema_id, version)
) STRICT;

-- By what versions are looked up: names and types of columns folded, namespaces as they are.
CREATE TABLE schema_version_columns (
  schema_id      INTEGER NOT NULL,
  version        INTEGER NOT NULL,
  ordinal        INTEGER NOT NULL,
  name_hash      BLOB NOT NULL,
  namespace_hash BLOB,
  type_hash      BLOB NOT NULL,
  PRIMARY KEY (schema_id, version, ordinal),
  FOREIGN KEY (schema_id, version) REFERENCES schema_versions (schema_id, version) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX schema_version_columns_by_name ON schema_version_columns (name_hash);
CREATE INDEX schema_version_columns_by_namespace ON schema_version_columns (namespace_hash);

-- SerDes apart from those within layouts; definition is JSON text.
CREATE TABLE named_serdes (
  name       TEXT PRIMARY KEY,
  definition TEXT NOT NULL
) STRICT;

CREATE TABLE named_types (
  name       TEXT PRIMARY KEY,
  definition TEXT NOT NULL
) STRICT;
