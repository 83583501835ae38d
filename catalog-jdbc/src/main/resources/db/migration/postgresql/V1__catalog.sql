-- Times are epoch milliseconds. Parameters, extras, keys and the like are JSON text; NULL stands for
-- an empty map. Ids are never reused.

CREATE TABLE catalogs (
  name        TEXT COLLATE "C" PRIMARY KEY,
  description TEXT,
  location    TEXT,
  created_at  BIGINT NOT NULL
);

INSERT INTO catalogs (name, description, location, created_at) VALUES ('hive', 'Default catalog', NULL, 0);

CREATE TABLE catalog_databases (
  id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  catalog_name     TEXT COLLATE "C" NOT NULL REFERENCES catalogs (name),
  name             TEXT COLLATE "C" NOT NULL,
  description      TEXT,
  location         TEXT,
  managed_location TEXT,
  parameters       TEXT,
  owner_name       TEXT,
  owner_type       TEXT NOT NULL,
  created_at       BIGINT NOT NULL,
  extras           TEXT,
  UNIQUE (catalog_name, name)
);

-- A layout is stored once per content and never changes or goes; that is why nothing that refers to
-- one needs a foreign key.
CREATE TABLE storage_layouts (
  id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  content_hash BYTEA NOT NULL UNIQUE,
  content      TEXT NOT NULL
);

CREATE TABLE catalog_tables (
  id                 BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  database_id        BIGINT NOT NULL REFERENCES catalog_databases (id),
  name               TEXT COLLATE "C" NOT NULL,
  version            BIGINT NOT NULL,
  table_type         TEXT NOT NULL,
  owner_name         TEXT,
  owner_type         TEXT NOT NULL,
  created_at         BIGINT NOT NULL,
  last_accessed_at   BIGINT NOT NULL,
  retention          INTEGER NOT NULL,
  layout_id          BIGINT NOT NULL,
  location           TEXT,
  partition_keys     TEXT,
  parameters         TEXT,
  view_original_text TEXT,
  view_expanded_text TEXT,
  rewrite_enabled    SMALLINT NOT NULL,
  extras             TEXT,
  UNIQUE (database_id, name)
);

CREATE TABLE table_versions (
  table_id           BIGINT NOT NULL REFERENCES catalog_tables (id) ON DELETE CASCADE,
  version            BIGINT NOT NULL,
  change_kind        TEXT NOT NULL,
  changed_by         TEXT NOT NULL,
  changed_at         BIGINT NOT NULL,
  catalog_name       TEXT COLLATE "C" NOT NULL,
  database_name      TEXT COLLATE "C" NOT NULL,
  name               TEXT COLLATE "C" NOT NULL,
  table_type         TEXT NOT NULL,
  owner_name         TEXT,
  owner_type         TEXT NOT NULL,
  created_at         BIGINT NOT NULL,
  last_accessed_at   BIGINT NOT NULL,
  retention          INTEGER NOT NULL,
  layout_id          BIGINT NOT NULL,
  location           TEXT,
  partition_keys     TEXT,
  parameters         TEXT,
  view_original_text TEXT,
  view_expanded_text TEXT,
  rewrite_enabled    SMALLINT NOT NULL,
  extras             TEXT,
  PRIMARY KEY (table_id, version)
);

-- sort_key orders as the partition's name does, whatever the keys are called.
-- location is below the table's folder when location_relative is 1.
CREATE TABLE table_partitions (
  id                BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  table_id          BIGINT NOT NULL REFERENCES catalog_tables (id) ON DELETE CASCADE,
  values_hash       BYTEA NOT NULL,
  sort_key          BYTEA NOT NULL,
  values_text       TEXT NOT NULL,
  location          TEXT,
  location_relative SMALLINT NOT NULL,
  layout_id         BIGINT NOT NULL,
  parameters        TEXT,
  created_at        BIGINT NOT NULL,
  last_accessed_at  BIGINT NOT NULL,
  extras            TEXT,
  UNIQUE (table_id, values_hash)
);

CREATE INDEX table_partitions_sorted ON table_partitions (table_id, sort_key, id);

CREATE TABLE catalog_functions (
  id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  database_id BIGINT NOT NULL REFERENCES catalog_databases (id),
  name        TEXT COLLATE "C" NOT NULL,
  class_name  TEXT,
  owner_name  TEXT,
  owner_type  TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  resources   TEXT NOT NULL,
  UNIQUE (database_id, name)
);

CREATE TABLE table_statistics (
  table_id    BIGINT NOT NULL REFERENCES catalog_tables (id) ON DELETE CASCADE,
  engine      TEXT COLLATE "C" NOT NULL,
  column_name TEXT COLLATE "C" NOT NULL,
  column_type TEXT NOT NULL,
  analyzed_at BIGINT NOT NULL,
  data        TEXT NOT NULL,
  PRIMARY KEY (table_id, engine, column_name)
);

CREATE TABLE partition_statistics (
  partition_id BIGINT NOT NULL REFERENCES table_partitions (id) ON DELETE CASCADE,
  engine       TEXT COLLATE "C" NOT NULL,
  column_name  TEXT COLLATE "C" NOT NULL,
  column_type  TEXT NOT NULL,
  analyzed_at  BIGINT NOT NULL,
  data         TEXT NOT NULL,
  PRIMARY KEY (partition_id, engine, column_name)
);

CREATE TABLE change_log (
  position       BIGINT PRIMARY KEY,
  changed_at     BIGINT NOT NULL,
  user_name      TEXT NOT NULL,
  kind           TEXT NOT NULL,
  catalog_name   TEXT COLLATE "C" NOT NULL,
  database_name  TEXT,
  table_name     TEXT,
  table_id       BIGINT,
  table_version  BIGINT,
  partition_list TEXT,
  details        TEXT
);

-- One row, taken last by every transaction that changes the catalog and held until it commits:
-- positions have no gap and follow the order of commits.
CREATE TABLE change_position (
  id               SMALLINT PRIMARY KEY CHECK (id = 1),
  current_position BIGINT NOT NULL
);

INSERT INTO change_position (id, current_position) VALUES (1, 0);

CREATE TABLE metastore_locks (
  id             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transaction_id BIGINT NOT NULL,
  state          TEXT NOT NULL,
  components     TEXT NOT NULL,
  user_name      TEXT NOT NULL,
  host           TEXT NOT NULL,
  agent_info     TEXT,
  acquired_at    BIGINT,
  heartbeat_at   BIGINT NOT NULL
);

-- One row that whoever requests, grants or releases locks holds.
CREATE TABLE lock_gate (
  id SMALLINT PRIMARY KEY CHECK (id = 1)
);

INSERT INTO lock_gate (id) VALUES (1);

CREATE TABLE runs (
  sequence    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id          TEXT COLLATE "C" NOT NULL UNIQUE,
  kind        TEXT NOT NULL,
  subject     TEXT COLLATE "C" NOT NULL,
  state       TEXT NOT NULL,
  attempt     INTEGER NOT NULL,
  cause       TEXT NOT NULL,
  lease_owner TEXT,
  lease_until BIGINT NOT NULL,
  version     BIGINT NOT NULL,
  started_at  BIGINT NOT NULL,
  ended_at    BIGINT,
  error       TEXT,
  progress    TEXT
);

CREATE INDEX runs_of_subject ON runs (kind, subject, started_at);
CREATE INDEX runs_by_state ON runs (kind, state);
