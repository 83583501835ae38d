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
  lock_id        BIGINT NOT NULL,
  position       INT NOT NULL,
  mode           VARCHAR(64) NOT NULL,
  database_name  VARCHAR(255) NOT NULL,
  table_name     VARCHAR(255),
  partition_name LONGTEXT,
  operation      VARCHAR(64),
  PRIMARY KEY (lock_id, position),
  FOREIGN KEY (lock_id) REFERENCES metastore_locks (id) ON DELETE CASCADE
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE INDEX lock_components_of_table ON lock_components (database_name, table_name);

-- Rows that hold the last number given; whoever takes the next one holds the row until he commits.
CREATE TABLE acid_counters (
  name    VARCHAR(64) PRIMARY KEY,
  last_id BIGINT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

INSERT INTO acid_counters (name, last_id) VALUES ('transactions', 0);
INSERT INTO acid_counters (name, last_id) VALUES ('compactions', 0);

CREATE TABLE acid_transactions (
  id           BIGINT PRIMARY KEY,
  state        VARCHAR(64) NOT NULL,
  kind         VARCHAR(64) NOT NULL,
  user_name    LONGTEXT NOT NULL,
  host         LONGTEXT NOT NULL,
  agent_info   LONGTEXT,
  started_at   BIGINT NOT NULL,
  heartbeat_at BIGINT NOT NULL,
  cause        LONGTEXT
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE INDEX acid_transactions_by_state ON acid_transactions (state, id);
CREATE INDEX acid_transactions_by_heartbeat ON acid_transactions (state, heartbeat_at);

-- What a transaction writes to; commit_id is the newest transaction there was at its commit.
CREATE TABLE written_components (
  id             BIGINT PRIMARY KEY AUTO_INCREMENT,
  transaction_id BIGINT NOT NULL,
  database_name  VARCHAR(255) NOT NULL,
  table_name     VARCHAR(255),
  partition_name LONGTEXT,
  operation      VARCHAR(64) NOT NULL,
  write_id       BIGINT,
  commit_id      BIGINT
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE INDEX written_components_of_transaction ON written_components (transaction_id);
CREATE INDEX written_components_of_table ON written_components (database_name, table_name, commit_id);

CREATE TABLE write_id_counters (
  database_name VARCHAR(255) NOT NULL,
  table_name    VARCHAR(255) NOT NULL,
  last_id       BIGINT NOT NULL,
  PRIMARY KEY (database_name, table_name)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE write_ids (
  database_name  VARCHAR(255) NOT NULL,
  table_name     VARCHAR(255) NOT NULL,
  write_id       BIGINT NOT NULL,
  transaction_id BIGINT NOT NULL,
  PRIMARY KEY (database_name, table_name, write_id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE UNIQUE INDEX write_ids_of_table ON write_ids (database_name, table_name, transaction_id);
CREATE INDEX write_ids_of_transaction ON write_ids (transaction_id);

-- The oldest write id that an open transaction may still read.
CREATE TABLE write_id_holds (
  transaction_id BIGINT NOT NULL,
  database_name  VARCHAR(255) NOT NULL,
  table_name     VARCHAR(255) NOT NULL,
  write_id       BIGINT NOT NULL,
  PRIMARY KEY (transaction_id, database_name, table_name)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- Open transactions that replay one of another warehouse.
CREATE TABLE replayed_transactions (
  policy    VARCHAR(600) NOT NULL,
  source_id BIGINT NOT NULL,
  target_id BIGINT NOT NULL,
  PRIMARY KEY (policy, source_id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE INDEX replayed_transactions_by_target ON replayed_transactions (target_id);

-- request and work are JSON text.
CREATE TABLE compactions (
  id             BIGINT PRIMARY KEY,
  database_name  VARCHAR(255) NOT NULL,
  table_name     VARCHAR(255) NOT NULL,
  partition_name LONGTEXT,
  kind           VARCHAR(64) NOT NULL,
  state          VARCHAR(64) NOT NULL,
  pool_name      LONGTEXT,
  transaction_id BIGINT,
  enqueued_at    BIGINT NOT NULL,
  request        LONGTEXT NOT NULL,
  work           LONGTEXT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE INDEX compactions_of_table ON compactions (database_name, table_name);
CREATE INDEX compactions_by_state ON compactions (state, id);
CREATE INDEX compactions_of_transaction ON compactions (transaction_id);

CREATE TABLE compaction_metrics (
  id             BIGINT PRIMARY KEY AUTO_INCREMENT,
  database_name  VARCHAR(255) NOT NULL,
  table_name     VARCHAR(255) NOT NULL,
  partition_name LONGTEXT,
  kind           VARCHAR(64) NOT NULL,
  metric_value   BIGINT NOT NULL,
  version        BIGINT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE INDEX compaction_metrics_of_table ON compaction_metrics (database_name, table_name);

CREATE TABLE materialization_rebuilds (
  database_name  VARCHAR(255) NOT NULL,
  table_name     VARCHAR(255) NOT NULL,
  transaction_id BIGINT NOT NULL,
  heartbeat_at   BIGINT NOT NULL,
  PRIMARY KEY (database_name, table_name)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
