-- What people taught: which messages are one event, which one is an event of its own, and which known error a message
-- means. Lessons are only ever added; one that takes another back is a lesson too.

CREATE TABLE lesson (
  id INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,   -- milliseconds since 1970, UTC
  author TEXT NOT NULL,    -- the login name; empty where the system did not say it
  kind TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'match', 'undo')),
  known_error_id INTEGER REFERENCES known_error (id),     -- what a match means
  undone_id INTEGER UNIQUE REFERENCES lesson (id),        -- what an undo takes back
  CHECK ((kind = 'match') = (known_error_id IS NOT NULL)),
  CHECK ((kind = 'undo') = (undone_id IS NOT NULL))
) STRICT;

CREATE INDEX lesson_by_known_error ON lesson (known_error_id) WHERE known_error_id IS NOT NULL;

-- The messages and groups that a lesson is about. The text is kept, so that other rules can sign it anew.
CREATE TABLE lesson_subject (
  lesson_id INTEGER NOT NULL REFERENCES lesson (id),
  position INTEGER NOT NULL,
  signature_id INTEGER REFERENCES signature (id),  -- NULL for a group as a whole
  group_id TEXT NOT NULL,                          -- the group in which it was when it was named
  text TEXT NOT NULL,                              -- the message, or the template of the group
  PRIMARY KEY (lesson_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX lesson_subject_by_signature ON lesson_subject (signature_id) WHERE signature_id IS NOT NULL;

CREATE TRIGGER lesson_stays BEFORE UPDATE ON lesson
BEGIN
  SELECT RAISE (ABORT, 'a lesson is a record; take it back with another one');
END;

CREATE TRIGGER lesson_is_kept BEFORE DELETE ON lesson
BEGIN
  SELECT RAISE (ABORT, 'a lesson is a record; take it back with another one');
END;

CREATE TRIGGER lesson_is_new BEFORE INSERT ON lesson
WHEN EXISTS (SELECT 1 FROM lesson WHERE id = NEW.id)
BEGIN
  SELECT RAISE (ABORT, 'a lesson is a record; take it back with another one');
END;

CREATE TRIGGER lesson_subject_stays BEFORE UPDATE ON lesson_subject
BEGIN
  SELECT RAISE (ABORT, 'a lesson is a record; take it back with another one');
END;

CREATE TRIGGER lesson_subject_is_kept BEFORE DELETE ON lesson_subject
BEGIN
  SELECT RAISE (ABORT, 'a lesson is a record; take it back with another one');
END;

CREATE TRIGGER lesson_subject_is_new BEFORE INSERT ON lesson_subject
WHEN EXISTS (SELECT 1 FROM lesson_subject WHERE lesson_id = NEW.lesson_id AND position = NEW.position)
BEGIN
  SELECT RAISE (ABORT, 'a lesson is a record; take it back with another one');
END;
