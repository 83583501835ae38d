-- The servers over this database, and which of them does what only one has to do. A server that falls
-- silent is forgotten, and what it did falls to another.
CREATE TABLE server_nodes (
  id           TEXT PRIMARY KEY,
  address      TEXT NOT NULL,
  version      TEXT NOT NULL,
  started_at   INTEGER NOT NULL,
  heartbeat_at INTEGER NOT NULL
) STRICT;

CREATE TABLE chore_leases (
  name        TEXT PRIMARY KEY,
  node_id     TEXT NOT NULL,
  lease_until INTEGER NOT NULL
) STRICT;
