-- definition is JSON text. A foreign key goes with the table it refers to, its parent.
CREATE TABLE table_constraints (
  id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  table_id   BIGINT NOT NULL REFERENCES catalog_tables (id) ON DELETE CASCADE,
  name       TEXT COLLATE "C" NOT NULL,
  kind       TEXT NOT NULL,
  parent_id  BIGINT REFERENCES catalog_tables (id) ON DELETE CASCADE,
  definition TEXT NOT NULL,
  UNIQUE (table_id, name)
);

CREATE INDEX table_constraints_of_parent ON table_constraints (parent_id);
