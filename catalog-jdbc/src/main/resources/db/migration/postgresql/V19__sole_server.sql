-- Who alone may move the position on: a server's node; nobody while a right ends (''); everybody (NULL).
-- The term is another number after each change of it, drawn by lot. A statement that may not move the
-- position on sets -1, which is refused.
ALTER TABLE change_position
  ADD COLUMN sole_node TEXT COLLATE "C" NULL,
  ADD COLUMN sole_term BIGINT NOT NULL DEFAULT 0,
  ADD CONSTRAINT change_position_fence CHECK (current_position >= 0);
