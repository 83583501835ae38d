-- The servers over this database, and which of them does what only one has to do. A server that falls
-- silent is forgotten, and what it did falls to another.
CREATE TABLE server_nodes (
  id           TEXT COLLATE "C" PRIMARY KEY,
  address      TEXT NOT NULL,
  version      TEXT NOT NULL,
  started_at   BIGINT NOT NULL,
  heartbeat_at BIGINT NOT NULL
);

CREATE TABLE chore_leases (
  name        TEXT COLLATE "C" PRIMARY KEY,
  node_id     TEXT NOT NULL,
  lease_until BIGINT NOT NULL
);
