-- What crawlers remember of the lake from one crawl to the next.
CREATE TABLE crawl_blocks (
  crawler TEXT NOT NULL,
  name    TEXT NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (crawler, name)
) STRICT;
