-- Times are epoch milliseconds. Names keep their case: Hive folds none of these.

CREATE TABLE scheduled_queries (
  id                  INTEGER PRIMARY KEY AUTOINCREMENT,
  namespace           TEXT NOT NULL,
  name                TEXT NOT NULL,
  enabled             INTEGER NOT NULL,
  schedule            TEXT NOT NULL,
  user_name           TEXT,
  query_text          TEXT,
  next_execution_at   INTEGER,
  active_execution_id INTEGER,
  UNIQUE (namespace, name)
) STRICT;

CREATE INDEX scheduled_queries_due ON scheduled_queries (namespace, enabled, next_execution_at);

CREATE TABLE scheduled_executions (
  id                INTEGER PRIMARY KEY AUTOINCREMENT,
  query_id          INTEGER NOT NULL REFERENCES scheduled_queries (id) ON DELETE CASCADE,
  state             TEXT NOT NULL,
  executor_query_id TEXT,
  started_at        INTEGER NOT NULL,
  updated_at        INTEGER,
  ended_at          INTEGER,
  error             TEXT
) STRICT;

CREATE INDEX scheduled_executions_of_query ON scheduled_executions (query_id, id);
CREATE INDEX scheduled_executions_by_start ON scheduled_executions (started_at);

CREATE TABLE stored_procedures (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  database_id INTEGER NOT NULL REFERENCES catalog_databases (id),
  name        TEXT NOT NULL,
  owner_name  TEXT,
  source      TEXT NOT NULL,
  UNIQUE (database_id, name)
) STRICT;

CREATE TABLE stored_packages (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  database_id INTEGER NOT NULL REFERENCES catalog_databases (id),
  name        TEXT NOT NULL,
  owner_name  TEXT,
  header      TEXT NOT NULL,
  body        TEXT NOT NULL,
  UNIQUE (database_id, name)
) STRICT;

CREATE TABLE runtime_statistics (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  created_at INTEGER NOT NULL,
  weight     INTEGER NOT NULL,
  payload    BLOB NOT NULL
) STRICT;

CREATE INDEX runtime_statistics_by_age ON runtime_statistics (created_at, id);

CREATE TABLE replication_metrics (
  scheduled_execution_id INTEGER PRIMARY KEY,
  policy                 TEXT NOT NULL,
  dump_execution_id      INTEGER NOT NULL,
  started_at             INTEGER NOT NULL,
  metadata               TEXT,
  progress               TEXT,
  message_format         TEXT
) STRICT;

CREATE INDEX replication_metrics_of_policy ON replication_metrics (policy, scheduled_execution_id);
CREATE INDEX replication_metrics_of_dump ON replication_metrics (dump_execution_id, scheduled_execution_id);
CREATE INDEX replication_metrics_by_start ON replication_metrics (started_at);

-- properties is JSON text.
CREATE TABLE property_maps (
  map_key    TEXT PRIMARY KEY,
  properties TEXT
) STRICT;
