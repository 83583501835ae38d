-- A table of a million partitions goes in one short transaction: its partitions stay behind, found by
-- nobody, and are removed a few at a time. What checks rows one by one gives way to the lock on the
-- table that everybody holds who adds partitions.
CREATE TABLE dropped_tables (
  table_id INTEGER PRIMARY KEY
) STRICT;

-- SQLite drops no constraint: the tables are made anew, those that refer to others first.
CREATE TABLE new_access_grants (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  resource_key   BLOB NOT NULL,
  grant_key      BLOB NOT NULL UNIQUE,
  kind           TEXT NOT NULL,
  database_id    INTEGER REFERENCES catalog_databases (id) ON DELETE CASCADE,
  table_id       INTEGER REFERENCES catalog_tables (id) ON DELETE CASCADE,
  partition_id   INTEGER,
  column_name    TEXT,
  connector_name TEXT,
  principal_type TEXT NOT NULL,
  principal_name TEXT NOT NULL,
  privilege      TEXT NOT NULL,
  grantor_type   TEXT,
  grantor_name   TEXT,
  authorizer     TEXT,
  passing        TEXT NOT NULL,
  granted_at     INTEGER NOT NULL
) STRICT;
INSERT INTO sqlite_sequence (name, seq)
SELECT 'new_access_grants', seq FROM sqlite_sequence WHERE name = 'access_grants';
INSERT INTO new_access_grants SELECT * FROM access_grants;
DROP TABLE access_grants;
ALTER TABLE new_access_grants RENAME TO access_grants;
CREATE INDEX access_grants_on ON access_grants (resource_key, principal_name);
CREATE INDEX access_grants_to ON access_grants (principal_name);
CREATE INDEX access_grants_of_database ON access_grants (database_id);
CREATE INDEX access_grants_of_table ON access_grants (table_id, kind);
CREATE INDEX access_grants_of_partition ON access_grants (partition_id);

CREATE TABLE new_partition_statistics (
  partition_id INTEGER NOT NULL,
  engine       TEXT NOT NULL,
  column_name  TEXT NOT NULL,
  column_type  TEXT NOT NULL,
  analyzed_at  INTEGER NOT NULL,
  data         TEXT NOT NULL,
  PRIMARY KEY (partition_id, engine, column_name)
) STRICT, WITHOUT ROWID;
INSERT INTO new_partition_statistics SELECT * FROM partition_statistics;
DROP TABLE partition_statistics;
ALTER TABLE new_partition_statistics RENAME TO partition_statistics;

CREATE TABLE new_table_partitions (
  id                INTEGER PRIMARY KEY AUTOINCREMENT,
  table_id          INTEGER NOT NULL,
  values_hash       BLOB NOT NULL,
  sort_key          BLOB NOT NULL,
  values_text       TEXT NOT NULL,
  location          TEXT,
  location_relative INTEGER NOT NULL,
  layout_id         INTEGER NOT NULL,
  parameters        TEXT,
  created_at        INTEGER NOT NULL,
  last_accessed_at  INTEGER NOT NULL,
  extras            TEXT,
  UNIQUE (table_id, values_hash)
) STRICT;
INSERT INTO sqlite_sequence (name, seq)
SELECT 'new_table_partitions', seq FROM sqlite_sequence WHERE name = 'table_partitions';
INSERT INTO new_table_partitions SELECT * FROM table_partitions;
DROP TABLE table_partitions;
ALTER TABLE new_table_partitions RENAME TO table_partitions;
CREATE INDEX table_partitions_sorted ON table_partitions (table_id, sort_key, id);
