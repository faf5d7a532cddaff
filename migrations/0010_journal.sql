-- Everything that people say is an entry of the journal. It is never changed or deleted, except that what must be
-- forgotten loses its text. Incidents, lessons and local resolutions are folds: tables that can be made from the entries
-- again, whatever the order in which those arrived. A key is `ORIGIN-IDX`, the same in every copy, so folds have keys and
-- no numbers of this file.

-- What was said so far. The code of this step makes entries of it.
CREATE TEMP TABLE old_incident AS SELECT incident.id, title, message, fingerprint, template
  FROM main.incident LEFT JOIN main.signature ON signature.id = signature_id;
CREATE TEMP TABLE old_incident_entry AS
  SELECT incident_entry.id, incident_id, time, kind, text,
    family.slug || '#' || known_error.slug || iif("row" = '', '', '/' || "row") AS known_error, known_error_id
  FROM main.incident_entry LEFT JOIN main.known_error ON known_error.id = known_error_id
  LEFT JOIN main.family ON family.id = family_id;
CREATE TEMP TABLE old_lesson AS
  SELECT lesson.id, time, author, kind,
    family.slug || '#' || known_error.slug || iif("row" = '', '', '/' || "row") AS known_error, known_error_id,
    undone_id
  FROM main.lesson LEFT JOIN main.known_error ON known_error.id = known_error_id
  LEFT JOIN main.family ON family.id = family_id;
CREATE TEMP TABLE old_lesson_subject AS
  SELECT lesson_id, position, fingerprint, template, group_id, text
  FROM main.lesson_subject LEFT JOIN main.signature ON signature.id = signature_id;

DROP TABLE incident_entry;
DROP TABLE incident;
DROP TABLE lesson_subject;
DROP TABLE lesson;
INSERT INTO incident_index (incident_index) VALUES ('delete-all');

CREATE TABLE journal (
  origin TEXT NOT NULL,     -- the file in which it was said, 16 hexadecimal digits
  idx INTEGER NOT NULL,     -- from 1, without gaps
  time INTEGER NOT NULL,    -- of a hybrid logical clock: milliseconds since 1970, later than all that the file knew
  kind TEXT NOT NULL,
  schema INTEGER NOT NULL,  -- of the body
  salt BLOB,                -- random; NULL where it was forgotten
  body TEXT,                -- JSON; NULL where it was forgotten
  hash BLOB NOT NULL,       -- SHA-256 of all of the above
  redacted INTEGER NOT NULL DEFAULT 0 CHECK (redacted IN (0, 1)),  -- the body has lost a secret since it was hashed
  PRIMARY KEY (origin, idx),
  CHECK ((salt IS NULL) = (body IS NULL))
) STRICT;

CREATE TRIGGER journal_stays BEFORE UPDATE ON journal
WHEN NEW.body IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.rowid <> OLD.rowid
  OR (NEW.origin, NEW.idx, NEW.time, NEW.kind, NEW.schema, NEW.hash, NEW.redacted)
    IS NOT (OLD.origin, OLD.idx, OLD.time, OLD.kind, OLD.schema, OLD.hash, OLD.redacted)
BEGIN
  SELECT RAISE (ABORT, 'the journal is append-only; add an entry instead');
END;

CREATE TRIGGER journal_is_kept BEFORE DELETE ON journal
BEGIN
  SELECT RAISE (ABORT, 'the journal is append-only; add an entry instead');
END;

-- `INSERT OR REPLACE` deletes without a word to the triggers on DELETE.
CREATE TRIGGER journal_is_new BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE (origin, idx) = (NEW.origin, NEW.idx) OR rowid = NEW.rowid)
BEGIN
  SELECT RAISE (ABORT, 'the journal is append-only; add an entry instead');
END;

-- The numbers that this file gave to incidents and lessons, in order of arrival. Not a fold.
CREATE TABLE number (
  subject TEXT NOT NULL CHECK (subject IN ('incident', 'lesson')),
  number INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  PRIMARY KEY (subject, number)
) STRICT, WITHOUT ROWID;

-- Which known error of this file a name in the journal means: names change as articles arrive. Not a fold.
CREATE TABLE known_error_name (
  name TEXT PRIMARY KEY,
  known_error_id INTEGER NOT NULL REFERENCES known_error (id)
) STRICT, WITHOUT ROWID;

