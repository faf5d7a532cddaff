-- What the diagnosis makes of the errors that the runs count, kept so that a history need not diagnose them again.

-- The known error of a signature with counted events, if the diagnosis is sure of one.
CREATE TABLE assignment (
  signature_id INTEGER PRIMARY KEY REFERENCES signature (id) ON DELETE CASCADE,
  known_error TEXT,             -- NULL where the diagnosis is not sure, or its answer is an incident
  is_answered INTEGER NOT NULL CHECK (is_answered IN (0, 1)),  -- it is sure of an answer
  made_with TEXT NOT NULL       -- the weights, rules, articles and lessons that it was made with
) STRICT;

-- Counts the changes of articles and lessons: an assignment of another count is out of date.
INSERT OR REPLACE INTO meta VALUES ('knowledge', '0');

CREATE TRIGGER article_is_new AFTER INSERT ON article
BEGIN
  UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'knowledge';
END;

CREATE TRIGGER article_has_changed AFTER UPDATE ON article
BEGIN
  UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'knowledge';
END;

CREATE TRIGGER article_is_gone AFTER DELETE ON article
BEGIN
  UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'knowledge';
END;

-- A message can be harmless, too. Lessons are a fold: the journal has them still.
CREATE TABLE lesson_kept (
  key TEXT PRIMARY KEY,
  time INTEGER NOT NULL,
  said INTEGER NOT NULL,
  author TEXT NOT NULL,    -- empty where the system did not say it
  kind TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'match', 'harmless', 'undo')),
  known_error TEXT,        -- what a match means
  undone TEXT,             -- what an undo takes back
  CHECK ((kind = 'match') = (known_error IS NOT NULL)),
  CHECK ((kind = 'undo') = (undone IS NOT NULL))
) STRICT;

INSERT INTO lesson_kept SELECT * FROM lesson;
DROP TABLE lesson;
ALTER TABLE lesson_kept RENAME TO lesson;
CREATE INDEX lesson_by_undone ON lesson (undone) WHERE undone IS NOT NULL;

CREATE TRIGGER lesson_is_new AFTER INSERT ON lesson
BEGIN
  UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'knowledge';
END;

CREATE TRIGGER lesson_is_gone AFTER DELETE ON lesson
BEGIN
  UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'knowledge';
END;

-- When an incident was resolved for good, and how many seconds that took since it was recorded or came back.
ALTER TABLE incident ADD COLUMN resolved INTEGER;
ALTER TABLE incident ADD COLUMN took INTEGER;

CREATE INDEX incident_by_time ON incident (recorded);
CREATE INDEX incident_by_known_error ON incident (known_error) WHERE known_error IS NOT NULL;
