-- Who alone may move the position on: a server's node; nobody while a right ends (''); everybody (NULL).
-- The term is another number after each change of it, drawn by lot. A statement that may not move the
-- position on sets -1, which is refused. An embedded database has one owner, and no need of it.
ALTER TABLE change_position RENAME TO change_position_before;

CREATE TABLE change_position (
  id               INTEGER PRIMARY KEY CHECK (id = 1),
  current_position INTEGER NOT NULL CONSTRAINT change_position_fence CHECK (current_position >= 0),
  sole_node        TEXT,
  sole_term        INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO change_position (id, current_position) SELECT id, current_position FROM change_position_before;

DROP TABLE change_position_before;
