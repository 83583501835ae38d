-- Stays empty: an embedded database answers every commit.
CREATE TABLE commit_tokens (
  token         BLOB PRIMARY KEY,
  last_position BIGINT NOT NULL
);
