-- Roles, who holds them, and privileges. Names of roles and principals keep their case, which counts.
-- passing is whether the receiver may grant it to others.

CREATE TABLE access_roles (
  name       VARCHAR(255) PRIMARY KEY,
  owner_name LONGTEXT,
  created_at BIGINT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

INSERT INTO access_roles (name, owner_name, created_at) VALUES ('admin', 'admin', 0), ('public', 'public', 0);

CREATE TABLE role_members (
  id           BIGINT PRIMARY KEY AUTO_INCREMENT,
  role_name    VARCHAR(255) NOT NULL,
  member_type  VARCHAR(64) NOT NULL,
  member_name  VARCHAR(255) NOT NULL,
  grantor_type VARCHAR(64),
  grantor_name LONGTEXT,
  passing      VARCHAR(64) NOT NULL,
  granted_at   BIGINT NOT NULL,
  UNIQUE (role_name, member_type, member_name),
  FOREIGN KEY (role_name) REFERENCES access_roles (name) ON DELETE CASCADE
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE INDEX role_members_of_member ON role_members (member_name, member_type);

-- resource_key and grant_key stand for the resource and for all in which grants must differ. Of the
-- ids, those of the row that the grant is on are set, and of the table of a partition.
CREATE TABLE access_grants (
  id             BIGINT PRIMARY KEY AUTO_INCREMENT,
  resource_key   BINARY(32) NOT NULL,
  grant_key      BINARY(32) NOT NULL UNIQUE,
  kind           VARCHAR(64) NOT NULL,
  database_id    BIGINT,
  table_id       BIGINT,
  partition_id   BIGINT,
  column_name    LONGTEXT,
  connector_name LONGTEXT,
  principal_type VARCHAR(64) NOT NULL,
  principal_name VARCHAR(255) NOT NULL,
  privilege      LONGTEXT NOT NULL,
  grantor_type   VARCHAR(64),
  grantor_name   LONGTEXT,
  authorizer     LONGTEXT,
  passing        VARCHAR(64) NOT NULL,
  granted_at     BIGINT NOT NULL,
  FOREIGN KEY (database_id) REFERENCES catalog_databases (id) ON DELETE CASCADE,
  FOREIGN KEY (table_id) REFERENCES catalog_tables (id) ON DELETE CASCADE,
  FOREIGN KEY (partition_id) REFERENCES table_partitions (id) ON DELETE CASCADE
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

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
  id          BIGINT PRIMARY KEY AUTO_INCREMENT,
  secret      LONGTEXT NOT NULL,
  signs_until BIGINT NOT NULL,
  expires_at  BIGINT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE delegation_tokens (
  id          BIGINT PRIMARY KEY AUTO_INCREMENT,
  owner_name  LONGTEXT NOT NULL,
  renewer     LONGTEXT NOT NULL,
  real_user   LONGTEXT NOT NULL,
  issued_at   BIGINT NOT NULL,
  expires_at  BIGINT NOT NULL,
  key_id      BIGINT NOT NULL,
  valid_until BIGINT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE INDEX delegation_tokens_by_end ON delegation_tokens (valid_until);

-- What other servers keep here for themselves, found by the hash of its identifier.
CREATE TABLE kept_tokens (
  id              BIGINT PRIMARY KEY AUTO_INCREMENT,
  identifier_hash BINARY(32) NOT NULL UNIQUE,
  identifier      LONGTEXT NOT NULL,
  token           LONGTEXT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE kept_keys (
  id       BIGINT PRIMARY KEY AUTO_INCREMENT,
  key_text LONGTEXT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
