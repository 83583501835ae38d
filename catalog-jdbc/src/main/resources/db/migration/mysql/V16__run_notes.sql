-- What runs say about what they did, and when they start by themselves. Times are epoch milliseconds.
CREATE TABLE run_notes (
  sequence BIGINT PRIMARY KEY AUTO_INCREMENT,
  run_id   VARCHAR(255) NOT NULL,
  kind     VARCHAR(64) NOT NULL,
  subject  VARCHAR(255) NOT NULL,
  about    LONGTEXT NOT NULL,
  noted_at BIGINT NOT NULL,
  note     LONGTEXT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE INDEX run_notes_of_run ON run_notes (run_id);
CREATE INDEX run_notes_of_subject ON run_notes (kind, subject, sequence);

CREATE TABLE run_schedules (
  kind       VARCHAR(64) NOT NULL,
  subject    VARCHAR(255) NOT NULL,
  expression LONGTEXT NOT NULL,
  state      VARCHAR(64) NOT NULL,
  next_at    BIGINT,
  version    BIGINT NOT NULL,
  PRIMARY KEY (kind, subject)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE INDEX run_schedules_due ON run_schedules (kind, next_at);
