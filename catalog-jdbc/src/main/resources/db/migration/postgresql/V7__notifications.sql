-- The objects that a change was about: JSON text in UTF-8, or that text through gzip when it is long.
ALTER TABLE change_log ADD COLUMN objects BYTEA;

-- What engines report of the writing of transactions. objects is as in change_log; partition_hash is
-- that of no values for the table as a whole.
CREATE TABLE reported_writes (
  id             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transaction_id BIGINT NOT NULL,
  write_id       BIGINT NOT NULL,
  table_id       BIGINT NOT NULL,
  partition_hash BYTEA NOT NULL,
  reported_at    BIGINT NOT NULL,
  objects        BYTEA NOT NULL,
  UNIQUE (transaction_id, table_id, partition_hash)
);
