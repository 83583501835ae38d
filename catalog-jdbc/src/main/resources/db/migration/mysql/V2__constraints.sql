-- definition is JSON text. A foreign key goes with the table it refers to, its parent.
CREATE TABLE table_constraints (
  id         BIGINT PRIMARY KEY AUTO_INCREMENT,
  table_id   BIGINT NOT NULL,
  name       VARCHAR(255) NOT NULL,
  kind       VARCHAR(64) NOT NULL,
  parent_id  BIGINT,
  definition LONGTEXT NOT NULL,
  UNIQUE (table_id, name),
  FOREIGN KEY (table_id) REFERENCES catalog_tables (id) ON DELETE CASCADE,
  FOREIGN KEY (parent_id) REFERENCES catalog_tables (id) ON DELETE CASCADE
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
