-- One row for each writing transaction, for an hour: what tells how it ended when the answer to its
-- commit was lost. Tokens sort by time.
CREATE TABLE commit_tokens (
  token         BYTEA PRIMARY KEY,
  last_position BIGINT NOT NULL
);
