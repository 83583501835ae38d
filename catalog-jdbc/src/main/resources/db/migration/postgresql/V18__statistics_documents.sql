-- Statistics of partitions: one row for each partition, in which a column is a number, and one for
-- each column that has sketches. A number stands for a column of a table, its type, who computed it
-- and whether it has sketches. A number that is here no more says nothing: a column goes from all
-- partitions, or gets another name, by these rows alone. What stood so far is moved by StatisticsMove.
CREATE TABLE statistics_columns (
  id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  table_id    BIGINT NOT NULL REFERENCES catalog_tables (id) ON DELETE CASCADE,
  engine      TEXT COLLATE "C" NOT NULL,
  column_name TEXT COLLATE "C" NOT NULL,
  column_type TEXT NOT NULL,
  sketched    SMALLINT NOT NULL
);

CREATE INDEX statistics_columns_of_table ON statistics_columns (table_id);

-- column_id is 0 for the numbers of all columns. Removed with their partition by whoever removes it.
CREATE TABLE statistics_documents (
  partition_id BIGINT NOT NULL,
  column_id    BIGINT NOT NULL,
  content      BYTEA NOT NULL,
  PRIMARY KEY (partition_id, column_id)
);
