-- Objects of the control plane: crawlers, connections, policies and so on.
CREATE TABLE resources (
  kind       VARCHAR(48) NOT NULL,
  parent     VARCHAR(255) NOT NULL,
  name       VARCHAR(400) NOT NULL,
  document   LONGTEXT NOT NULL,
  version    BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  created_by LONGTEXT NOT NULL,
  updated_by LONGTEXT NOT NULL,
  PRIMARY KEY (kind, parent, name)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

-- By what is tagged: a table by its id, all else by its kind and name.
CREATE TABLE resource_tags (
  subject   VARCHAR(520) NOT NULL,
  tag_key   VARCHAR(128) NOT NULL,
  tag_value LONGTEXT NOT NULL,
  PRIMARY KEY (subject, tag_key)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
