-- What runs say about what they did, and when they start by themselves. Times are epoch milliseconds.
CREATE TABLE run_notes (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id   TEXT NOT NULL,
  kind     TEXT NOT NULL,
  subject  TEXT NOT NULL,
  about    TEXT NOT NULL,
  noted_at INTEGER NOT NULL,
  note     TEXT NOT NULL
) STRICT;

CREATE INDEX run_notes_of_run ON run_notes (run_id);
CREATE INDEX run_notes_of_subject ON run_notes (kind, subject, sequence);

CREATE TABLE run_schedules (
  kind       TEXT NOT NULL,
  subject    TEXT NOT NULL,
  expression TEXT NOT NULL,
  state      TEXT NOT NULL,
  next_at    INTEGER,
  version    INTEGER NOT NULL,
  PRIMARY KEY (kind, subject)
) STRICT;

CREATE INDEX run_schedules_due ON run_schedules (kind, next_at);
