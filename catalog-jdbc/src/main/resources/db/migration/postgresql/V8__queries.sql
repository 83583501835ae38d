-- Times are epoch milliseconds. Names keep their case: Hive folds none of these.

CREATE TABLE scheduled_queries (
  id                  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  namespace           TEXT COLLATE "C" NOT NULL,
  name                TEXT COLLATE "C" NOT NULL,
  enabled             INTEGER NOT NULL,
  schedule            TEXT NOT NULL,
  user_name           TEXT,
  query_text          TEXT,
  next_execution_at   BIGINT,
  active_execution_id BIGINT,
  UNIQUE (namespace, name)
);

CREATE INDEX scheduled_queries_due ON scheduled_queries (namespace, enabled, next_execution_at);

CREATE TABLE scheduled_executions (
  id                BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  query_id          BIGINT NOT NULL REFERENCES scheduled_queries (id) ON DELETE CASCADE,
  state             TEXT NOT NULL,
  executor_query_id TEXT,
  started_at        BIGINT NOT NULL,
  updated_at        BIGINT,
  ended_at          BIGINT,
  error             TEXT
);

CREATE INDEX scheduled_executions_of_query ON scheduled_executions (query_id, id);
CREATE INDEX scheduled_executions_by_start ON scheduled_executions (started_at);

CREATE TABLE stored_procedures (
  id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  database_id BIGINT NOT NULL REFERENCES catalog_databases (id),
  name        TEXT COLLATE "C" NOT NULL,
  owner_name  TEXT,
  source      TEXT NOT NULL,
  UNIQUE (database_id, name)
);

CREATE TABLE stored_packages (
  id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  database_id BIGINT NOT NULL REFERENCES catalog_databases (id),
  name        TEXT COLLATE "C" NOT NULL,
  owner_name  TEXT,
  header      TEXT NOT NULL,
  body        TEXT NOT NULL,
  UNIQUE (database_id, name)
);

CREATE TABLE runtime_statistics (
  id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  created_at BIGINT NOT NULL,
  weight     INTEGER NOT NULL,
  payload    BYTEA NOT NULL
);

CREATE INDEX runtime_statistics_by_age ON runtime_statistics (created_at, id);

CREATE TABLE replication_metrics (
  scheduled_execution_id BIGINT PRIMARY KEY,
  policy                 TEXT COLLATE "C" NOT NULL,
  dump_execution_id      BIGINT NOT NULL,
  started_at             BIGINT NOT NULL,
  metadata               TEXT,
  progress               TEXT,
  message_format         TEXT
);

CREATE INDEX replication_metrics_of_policy ON replication_metrics (policy, scheduled_execution_id);
CREATE INDEX replication_metrics_of_dump ON replication_metrics (dump_execution_id, scheduled_execution_id);
CREATE INDEX replication_metrics_by_start ON replication_metrics (started_at);

-- properties is JSON text.
CREATE TABLE property_maps (
  map_key    TEXT COLLATE "C" PRIMARY KEY,
  properties TEXT
);
