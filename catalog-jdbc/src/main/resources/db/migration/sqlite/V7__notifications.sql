-- The objects that a change was about: JSON text in UTF-8, or that text through gzip when it is long.
ALTER TABLE change_log ADD COLUMN objects BLOB;

-- What engines report of the writing of transactions. objects is as in change_log; partition_hash is
-- that of no values for the table as a whole.
CREATE TABLE reported_writes (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  transaction_id INTEGER NOT NULL,
  write_id       INTEGER NOT NULL,
  table_id       INTEGER NOT NULL,
  partition_hash BLOB NOT NULL,
  reported_at    INTEGER NOT NULL,
  objects        BLOB NOT NULL,
  UNIQUE (transaction_id, table_id, partition_hash)
) STRICT;