CREATE INDEX known_error_name_by_known_error ON known_error_name (known_error_id);

-- What was said about incidents. `incident` is the one that was named; it may have been merged with others since.
CREATE TABLE incident_entry (
  key TEXT PRIMARY KEY,
  incident TEXT NOT NULL,
  time INTEGER NOT NULL,   -- of the journal's clock, for the order
  said INTEGER NOT NULL,   -- when it was, as the person says; milliseconds since 1970, UTC
  kind TEXT NOT NULL,
  author TEXT NOT NULL,
  text TEXT NOT NULL,
  known_error TEXT,        -- what was taken for it, tried, or what worked
  is_partial INTEGER NOT NULL DEFAULT 0,
  amends TEXT              -- the entry whose text or known error this one replaces
) STRICT;

CREATE INDEX incident_entry_by_incident ON incident_entry (incident);
CREATE INDEX incident_entry_by_known_error ON incident_entry (known_error) WHERE known_error IS NOT NULL;

-- Incidents that were merged, and the one of them with the least key, which stands for all.
CREATE TABLE incident_root (
  incident TEXT PRIMARY KEY,
  root TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX incident_root_by_root ON incident_root (root);

-- The incidents as all their entries leave them.
CREATE TABLE incident (
  key TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  message TEXT NOT NULL,   -- what was seen
  fingerprint TEXT REFERENCES signature (fingerprint),
  state TEXT NOT NULL CHECK (state IN ('open', 'resolved')),
  severity TEXT,
  known_error TEXT,
  recorded INTEGER NOT NULL,
  problems TEXT            -- of the log that it was recorded from; JSON
) STRICT;

CREATE INDEX incident_by_fingerprint ON incident (fingerprint, state);

CREATE TABLE incident_label (
  incident TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (incident, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX incident_label_by_name ON incident_label (name, value);

-- What people taught: which messages are one event, which one is an event of its own, and which known error a message
-- means.
CREATE TABLE lesson (
  key TEXT PRIMARY KEY,
  time INTEGER NOT NULL,
  said INTEGER NOT NULL,
  author TEXT NOT NULL,    -- empty where the system did not say it
  kind TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'match', 'undo')),
  known_error TEXT,        -- what a match means
  undone TEXT,             -- what an undo takes back
  CHECK ((kind = 'match') = (known_error IS NOT NULL)),
  CHECK ((kind = 'undo') = (undone IS NOT NULL))
) STRICT;

CREATE INDEX lesson_by_undone ON lesson (undone) WHERE undone IS NOT NULL;

-- The messages and groups that a lesson is about. The text is kept, so that other rules can sign it anew.
CREATE TABLE lesson_subject (
  lesson TEXT NOT NULL,
  position INTEGER NOT NULL,
  fingerprint TEXT REFERENCES signature (fingerprint),  -- NULL for a group as a whole
  group_id TEXT NOT NULL,                               -- the group in which it was when it was named
  text TEXT NOT NULL,                                   -- the message, or the template of the group
  PRIMARY KEY (lesson, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX lesson_subject_by_fingerprint ON lesson_subject (fingerprint) WHERE fingerprint IS NOT NULL;

-- Resolutions that people wrote: every version, the newest last.
CREATE TABLE local_resolution (
  key TEXT PRIMARY KEY,
  slug TEXT NOT NULL,
  locale TEXT NOT NULL,
  time INTEGER NOT NULL,
  said INTEGER NOT NULL,
  author TEXT NOT NULL,
  incident TEXT,           -- the incident that it was learned from
  markdown TEXT NOT NULL
) STRICT;

CREATE INDEX local_resolution_by_slug ON local_resolution (slug, locale);

-- What was forgotten, and by which entry.
CREATE TABLE forgotten (
  key TEXT NOT NULL,
  "by" TEXT NOT NULL,
  said INTEGER NOT NULL,
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (key, "by")
) STRICT, WITHOUT ROWID;

-- Other rules of signing made another fingerprint of the same text. A fingerprint that was ever stored keeps resolving.
CREATE TABLE signature_alias (
  fingerprint TEXT PRIMARY KEY REFERENCES signature (fingerprint),  -- of older rules
  current TEXT NOT NULL                                             -- of the rules in `meta`
) STRICT, WITHOUT ROWID;

CREATE INDEX signature_alias_by_current ON signature_alias (current);
