-- Locks keep their components as rows, so that those of one table are found without reading all.
-- Whoever held or awaited a lock asks anew.
DELETE FROM metastore_locks;

ALTER TABLE metastore_locks DROP COLUMN components;
ALTER TABLE metastore_locks ADD COLUMN blocked_component BIGINT;
ALTER TABLE metastore_locks ADD COLUMN blocking_lock BIGINT;
ALTER TABLE metastore_locks ADD COLUMN blocking_component BIGINT;

CREATE INDEX metastore_locks_of_transaction ON metastore_locks (transaction_id, heartbeat_at);

-- An absent table means the whole database, an absent partition the whole table.
CREATE TABLE lock_components (
  lock_id        BIGINT NOT NULL REFERENCES metastore_locks (id) ON DELETE CASCADE,
  position       INTEGER NOT NULL,
  mode           TEXT NOT NULL,
  database_name  TEXT COLLATE "C" NOT NULL,
  table_name     TEXT COLLATE "C",
  partition_name TEXT COLLATE "C",
  operation      TEXT,
  PRIMARY KEY (lock_id, position)
);

CREATE INDEX lock_components_of_table ON lock_components (database_name, table_name);

-- Rows that hold the last number given; whoever takes the next one holds the row until he commits.
CREATE TABLE acid_counters (
  name    TEXT PRIMARY KEY,
  last_id BIGINT NOT NULL
);

INSERT INTO acid_counters (name, last_id) VALUES ('transactions', 0);
INSERT INTO acid_counters (name, last_id) VALUES ('compactions', 0);

CREATE TABLE acid_transactions (
  id           BIGINT PRIMARY KEY,
  state        TEXT NOT NULL,
  kind         TEXT NOT NULL,
  user_name    TEXT NOT NULL,
  host         TEXT NOT NULL,
  agent_info   TEXT,
  started_at   BIGINT NOT NULL,
  heartbeat_at BIGINT NOT NULL,
  cause        TEXT
);

CREATE INDEX acid_transactions_by_state ON acid_transactions (state, id);
CREATE INDEX acid_transactions_by_heartbeat ON acid_transactions (state, heartbeat_at);

-- What a transaction writes to; commit_id is the newest transaction there was at its commit.
CREATE TABLE written_components (
  id             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transaction_id BIGINT NOT NULL,
  database_name  TEXT COLLATE "C" NOT NULL,
  table_name     TEXT COLLATE "C",
  partition_name TEXT COLLATE "C",
  operation      TEXT NOT NULL,
  write_id       BIGINT,
  commit_id      BIGINT
);

CREATE INDEX written_components_of_transaction ON written_components (transaction_id);
CREATE INDEX written_components_of_table ON written_components (database_name, table_name, commit_id);

CREATE TABLE write_id_counters (
  database_name TEXT COLLATE "C" NOT NULL,
  table_name    TEXT COLLATE "C" NOT NULL,
  last_id       BIGINT NOT NULL,
  PRIMARY KEY (database_name, table_name)
);

CREATE TABLE write_ids (
  database_name  TEXT COLLATE "C" NOT NULL,
  table_name     TEXT COLLATE "C" NOT NULL,
  write_id       BIGINT NOT NULL,
  transaction_id BIGINT NOT NULL,
  PRIMARY KEY (database_name, table_name, write_id)
);

CREATE UNIQUE INDEX write_ids_of_table ON write_ids (database_name, table_name, transaction_id);
CREATE INDEX write_ids_of_transaction ON write_ids (transaction_id);

-- The oldest write id that an open transaction may still read.
CREATE TABLE write_id_holds (
  transaction_id BIGINT NOT NULL,
  database_name  TEXT COLLATE "C" NOT NULL,
  table_name     TEXT COLLATE "C" NOT NULL,
  write_id       BIGINT NOT NULL,
  PRIMARY KEY (transaction_id, database_name, table_name)
);

-- Open transactions that replay one of another warehouse.
CREATE TABLE replayed_transactions (
  policy    TEXT COLLATE "C" NOT NULL,
  source_id BIGINT NOT NULL,
  target_id BIGINT NOT NULL,
  PRIMARY KEY (policy, source_id)
);

CREATE INDEX replayed_transactions_by_target ON replayed_transactions (target_id);

-- request and work are JSON text.
CREATE TABLE compactions (
  id             BIGINT PRIMARY KEY,
  database_name  TEXT COLLATE "C" NOT NULL,
  table_name     TEXT COLLATE "C" NOT NULL,
  partition_name TEXT COLLATE "C",
  kind           TEXT NOT NULL,
  state          TEXT NOT NULL,
  pool_name      TEXT COLLATE "C",
  transaction_id BIGINT,
  enqueued_at    BIGINT NOT NULL,
  request        TEXT NOT NULL,
  work           TEXT NOT NULL
);

CREATE INDEX compactions_of_table ON compactions (database_name, table_name);
CREATE INDEX compactions_by_state ON compactions (state, id);
CREATE INDEX compactions_of_transaction ON compactions (transaction_id);

CREATE TABLE compaction_metrics (
  id             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  database_name  TEXT COLLATE "C" NOT NULL,
  table_name     TEXT COLLATE "C" NOT NULL,
  partition_name TEXT COLLATE "C",
  kind           TEXT NOT NULL,
  metric_value   BIGINT NOT NULL,
  version        BIGINT NOT NULL
);

CREATE INDEX compaction_metrics_of_table ON compaction_metrics (database_name, table_name);

CREATE TABLE materialization_rebuilds (
  database_name  TEXT COLLATE "C" NOT NULL,
  table_name     TEXT COLLATE "C" NOT NULL,
  transaction_id BIGINT NOT NULL,
  heartbeat_at   BIGINT NOT NULL,
  PRIMARY KEY (database_name, table_name)
);
