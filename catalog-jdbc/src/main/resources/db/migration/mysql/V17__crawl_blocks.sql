-- What crawlers remember of the lake from one crawl to the next.
CREATE TABLE crawl_blocks (
  crawler VARCHAR(255) NOT NULL,
  name    VARCHAR(255) NOT NULL,
  content LONGBLOB NOT NULL,
  PRIMARY KEY (crawler, name)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
