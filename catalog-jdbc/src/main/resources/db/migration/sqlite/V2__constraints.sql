-- definition is JSON text. A foreign key goes with the table it refers to, its parent.
CREATE TABLE table_constraints (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  table_id   INTEGER NOT NULL REFERENCES catalog_tables (id) ON DELETE CASCADE,
  name       TEXT NOT NULL,
  kind       TEXT NOT NULL,
  parent_id  INTEGER REFERENCES catalog_tables (id) ON DELETE CASCADE,
  definition TEXT NOT NULL,
  UNIQUE (table_id, name)
) STRICT;

CREATE INDEX table_constraints_of_parent ON table_constraints (parent_id);
