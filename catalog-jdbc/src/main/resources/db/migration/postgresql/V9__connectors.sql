CREATE TABLE data_connectors (
  name           TEXT COLLATE "C" PRIMARY KEY,
  connector_type TEXT,
  url            TEXT,
  description    TEXT,
  parameters     TEXT,
  owner_name     TEXT,
  owner_type     TEXT NOT NULL,
  created_at     BIGINT NOT NULL
);

-- Set for databases of other systems only. A connector may go before its databases.
ALTER TABLE catalog_databases ADD COLUMN connector_name TEXT COLLATE "C";
ALTER TABLE catalog_databases ADD COLUMN remote_name TEXT;

CREATE INDEX catalog_databases_by_connector ON catalog_databases (connector_name);

-- By the file system's own id of a file.
CREATE TABLE file_metadata (
  file_id  BIGINT PRIMARY KEY,
  metadata BYTEA NOT NULL
);

-- The index table holds the data of the index.
CREATE TABLE table_indexes (
  id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  table_id         BIGINT NOT NULL REFERENCES catalog_tables (id) ON DELETE CASCADE,
  name             TEXT COLLATE "C" NOT NULL,
  handler_class    TEXT,
  created_at       BIGINT NOT NULL,
  last_accessed_at BIGINT NOT NULL,
  index_table_id   BIGINT REFERENCES catalog_tables (id) ON DELETE SET NULL,
  layout_id        BIGINT NOT NULL,
  location         TEXT,
  parameters       TEXT,
  deferred_rebuild SMALLINT NOT NULL,
  UNIQUE (table_id, name)
);

CREATE INDEX table_indexes_by_data ON table_indexes (index_table_id);

-- Partitions need not exist to be marked.
CREATE TABLE partition_marks (
  table_id    BIGINT NOT NULL REFERENCES catalog_tables (id) ON DELETE CASCADE,
  event       TEXT COLLATE "C" NOT NULL,
  values_hash BYTEA NOT NULL,
  values_text TEXT NOT NULL,
  PRIMARY KEY (table_id, event, values_hash)
);

-- One row, made by the first node.
CREATE TABLE catalog_identity (
  id   SMALLINT PRIMARY KEY CHECK (id = 1),
  uuid TEXT NOT NULL
);
