-- Objects of the control plane: crawlers, connections, policies and so on.
CREATE TABLE resources (
  kind       TEXT NOT NULL,
  parent     TEXT NOT NULL,
  name       TEXT NOT NULL,
  document   TEXT NOT NULL,
  version    INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  updated_by TEXT NOT NULL,
  PRIMARY KEY (kind, parent, name)
) STRICT, WITHOUT ROWID;

-- By what is tagged: a table by its id, all else by its kind and name.
CREATE TABLE resource_tags (
  subject   TEXT NOT NULL,
  tag_key   TEXT NOT NULL,
  tag_value TEXT NOT NULL,
  PRIMARY KEY (subject, tag_key)
) STRICT, WITHOUT ROWID;
