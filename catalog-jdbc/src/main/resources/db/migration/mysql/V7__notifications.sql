-- The objects that a change was about: JSON text in UTF-8, or that text through gzip when it is long.
ALTER TABLE change_log ADD COLUMN objects LONGBLOB;

-- What engines report of the writing of transactions. objects is as in change_log; partition_hash is
-- that of no values for the table as a whole.
CREATE TABLE reported_writes (
  id             BIGINT PRIMARY KEY AUTO_INCREMENT,
  transaction_id BIGINT NOT NULL,
  write_id       BIGINT NOT NULL,
  table_id       BIGINT NOT NULL,
  partition_hash BINARY(32) NOT NULL,
  reported_at    BIGINT NOT NULL,
  objects        LONGBLOB NOT NULL,
  UNIQUE (transaction_id, table_id, partition_hash)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
