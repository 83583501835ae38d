-- What crawlers remember of the lake from one crawl to the next.
CREATE TABLE crawl_blocks (
  crawler TEXT COLLATE "C" NOT NULL,
  name    TEXT COLLATE "C" NOT NULL,
  content BYTEA NOT NULL,
  PRIMARY KEY (crawler, name)
);
