-- Statistics of partitions: one row for each partition, in which a column is a number, and one for
-- each column that has sketches. A number stands for a column of a table, its type, who computed it
-- and whether it has sketches. A number that is here no more says nothing: a column goes from all
-- partitions, or gets another name, by these rows alone. What stood so far is moved by StatisticsMove.
CREATE TABLE statistics_columns (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  table_id    INTEGER NOT NULL REFERENCES catalog_tables (id) ON DELETE CASCADE,
  engine      TEXT NOT NULL,
  column_name TEXT NOT NULL,
  column_type TEXT NOT NULL,
  sketched    INTEGER NOT NULL
) STRICT;

CREATE INDEX statistics_columns_of_table ON statistics_columns (table_id);

-- column_id is 0 for the numbers of all columns. Removed with their partition by whoever removes it.
CREATE TABLE statistics_documents (
  partition_id INTEGER NOT NULL,
  column_id    INTEGER NOT NULL,
  content      BLOB NOT NULL,
  PRIMARY KEY (partition_id, column_id)
) STRICT, WITHOUT ROWID;
