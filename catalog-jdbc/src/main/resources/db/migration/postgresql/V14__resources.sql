-- Objects of the control plane: crawlers, connections, policies and so on.
CREATE TABLE resources (
  kind       TEXT COLLATE "C" NOT NULL,
  parent     TEXT COLLATE "C" NOT NULL,
  name       TEXT COLLATE "C" NOT NULL,
  document   TEXT NOT NULL,
  version    BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  updated_by TEXT NOT NULL,
  PRIMARY KEY (kind, parent, name)
);

-- By what is tagged: a table by its id, all else by its kind and name.
CREATE TABLE resource_tags (
  subject   TEXT COLLATE "C" NOT NULL,
  tag_key   TEXT COLLATE "C" NOT NULL,
  tag_value TEXT NOT NULL,
  PRIMARY KEY (subject, tag_key)
);
