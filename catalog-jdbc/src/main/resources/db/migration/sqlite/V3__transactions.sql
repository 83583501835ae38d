-- Locks keep their components as rows, so that those of one table are found without reading all.
-- Whoever held or awaited a lock asks anew.
DELETE FROM metastore_locks;

ALTER TABLE metastore_locks DROP COLUMN components;
ALTER TABLE metastore_locks ADD COLUMN blocked_component INTEGER;
ALTER TABLE metastore_locks ADD COLUMN blocking_lock INTEGER;
ALTER TABLE metastore_locks ADD COLUMN blocking_component INTEGER;

CREATE INDEX metastore_locks_of_transaction ON metastore_locks (transaction_id, heartbeat_at);

-- An absent table means the whole database, an absent partition the whole table.
CREATE TABLE lock_components (
  lock_id        INTEGER NOT NULL REFERENCES metastore_locks (id) ON DELETE CASCADE,
  position       INTEGER NOT NULL,
  mode           TEXT NOT NULL,
  database_name  TEXT NOT NULL,
  table_name     TEXT,
  partition_name TEXT,
  operation      TEXT,
  PRIMARY KEY (lock_id, position)
) STRICT;

CREATE INDEX lock_components_of_table ON lock_components (database_name, table_name);

-- Rows that hold the last number given; whoever takes the next one holds the row until he commits.
CREATE TABLE acid_counters (
  name    TEXT PRIMARY KEY,
  last_id INTEGER NOT NULL
) STRICT;

INSERT INTO acid_counters (name, last_id) VALUES ('transactions', 0);
INSERT INTO acid_counters (name, last_id) VALUES ('compactions', 0);

CREATE TABLE acid_transactions (
  id           INTEGER PRIMARY KEY,
  state        TEXT NOT NULL,
  kind         TEXT NOT NULL,
  user_name    TEXT NOT NULL,
  host         TEXT NOT NULL,
  agent_info   TEXT,
  started_at   INTEGER NOT NULL,
  heartbeat_at INTEGER NOT NULL,
  cause        TEXT
) STRICT;

CREATE INDEX acid_transactions_by_state ON acid_transactions (state, id);
CREATE INDEX acid_transactions_by_heartbeat ON acid_transactions (state, heartbeat_at);

-- What a transaction writes to; commit_id is the newest transaction there was at its commit.
CREATE TABLE written_components (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  transaction_id INTEGER NOT NULL,
  database_name  TEXT NOT NULL,
  table_name     TEXT,
  partition_name TEXT,
  operation      TEXT NOT NULL,
  write_id       INTEGER,
  commit_id      INTEGER
) STRICT;

CREATE INDEX written_components_of_transaction ON written_components (transaction_id);
CREATE INDEX written_components_of_table ON written_components (database_name, table_name, commit_id);

CREATE TABLE write_id_counters (
  database_name TEXT NOT NULL,
  table_name    TEXT NOT NULL,
  last_id       INTEGER NOT NULL,
  PRIMARY KEY (database_name, table_name)
) STRICT;

CREATE TABLE write_ids (
  database_name  TEXT NOT NULL,
  table_name     TEXT NOT NULL,
  write_id       INTEGER NOT NULL,
  transaction_id INTEGER NOT NULL,
  PRIMARY KEY (database_name, table_name, write_id)
) STRICT;

CREATE UNIQUE INDEX write_ids_of_table ON write_ids (database_name, table_name, transaction_id);
CREATE INDEX write_ids_of_transaction ON write_ids (transaction_id);

-- The oldest write id that an open transaction may still read.
CREATE TABLE write_id_holds (
  transaction_id INTEGER NOT NULL,
  database_name  TEXT NOT NULL,
  table_name     TEXT NOT NULL,
  write_id       INTEGER NOT NULL,
  PRIMARY KEY (transaction_id, database_name, table_name)
) STRICT;

-- Open transactions that replay one of another warehouse.
CREATE TABLE replayed_transactions (
  policy    TEXT NOT NULL,
  source_id INTEGER NOT NULL,
  target_id INTEGER NOT NULL,
  PRIMARY KEY (policy, source_id)
) STRICT;

CREATE INDEX replayed_transactions_by_target ON replayed_transactions (target_id);

-- request and work are JSON text.
CREATE TABLE compactions (
  id             INTEGER PRIMARY KEY,
  database_name  TEXT NOT NULL,
  table_name     TEXT NOT NULL,
  partition_name TEXT,
  kind           TEXT NOT NULL,
  state          TEXT NOT NULL,
  pool_name      TEXT,
  transaction_id INTEGER,
  enqueued_at    INTEGER NOT NULL,
  request        TEXT NOT NULL,
  work           TEXT NOT NULL
) STRICT;

CREATE INDEX compactions_of_table ON compactions (database_name, table_name);
CREATE INDEX compactions_by_state ON compactions (state, id);
CREATE INDEX compactions_of_transaction ON compactions (transaction_id);

CREATE TABLE compaction_metrics (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  database_name  TEXT NOT NULL,
  table_name     TEXT NOT NULL,
  partition_name TEXT,
  kind           TEXT NOT NULL,
  metric_value   INTEGER NOT NULL,
  version        INTEGER NOT NULL
) STRICT;

CREATE INDEX compaction_metrics_of_table ON compaction_metrics (database_name, table_name);

CREATE TABLE materialization_rebuilds (
  database_name  TEXT NOT NULL,
  table_name     TEXT NOT NULL,
  transaction_id INTEGER NOT NULL,
  heartbeat_at   INTEGER NOT NULL,
  PRIMARY KEY (database_name, table_name)
) STRICT;
