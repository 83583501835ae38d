-- The servers over this database, and which of them does what only one has to do. A server that falls
-- silent is forgotten, and what it did falls to another.
CREATE TABLE server_nodes (
  id           VARCHAR(64) PRIMARY KEY,
  address      LONGTEXT NOT NULL,
  version      LONGTEXT NOT NULL,
  started_at   BIGINT NOT NULL,
  heartbeat_at BIGINT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE chore_leases (
  name        VARCHAR(255) PRIMARY KEY,
  node_id     VARCHAR(64) NOT NULL,
  lease_until BIGINT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
