-- Roles, who holds them, and privileges. Names of roles and principals keep their case, which counts.
-- passing is whether the receiver may grant it to others.

CREATE TABLE access_roles (
  name       TEXT PRIMARY KEY,
  owner_name TEXT,
  created_at INTEGER NOT NULL
) STRICT;

INSERT INTO access_roles (name, owner_name, created_at) VALUES ('admin', 'admin', 0), ('public', 'public', 0);

CREATE TABLE role_members (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  role_name    TEXT NOT NULL REFERENCES access_roles (name) ON DELETE CASCADE,
  member_type  TEXT NOT NULL,
  member_name  TEXT NOT NULL,
  grantor_type TEXT,
  grantor_name TEXT,
  passing      TEXT NOT NULL,
  granted_at   INTEGER NOT NULL,
  UNIQUE (role_name, member_type, member_name)
) STRICT;

CREATE INDEX role_members_of_member ON role_members (member_name, member_type);

-- resource_key and grant_key stand for the resource and for all in which grants must differ. Of the
-- ids, those of the row that the grant is on are set, and of the table of a partition.
CREATE TABLE access_grants (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  resource_key   BLOB NOT NULL,
  grant_key      BLOB NOT NULL UNIQUE,
  kind           TEXT NOT NULL,
  database_id    INTEGER REFERENCES catalog_databases (id) ON DELETE CASCADE,
  table_id       INTEGER REFERENCES catalog_tables (id) ON DELETE CASCADE,
  partition_id   INTEGER REFERENCES table_partitions (id) ON DELETE CASCADE,
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

CREATE INDEX access_grants_on ON access_grants (resource_key, principal_name);
CREATE INDEX access_grants_to ON access_grants (principal_name);
CREATE INDEX access_grants_of_database ON access_grants (database_id);
CREATE INDEX access_grants_of_table ON access_grants (table_id, kind);
CREATE INDEX access_grants_of_partition ON access_grants (partition_id);

-- What Hive gives to its administrators: everything, by themselves, with the right to pass it on.
INSERT INTO access_grants (resource_key, grant_key, kind, principal_type, principal_name, privilege,
       grantor_type, grantor_name, authorizer, passing, granted_at)
VALUES (x'40c77ae4fc892120acd52ee90885f9f15eabaaf619b7a9beeada24e6a60fd5d8',
        x'e336e25b02b094b82721f32d4137d3206a5684c1b419f6ee5adff7f822d989e7',
        'GLOBAL', 'ROLE', 'admin', 'All', 'ROLE', 'admin', 'SQL', 'ALLOWED', 0);

CREATE TABLE delegation_keys (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  secret      TEXT NOT NULL,
  signs_until INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE delegation_tokens (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  owner_name  TEXT NOT NULL,
  renewer     TEXT NOT NULL,
  real_user   TEXT NOT NULL,
  issued_at   INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  key_id      INTEGER NOT NULL,
  valid_until INTEGER NOT NULL
) STRICT;

CREATE INDEX delegation_tokens_by_end ON delegation_tokens (valid_until);

-- What other servers keep here for themselves, found by the hash of its identifier.
CREATE TABLE kept_tokens (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  identifier_hash BLOB NOT NULL UNIQUE,
  identifier      TEXT NOT NULL,
  token           TEXT NOT NULL
) STRICT;

CREATE TABLE kept_keys (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  key_text TEXT NOT NULL
) STRICT;
