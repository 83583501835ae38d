-- Times are epoch milliseconds. Parameters, extras, keys and the like are JSON text; NULL stands for
-- an empty map. Ids are never reused.

CREATE TABLE catalogs (
  name        TEXT PRIMARY KEY,
  description TEXT,
  location    TEXT,
  created_at  INTEGER NOT NULL
) STRICT;

INSERT INTO catalogs (name, description, location, created_at) VALUES ('hive', 'Default catalog', NULL, 0);

CREATE TABLE catalog_databases (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  catalog_name     TEXT NOT NULL REFERENCES catalogs (name),
  name             TEXT NOT NULL,
  description      TEXT,
  location         TEXT,
  managed_location TEXT,
  parameters       TEXT,
  owner_name       TEXT,
  owner_type       TEXT NOT NULL,
  created_at       INTEGER NOT NULL,
  extras           TEXT,
  UNIQUE (catalog_name, name)
) STRICT;

-- A layout is stored once per content and never changes or goes; that is why nothing that refers to
-- one needs a foreign key.
CREATE TABLE storage_layouts (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  content_hash BLOB NOT NULL UNIQUE,
  content      TEXT NOT NULL
) STRICT;

CREATE TABLE catalog_tables (
  id                 INTEGER PRIMARY KEY AUTOINCREMENT,
  database_id        INTEGER NOT NULL REFERENCES catalog_databases (id),
  name               TEXT NOT NULL,
  version            INTEGER NOT NULL,
  table_type         TEXT NOT NULL,
  owner_name         TEXT,
  owner_type         TEXT NOT NULL,
  created_at         INTEGER NOT NULL,
  last_accessed_at   INTEGER NOT NULL,
  retention          INTEGER NOT NULL,
  layout_id          INTEGER NOT NULL,
  location           TEXT,
  partition_keys     TEXT,
  parameters         TEXT,
  view_original_text TEXT,
  view_expanded_text TEXT,
  rewrite_enabled    INTEGER NOT NULL,
  extras             TEXT,
  UNIQUE (database_id, name)
) STRICT;

CREATE TABLE table_versions (
  table_id           INTEGER NOT NULL REFERENCES catalog_tables (id) ON DELETE CASCADE,
  version            INTEGER NOT NULL,
  change_kind        TEXT NOT NULL,
  changed_by         TEXT NOT NULL,
  changed_at         INTEGER NOT NULL,
  catalog_name       TEXT NOT NULL,
  database_name      TEXT NOT NULL,
  name               TEXT NOT NULL,
  table_type         TEXT NOT NULL,
  owner_name         TEXT,
  owner_type         TEXT NOT NULL,
  created_at         INTEGER NOT NULL,
  last_accessed_at   INTEGER NOT NULL,
  retention          INTEGER NOT NULL,
  layout_id          INTEGER NOT NULL,
  location           TEXT,
  partition_keys     TEXT,
  parameters         TEXT,
  view_original_text TEXT,
  view_expanded_text TEXT,
  rewrite_enabled    INTEGER NOT NULL,
  extras             TEXT,
  PRIMARY KEY (table_id, version)
) STRICT;

-- sort_key orders as the partition's name does, whatever the keys are called.
-- location is below the table's folder when location_relative is 1.
CREATE TABLE table_partitions (
  id                INTEGER PRIMARY KEY AUTOINCREMENT,
  table_id          INTEGER NOT NULL REFERENCES catalog_tables (id) ON DELETE CASCADE,
  values_hash       BLOB NOT NULL,
  sort_key          BLOB NOT NULL,
  values_text       TEXT NOT NULL,
  location          TEXT,
  location_relative INTEGER NOT NULL,
  layout_id         INTEGER NOT NULL,
  parameters        TEXT,
  created_at        INTEGER NOT NULL,
  last_accessed_at  INTEGER NOT NULL,
  extras            TEXT,
  UNIQUE (table_id, values_hash)
) STRICT;

CREATE INDEX table_partitions_sorted ON table_partitions (table_id, sort_key, id);

CREATE TABLE catalog_functions (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  database_id INTEGER NOT NULL REFERENCES catalog_databases (id),
  name        TEXT NOT NULL,
  class_name  TEXT,
  owner_name  TEXT,
  owner_type  TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  resources   TEXT NOT NULL,
  UNIQUE (database_id, name)
) STRICT;

CREATE TABLE table_statistics (
  table_id    INTEGER NOT NULL REFERENCES catalog_tables (id) ON DELETE CASCADE,
  engine      TEXT NOT NULL,
  column_name TEXT NOT NULL,
  column_type TEXT NOT NULL,
  analyzed_at INTEGER NOT NULL,
  data        TEXT NOT NULL,
  PRIMARY KEY (table_id, engine, column_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE partition_statistics (
  partition_id INTEGER NOT NULL REFERENCES table_partitions (id) ON DELETE CASCADE,
  engine       TEXT NOT NULL,
  column_name  TEXT NOT NULL,
  column_type  TEXT NOT NULL,
  analyzed_at  INTEGER NOT NULL,
  data         TEXT NOT NULL,
  PRIMARY KEY (partition_id, engine, column_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE change_log (
  position       INTEGER PRIMARY KEY,
  changed_at     INTEGER NOT NULL,
  user_name      TEXT NOT NULL,
  kind           TEXT NOT NULL,
  catalog_name   TEXT NOT NULL,
  database_name  TEXT,
  table_name     TEXT,
  table_id       INTEGER,
  table_version  INTEGER,
  partition_list TEXT,
  details        TEXT
) STRICT;

-- One row, taken last by every transaction that changes the catalog and held until it commits:
-- positions have no gap and follow the order of commits.
CREATE TABLE change_position (
  id               INTEGER PRIMARY KEY CHECK (id = 1),
  current_position INTEGER NOT NULL
) STRICT;

INSERT INTO change_position (id, current_position) VALUES (1, 0);

CREATE TABLE metastore_locks (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  transaction_id INTEGER NOT NULL,
  state          TEXT NOT NULL,
  components     TEXT NOT NULL,
  user_name      TEXT NOT NULL,
  host           TEXT NOT NULL,
  agent_info     TEXT,
  acquired_at    INTEGER,
  heartbeat_at   INTEGER NOT NULL
) STRICT;

-- One row that whoever requests, grants or releases locks holds.
CREATE TABLE lock_gate (
  id INTEGER PRIMARY KEY CHECK (id = 1)
) STRICT;

INSERT INTO lock_gate (id) VALUES (1);

CREATE TABLE runs (
  sequence    INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT NOT NULL UNIQUE,
  kind        TEXT NOT NULL,
  subject     TEXT NOT NULL,
  state       TEXT NOT NULL,
  attempt     INTEGER NOT NULL,
  cause       TEXT NOT NULL,
  lease_owner TEXT,
  lease_until INTEGER NOT NULL,
  version     INTEGER NOT NULL,
  started_at  INTEGER NOT NULL,
  ended_at    INTEGER,
  error       TEXT,
  progress    TEXT
) STRICT;

CREATE INDEX runs_of_subject ON runs (kind, subject, started_at);
CREATE INDEX runs_by_state ON runs (kind, state);
