-- One row for each writing transaction, for an hour: what tells how it ended when the answer to its
-- commit was lost. Tokens sort by time.
CREATE TABLE commit_tokens (
  token         BINARY(16) PRIMARY KEY,
  last_position BIGINT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
