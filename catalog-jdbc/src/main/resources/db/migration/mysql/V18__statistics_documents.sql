-- Statistics of partitions: one row for each partition, in which a column is a number, and one for
-- each column that has sketches. A number stands for a column of a table, its type, who computed it
-- and whether it has sketches. A number that is here no more says nothing: a column goes from all
-- partitions, or gets another name, by these rows alone. What stood so far is moved by StatisticsMove.
CREATE TABLE statistics_columns (
  id          BIGINT PRIMARY KEY AUTO_INCREMENT,
  table_id    BIGINT NOT NULL,
  engine      VARCHAR(128) NOT NULL,
  column_name VARCHAR(600) NOT NULL,
  column_type LONGTEXT NOT NULL,
  sketched    SMALLINT NOT NULL,
  FOREIGN KEY (table_id) REFERENCES catalog_tables (id) ON DELETE CASCADE
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- column_id is 0 for the numbers of all columns. Removed with their partition by whoever removes it.
CREATE TABLE statistics_documents (
  partition_id BIGINT NOT NULL,
  column_id    BIGINT NOT NULL,
  content      LONGBLOB NOT NULL,
  PRIMARY KEY (partition_id, column_id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
