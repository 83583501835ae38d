CREATE TABLE data_connectors (
  name           TEXT PRIMARY KEY,
  connector_type TEXT,
  url            TEXT,
  description    TEXT,
  parameters     TEXT,
  owner_name     TEXT,
  owner_type     TEXT NOT NULL,
  created_at     INTEGER NOT NULL
) STRICT;

-- Set for databases of other systems only. A connector may go before its databases.
ALTER TABLE catalog_databases ADD COLUMN connector_name TEXT;
ALTER TABLE catalog_databases ADD COLUMN remote_name TEXT;

CREATE INDEX catalog_databases_by_connector ON catalog_databases (connector_name);

-- By the file system's own id of a file.
CREATE TABLE file_metadata (
  file_id  INTEGER PRIMARY KEY,
  metadata BLOB NOT NULL
) STRICT;

-- The index table holds the data of the index.
CREATE TABLE table_indexes (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  table_id         INTEGER NOT NULL REFERENCES catalog_tables (id) ON DELETE CASCADE,
  name             TEXT NOT NULL,
  handler_class    TEXT,
  created_at       INTEGER NOT NULL,
  last_accessed_at INTEGER NOT NULL,
  index_table_id   INTEGER REFERENCES catalog_tables (id) ON DELETE SET NULL,
  layout_id        INTEGER NOT NULL,
  location         TEXT,
  parameters       TEXT,
  deferred_rebuild INTEGER NOT NULL,
  UNIQUE (table_id, name)
) STRICT;

CREATE INDEX table_indexes_by_data ON table_indexes (index_table_id);

-- Partitions need not exist to be marked.
CREATE TABLE partition_marks (
  table_id    INTEGER NOT NULL REFERENCES catalog_tables (id) ON DELETE CASCADE,
  event       TEXT NOT NULL,
  values_hash BLOB NOT NULL,
  values_text TEXT NOT NULL,
  PRIMARY KEY (table_id, event, values_hash)
) STRICT, WITHOUT ROWID;

-- One row, made by the first node.
CREATE TABLE catalog_identity (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  uuid TEXT NOT NULL
) STRICT;
