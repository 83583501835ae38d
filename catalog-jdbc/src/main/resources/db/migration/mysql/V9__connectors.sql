CREATE TABLE data_connectors (
  name           VARCHAR(255) PRIMARY KEY,
  connector_type LONGTEXT,
  url            LONGTEXT,
  description    LONGTEXT,
  parameters     LONGTEXT,
  owner_name     LONGTEXT,
  owner_type     VARCHAR(64) NOT NULL,
  created_at     BIGINT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- Set for databases of other systems only. A connector may go before its databases.
ALTER TABLE catalog_databases ADD COLUMN connector_name VARCHAR(255);
ALTER TABLE catalog_databases ADD COLUMN remote_name LONGTEXT;

CREATE INDEX catalog_databases_by_connector ON catalog_databases (connector_name);

-- By the file system's own id of a file.
CREATE TABLE file_metadata (
  file_id  BIGINT PRIMARY KEY,
  metadata LONGBLOB NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- The index table holds the data of the index.
CREATE TABLE table_indexes (
  id               BIGINT PRIMARY KEY AUTO_INCREMENT,
  table_id         BIGINT NOT NULL,
  name             VARCHAR(255) NOT NULL,
  handler_class    LONGTEXT,
  created_at       BIGINT NOT NULL,
  last_accessed_at BIGINT NOT NULL,
  index_table_id   BIGINT,
  layout_id        BIGINT NOT NULL,
  location         LONGTEXT,
  parameters       LONGTEXT,
  deferred_rebuild SMALLINT NOT NULL,
  UNIQUE (table_id, name),
  FOREIGN KEY (table_id) REFERENCES catalog_tables (id) ON DELETE CASCADE,
  FOREIGN KEY (index_table_id) REFERENCES catalog_tables (id) ON DELETE SET NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- Partitions need not exist to be marked.
CREATE TABLE partition_marks (
  table_id    BIGINT NOT NULL,
  event       VARCHAR(64) NOT NULL,
  values_hash BINARY(32) NOT NULL,
  values_text LONGTEXT NOT NULL,
  PRIMARY KEY (table_id, event, values_hash),
  FOREIGN KEY (table_id) REFERENCES catalog_tables (id) ON DELETE CASCADE
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- One row, made by the first node.
CREATE TABLE catalog_identity (
  id   SMALLINT PRIMARY KEY CHECK (id = 1),
  uuid VARCHAR(64) NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
