-- Times are epoch milliseconds. Names keep their case: Hive folds none of these.

CREATE TABLE scheduled_queries (
  id                  BIGINT PRIMARY KEY AUTO_INCREMENT,
  namespace           VARCHAR(255) NOT NULL,
  name                VARCHAR(255) NOT NULL,
  enabled             INT NOT NULL,
  schedule            LONGTEXT NOT NULL,
  user_name           LONGTEXT,
  query_text          LONGTEXT,
  next_execution_at   BIGINT,
  active_execution_id BIGINT,
  UNIQUE (namespace, name)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE INDEX scheduled_queries_due ON scheduled_queries (namespace, enabled, next_execution_at);

CREATE TABLE scheduled_executions (
  id                BIGINT PRIMARY KEY AUTO_INCREMENT,
  query_id          BIGINT NOT NULL,
  state             VARCHAR(64) NOT NULL,
  executor_query_id LONGTEXT,
  started_at        BIGINT NOT NULL,
  updated_at        BIGINT,
  ended_at          BIGINT,
  error             LONGTEXT,
  FOREIGN KEY (query_id) REFERENCES scheduled_queries (id) ON DELETE CASCADE
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE INDEX scheduled_executions_of_query ON scheduled_executions (query_id, id);
CREATE INDEX scheduled_executions_by_start ON scheduled_executions (started_at);

CREATE TABLE stored_procedures (
  id          BIGINT PRIMARY KEY AUTO_INCREMENT,
  database_id BIGINT NOT NULL,
  name        VARCHAR(255) NOT NULL,
  owner_name  LONGTEXT,
  source      LONGTEXT NOT NULL,
  UNIQUE (database_id, name),
  FOREIGN KEY (database_id) REFERENCES catalog_databases (id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE stored_packages (
  id          BIGINT PRIMARY KEY AUTO_INCREMENT,
  database_id BIGINT NOT NULL,
  name        VARCHAR(255) NOT NULL,
  owner_name  LONGTEXT,
  header      LONGTEXT NOT NULL,
  body        LONGTEXT NOT NULL,
  UNIQUE (database_id, name),
  FOREIGN KEY (database_id) REFERENCES catalog_databases (id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE runtime_statistics (
  id         BIGINT PRIMARY KEY AUTO_INCREMENT,
  created_at BIGINT NOT NULL,
  weight     INT NOT NULL,
  payload    LONGBLOB NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE INDEX runtime_statistics_by_age ON runtime_statistics (created_at, id);

CREATE TABLE replication_metrics (
  scheduled_execution_id BIGINT PRIMARY KEY,
  policy                 VARCHAR(255) NOT NULL,
  dump_execution_id      BIGINT NOT NULL,
  started_at             BIGINT NOT NULL,
  metadata               LONGTEXT,
  progress               LONGTEXT,
  message_format         LONGTEXT
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE INDEX replication_metrics_of_policy ON replication_metrics (policy, scheduled_execution_id);
CREATE INDEX replication_metrics_of_dump ON replication_metrics (dump_execution_id, scheduled_execution_id);
CREATE INDEX replication_metrics_by_start ON replication_metrics (started_at);

-- properties is JSON text.
CREATE TABLE property_maps (
  map_key    VARCHAR(700) PRIMARY KEY,
  properties LONGTEXT
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
