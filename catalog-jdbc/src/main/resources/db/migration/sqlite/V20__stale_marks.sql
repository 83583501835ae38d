-- Columns of a table whose marks in COLUMN_STATS_ACCURATE of partitions count no more, each with the
-- number of the change that ended them: {"amount":2}. A partition says in that parameter up to which
-- change its marks are right. So a column goes from the marks of all partitions by this row alone.
CREATE TABLE stale_marks (
  owner_id INTEGER PRIMARY KEY REFERENCES catalog_tables (id) ON DELETE CASCADE,
  stale    TEXT NOT NULL
) STRICT;
