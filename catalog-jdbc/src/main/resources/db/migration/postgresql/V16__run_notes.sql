-- What runs say about what they did, and when they start by themselves. Times are epoch milliseconds.
CREATE TABLE run_notes (
  sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id   TEXT COLLATE "C" NOT NULL,
  kind     TEXT NOT NULL,
  subject  TEXT COLLATE "C" NOT NULL,
  about    TEXT COLLATE "C" NOT NULL,
  noted_at BIGINT NOT NULL,
  note     TEXT NOT NULL
);

CREATE INDEX run_notes_of_run ON run_notes (run_id);
CREATE INDEX run_notes_of_subject ON run_notes (kind, subject, sequence);

CREATE TABLE run_schedules (
  kind       TEXT NOT NULL,
  subject    TEXT COLLATE "C" NOT NULL,
  expression TEXT NOT NULL,
  state      TEXT NOT NULL,
  next_at    BIGINT,
  version    BIGINT NOT NULL,
  PRIMARY KEY (kind, subject)
);

CREATE INDEX run_schedules_due ON run_schedules (kind, next_at);
