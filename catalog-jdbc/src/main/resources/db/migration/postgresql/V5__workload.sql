-- definition is JSON text: pools, triggers and mappings, which are read and changed with their plan.
CREATE TABLE resource_plans (
  id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  namespace  TEXT COLLATE "C" NOT NULL,
  name       TEXT COLLATE "C" NOT NULL,
  status     TEXT NOT NULL,
  definition TEXT NOT NULL,
  UNIQUE (namespace, name)
);
