CREATE TABLE catalog_schemas (
  id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  database_id   BIGINT NOT NULL REFERENCES catalog_databases (id),
  name          TEXT COLLATE "C" NOT NULL,
  schema_type   TEXT NOT NULL,
  compatibility TEXT NOT NULL,
  validation    TEXT NOT NULL,
  can_evolve    SMALLINT NOT NULL,
  schema_group  TEXT,
  description   TEXT,
  UNIQUE (database_id, name)
);

-- columns_text and serde are JSON text.
CREATE TABLE schema_versions (
  schema_id    BIGINT NOT NULL REFERENCES catalog_schemas (id) ON DELETE CASCADE,
  version      INTEGER NOT NULL,
  created_at   BIGINT NOT NULL,
  columns_text TEXT NOT NULL,
  state        TEXT,
  description  TEXT,
  schema_text  TEXT,
  fingerprint  TEXT,
  name         TEXT,
  serde        TEXT,
  PRIMARY KEY (schema_id, version)
);

-- By what versions are looked up: names and types of columns folded, namespaces as they are.
CREATE TABLE schema_version_columns (
  schema_id      BIGINT NOT NULL,
  version        INTEGER NOT NULL,
  ordinal        INTEGER NOT NULL,
  name_hash      BYTEA NOT NULL,
  namespace_hash BYTEA,
  type_hash      BYTEA NOT NULL,
  PRIMARY KEY (schema_id, version, ordinal),
  FOREIGN KEY (schema_id, version) REFERENCES schema_versions (schema_id, version) ON DELETE CASCADE
);

CREATE INDEX schema_version_columns_by_name ON schema_version_columns (name_hash);
CREATE INDEX schema_version_columns_by_namespace ON schema_version_columns (namespace_hash);

-- SerDes apart from those within layouts; definition is JSON text.
CREATE TABLE named_serdes (
  name       TEXT COLLATE "C" PRIMARY KEY,
  definition TEXT NOT NULL
);

CREATE TABLE named_types (
  name       TEXT COLLATE "C" PRIMARY KEY,
  definition TEXT NOT NULL
);
