-- definition is JSON text: pools, triggers and mappings, which are read and changed with their plan.
CREATE TABLE resource_plans (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  namespace  TEXT NOT NULL,
  name       TEXT NOT NULL,
  status     TEXT NOT NULL,
  definition TEXT NOT NULL,
  UNIQUE (namespace, name)
) STRICT;
