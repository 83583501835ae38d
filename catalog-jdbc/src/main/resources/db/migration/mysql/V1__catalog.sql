-- Times are epoch milliseconds. Parameters, extras, keys and the like are JSON text; NULL stands for
-- an empty map. Ids are never reused. Text is compared byte by byte, without padding: the collation
-- that does so has another name on each server and is filled in by the dialect.

CREATE TABLE catalogs (
  name        VARCHAR(255) PRIMARY KEY,
  description LONGTEXT,
  location    LONGTEXT,
  created_at  BIGINT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

INSERT INTO catalogs (name, description, location, created_at) VALUES ('hive', 'Default catalog', NULL, 0);

CREATE TABLE catalog_databases (
  id               BIGINT PRIMARY KEY AUTO_INCREMENT,
  catalog_name     VARCHAR(255) NOT NULL,
  name             VARCHAR(255) NOT NULL,
  description      LONGTEXT,
  location         LONGTEXT,
  managed_location LONGTEXT,
  parameters       LONGTEXT,
  owner_name       LONGTEXT,
  owner_type       VARCHAR(64) NOT NULL,
  created_at       BIGINT NOT NULL,
  extras           LONGTEXT,
  UNIQUE (catalog_name, name),
  FOREIGN KEY (catalog_name) REFERENCES catalogs (name)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- A layout is stored once per content and never changes or goes; that is why nothing that refers to
-- one needs a foreign key.
CREATE TABLE storage_layouts (
  id           BIGINT PRIMARY KEY AUTO_INCREMENT,
  content_hash BINARY(32) NOT NULL UNIQUE,
  content      LONGTEXT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE catalog_tables (
  id                 BIGINT PRIMARY KEY AUTO_INCREMENT,
  database_id        BIGINT NOT NULL,
  name               VARCHAR(255) NOT NULL,
  version            BIGINT NOT NULL,
  table_type         VARCHAR(64) NOT NULL,
  owner_name         LONGTEXT,
  owner_type         VARCHAR(64) NOT NULL,
  created_at         BIGINT NOT NULL,
  last_accessed_at   BIGINT NOT NULL,
  retention          INT NOT NULL,
  layout_id          BIGINT NOT NULL,
  location           LONGTEXT,
  partition_keys     LONGTEXT,
  parameters         LONGTEXT,
  view_original_text LONGTEXT,
  view_expanded_text LONGTEXT,
  rewrite_enabled    SMALLINT NOT NULL,
  extras             LONGTEXT,
  UNIQUE (database_id, name),
  FOREIGN KEY (database_id) REFERENCES catalog_databases (id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE table_versions (
  table_id           BIGINT NOT NULL,
  version            BIGINT NOT NULL,
  change_kind        VARCHAR(64) NOT NULL,
  changed_by         LONGTEXT NOT NULL,
  changed_at         BIGINT NOT NULL,
  catalog_name       VARCHAR(255) NOT NULL,
  database_name      VARCHAR(255) NOT NULL,
  name               VARCHAR(255) NOT NULL,
  table_type         VARCHAR(64) NOT NULL,
  owner_name         LONGTEXT,
  owner_type         VARCHAR(64) NOT NULL,
  created_at         BIGINT NOT NULL,
  last_accessed_at   BIGINT NOT NULL,
  retention          INT NOT NULL,
  layout_id          BIGINT NOT NULL,
  location           LONGTEXT,
  partition_keys     LONGTEXT,
  parameters         LONGTEXT,
  view_original_text LONGTEXT,
  view_expanded_text LONGTEXT,
  rewrite_enabled    SMALLINT NOT NULL,
  extras             LONGTEXT,
  PRIMARY KEY (table_id, version),
  FOREIGN KEY (table_id) REFERENCES catalog_tables (id) ON DELETE CASCADE
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- sort_key orders as the partition's name does, whatever the keys are called.
-- location is below the table's folder when location_relative is 1.
CREATE TABLE table_partitions (
  id                BIGINT PRIMARY KEY AUTO_INCREMENT,
  table_id          BIGINT NOT NULL,
  values_hash       BINARY(32) NOT NULL,
  sort_key          VARBINARY(2048) NOT NULL,
  values_text       LONGTEXT NOT NULL,
  location          LONGTEXT,
  location_relative SMALLINT NOT NULL,
  layout_id         BIGINT NOT NULL,
  parameters        LONGTEXT,
  created_at        BIGINT NOT NULL,
  last_accessed_at  BIGINT NOT NULL,
  extras            LONGTEXT,
  UNIQUE (table_id, values_hash),
  FOREIGN KEY (table_id) REFERENCES catalog_tables (id) ON DELETE CASCADE
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE INDEX table_partitions_sorted ON table_partitions (table_id, sort_key, id);

CREATE TABLE catalog_functions (
  id          BIGINT PRIMARY KEY AUTO_INCREMENT,
  database_id BIGINT NOT NULL,
  name        VARCHAR(255) NOT NULL,
  class_name  LONGTEXT,
  owner_name  LONGTEXT,
  owner_type  VARCHAR(64) NOT NULL,
  created_at  BIGINT NOT NULL,
  resources   LONGTEXT NOT NULL,
  UNIQUE (database_id, name),
  FOREIGN KEY (database_id) REFERENCES catalog_databases (id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE table_statistics (
  table_id    BIGINT NOT NULL,
  engine      VARCHAR(128) NOT NULL,
  column_name VARCHAR(600) NOT NULL,
  column_type LONGTEXT NOT NULL,
  analyzed_at BIGINT NOT NULL,
  data        LONGTEXT NOT NULL,
  PRIMARY KEY (table_id, engine, column_name),
  FOREIGN KEY (table_id) REFERENCES catalog_tables (id) ON DELETE CASCADE
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE partition_statistics (
  partition_id BIGINT NOT NULL,
  engine       VARCHAR(128) NOT NULL,
  column_name  VARCHAR(600) NOT NULL,
  column_type  LONGTEXT NOT NULL,
  analyzed_at  BIGINT NOT NULL,
  data         LONGTEXT NOT NULL,
  PRIMARY KEY (partition_id, engine, column_name),
  FOREIGN KEY (partition_id) REFERENCES table_partitions (id) ON DELETE CASCADE
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE change_log (
  position       BIGINT PRIMARY KEY,
  changed_at     BIGINT NOT NULL,
  user_name      LONGTEXT NOT NULL,
  kind           VARCHAR(64) NOT NULL,
  catalog_name   VARCHAR(255) NOT NULL,
  database_name  VARCHAR(255),
  table_name     VARCHAR(255),
  table_id       BIGINT,
  table_version  BIGINT,
  partition_list LONGTEXT,
  details        LONGTEXT
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- One row, taken last by every transaction that changes the catalog and held until it commits:
-- positions have no gap and follow the order of commits.
CREATE TABLE change_position (
  id               SMALLINT PRIMARY KEY CHECK (id = 1),
  current_position BIGINT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

INSERT INTO change_position (id, current_position) VALUES (1, 0);

CREATE TABLE metastore_locks (
  id             BIGINT PRIMARY KEY AUTO_INCREMENT,
  transaction_id BIGINT NOT NULL,
  state          VARCHAR(64) NOT NULL,
  components     LONGTEXT NOT NULL,
  user_name      LONGTEXT NOT NULL,
  host           LONGTEXT NOT NULL,
  agent_info     LONGTEXT,
  acquired_at    BIGINT,
  heartbeat_at   BIGINT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- One row that whoever requests, grants or releases locks holds.
CREATE TABLE lock_gate (
  id SMALLINT PRIMARY KEY CHECK (id = 1)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

INSERT INTO lock_gate (id) VALUES (1);

CREATE TABLE runs (
  sequence    BIGINT PRIMARY KEY AUTO_INCREMENT,
  id          VARCHAR(255) NOT NULL UNIQUE,
  kind        VARCHAR(64) NOT NULL,
  subject     VARCHAR(255) NOT NULL,
  state       VARCHAR(64) NOT NULL,
  attempt     INT NOT NULL,
  cause       LONGTEXT NOT NULL,
  lease_owner LONGTEXT,
  lease_until BIGINT NOT NULL,
  version     BIGINT NOT NULL,
  started_at  BIGINT NOT NULL,
  ended_at    BIGINT,
  error       LONGTEXT,
  progress    LONGTEXT
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE INDEX runs_of_subject ON runs (kind, subject, started_at);
CREATE INDEX runs_by_state ON runs (kind, state);
