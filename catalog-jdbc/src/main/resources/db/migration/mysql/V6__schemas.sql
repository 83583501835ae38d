CREATE TABLE catalog_schemas (
  id            BIGINT PRIMARY KEY AUTO_INCREMENT,
  database_id   BIGINT NOT NULL,
  name          VARCHAR(255) NOT NULL,
  schema_type   VARCHAR(64) NOT NULL,
  compatibility VARCHAR(64) NOT NULL,
  validation    VARCHAR(64) NOT NULL,
  can_evolve    SMALLINT NOT NULL,
  schema_group  LONGTEXT,
  description   LONGTEXT,
  UNIQUE (database_id, name),
  FOREIGN KEY (database_id) REFERENCES catalog_databases (id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- columns_text and serde are JSON text.
CREATE TABLE schema_versions (
  schema_id    BIGINT NOT NULL,
  version      INT NOT NULL,
  created_at   BIGINT NOT NULL,
  columns_text LONGTEXT NOT NULL,
  state        VARCHAR(64),
  description  LONGTEXT,
  schema_text  LONGTEXT,
  fingerprint  LONGTEXT,
  name         LONGTEXT,
  serde        LONGTEXT,
  PRIMARY KEY (schema_id, version),
  FOREIGN KEY (schema_id) REFERENCES catalog_schemas (id) ON DELETE CASCADE
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- By what versions are looked up: names and types of columns folded, namespaces as they are.
CREATE TABLE schema_version_columns (
  schema_id      BIGINT NOT NULL,
  version        INT NOT NULL,
  ordinal        INT NOT NULL,
  name_hash      BINARY(32) NOT NULL,
  namespace_hash BINARY(32),
  type_hash      BINARY(32) NOT NULL,
  PRIMARY KEY (schema_id, version, ordinal),
  FOREIGN KEY (schema_id, version) REFERENCES schema_versions (schema_id, version) ON DELETE CASCADE
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE INDEX schema_version_columns_by_name ON schema_version_columns (name_hash);
CREATE INDEX schema_version_columns_by_namespace ON schema_version_columns (namespace_hash);

-- SerDes apart from those within layouts; definition is JSON text.
CREATE TABLE named_serdes (
  name       VARCHAR(255) PRIMARY KEY,
  definition LONGTEXT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE named_types (
  name       VARCHAR(255) PRIMARY KEY,
  definition LONGTEXT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
