CREATE INDEX article_by_family ON article (family_id, locale, updated);

CREATE INDEX article_by_locale ON article (locale);

CREATE INDEX concept_by_name ON concept (concept, locale);

CREATE INDEX family_alias_by_family ON family_alias (family_id);

CREATE INDEX identifier_by_value ON identifier (kind, value);

CREATE INDEX incident_by_fingerprint ON incident (fingerprint, state);

CREATE INDEX incident_by_known_error ON incident (known_error) WHERE known_error IS NOT NULL;

CREATE INDEX incident_by_time ON incident (recorded);

CREATE INDEX incident_entry_by_incident ON incident_entry (incident);

CREATE INDEX incident_entry_by_known_error ON incident_entry (known_error) WHERE known_error IS NOT NULL;

CREATE INDEX incident_label_by_name ON incident_label (name, value);

CREATE INDEX incident_root_by_root ON incident_root (root);

CREATE INDEX known_error_by_slug ON known_error (slug);

CREATE INDEX known_error_name_by_known_error ON known_error_name (known_error_id);

CREATE INDEX lesson_by_undone ON lesson (undone) WHERE undone IS NOT NULL;

CREATE INDEX lesson_subject_by_fingerprint ON lesson_subject (fingerprint) WHERE fingerprint IS NOT NULL;

CREATE INDEX local_resolution_by_incident ON local_resolution (incident) WHERE incident IS NOT NULL;

CREATE INDEX local_resolution_by_slug ON local_resolution (slug, locale);

CREATE INDEX message_by_signature ON message (signature_id);

CREATE INDEX outcome_by_incident ON outcome (incident) WHERE incident IS NOT NULL;

CREATE INDEX outcome_by_known_error ON outcome (known_error) WHERE known_error IS NOT NULL;

CREATE INDEX run_by_source ON run (source);

CREATE INDEX run_label_by_name ON run_label (name, value);

CREATE INDEX section_by_known_error ON section (known_error_id) WHERE known_error_id IS NOT NULL;

CREATE INDEX section_by_slug ON section (article_id, slug);

CREATE INDEX sent_tally_by_push ON sent_tally (origin, push);

CREATE INDEX signature_alias_by_current ON signature_alias (current);

CREATE INDEX tally_by_run ON tally (run_id);

CREATE INDEX wording_by_hash ON wording (hash);

CREATE INDEX wording_by_signature ON wording (signature_id) WHERE signature_id IS NOT NULL;

CREATE TABLE article (
  id INTEGER PRIMARY KEY,
  family_id INTEGER NOT NULL REFERENCES family (id),
  locale TEXT NOT NULL,
  source TEXT NOT NULL UNIQUE,  -- the path that it was read from
  title TEXT NOT NULL,
  updated TEXT,                 -- the day of the revision, yyyy-mm-dd
  source_revision TEXT,         -- shared by the translations of one revision of the original
  content_hash TEXT NOT NULL
) STRICT;

CREATE TABLE assignment (
  signature_id INTEGER PRIMARY KEY REFERENCES signature (id) ON DELETE CASCADE,
  known_error TEXT,             -- NULL where the diagnosis is not sure, or its answer is an incident
  is_answered INTEGER NOT NULL CHECK (is_answered IN (0, 1)),  -- it is sure of an answer
  made_with TEXT NOT NULL       -- the weights, rules, articles and lessons that it was made with
) STRICT;

CREATE TABLE concept (
  term TEXT NOT NULL,      -- one or more index terms in the order of the text, separated by spaces
  concept TEXT NOT NULL,
  locale TEXT NOT NULL,
  PRIMARY KEY (term, concept, locale)
) STRICT, WITHOUT ROWID;

CREATE TABLE "event" (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL,
  wording_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  more INTEGER NOT NULL,     -- how many lines follow the first
  time INTEGER,              -- milliseconds since 1970
  "values" TEXT NOT NULL     -- what stands in place of the masks, a line each
) STRICT;

CREATE VIRTUAL TABLE event_index USING fts5 (
  terms,
  content = '', detail = none, columnsize = 0,
  tokenize = "ascii tokenchars '_.-/:@=#'"
);

CREATE TABLE 'event_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'event_index_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'event_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE VIRTUAL TABLE event_term USING fts5vocab (event_index, 'row');

CREATE TABLE export (
  article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  source TEXT,  -- the file and the line that it was exported from
  remark TEXT   -- what was to be said of the text then
) STRICT;

CREATE TABLE family (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE family_alias (
  alias TEXT NOT NULL,
  family_id INTEGER NOT NULL REFERENCES family (id) ON DELETE CASCADE,
  PRIMARY KEY (alias, family_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE forgotten (
  key TEXT NOT NULL,
  "by" TEXT NOT NULL,
  said INTEGER NOT NULL,
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (key, "by")
) STRICT, WITHOUT ROWID;

CREATE TABLE identifier (
  section_id INTEGER NOT NULL REFERENCES section (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('title', 'message', 'literal', 'body')),
  PRIMARY KEY (section_id, kind, value)
) STRICT, WITHOUT ROWID;

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
, resolved INTEGER, took INTEGER) STRICT;

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

CREATE VIRTUAL TABLE incident_index USING fts5 (
  title, message, notes,
  content = '',
  tokenize = "ascii tokenchars '_.-/:@=#'"
);

CREATE TABLE 'incident_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'incident_index_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'incident_index_docsize'(id INTEGER PRIMARY KEY, sz BLOB);

CREATE TABLE 'incident_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE incident_label (
  incident TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (incident, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE incident_root (
  incident TEXT PRIMARY KEY,
  root TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE incident_term USING fts5vocab (incident_index, 'row');

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

CREATE TABLE known_error (
  id INTEGER PRIMARY KEY,
  family_id INTEGER NOT NULL REFERENCES family (id),
  slug TEXT NOT NULL,
  "row" TEXT NOT NULL DEFAULT '',  -- the row of an error table; empty for the section itself
  UNIQUE (family_id, slug, "row")
) STRICT;

CREATE TABLE known_error_name (
  name TEXT PRIMARY KEY,
  known_error_id INTEGER NOT NULL REFERENCES known_error (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE "lesson" (
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

CREATE TABLE lesson_subject (
  lesson TEXT NOT NULL,
  position INTEGER NOT NULL,
  fingerprint TEXT REFERENCES signature (fingerprint),  -- NULL for a group as a whole
  group_id TEXT NOT NULL,                               -- the group in which it was when it was named
  text TEXT NOT NULL,                                   -- the message, or the template of the group
  PRIMARY KEY (lesson, position)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE message (
  section_id INTEGER NOT NULL REFERENCES section (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  source TEXT NOT NULL,  -- where in the section it stands: heading, code span, table cell, …
  text TEXT NOT NULL,
  signature_id INTEGER NOT NULL REFERENCES signature (id),
  PRIMARY KEY (section_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE number (
  subject TEXT NOT NULL CHECK (subject IN ('incident', 'lesson')),
  number INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  PRIMARY KEY (subject, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE outcome (
  key TEXT PRIMARY KEY,
  time INTEGER NOT NULL,   -- of the journal's clock, for the order
  said INTEGER NOT NULL,   -- when it was, as the person says
  author TEXT NOT NULL,
  text TEXT NOT NULL,
  worked INTEGER NOT NULL CHECK (worked IN (0, 1)),
  known_error TEXT,        -- whose resolution it was
  incident TEXT,           -- or the incident whose fix it was
  CHECK ((known_error IS NULL) <> (incident IS NULL))
) STRICT;

CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,                -- the path that it was read from
  content_hash TEXT NOT NULL UNIQUE,   -- of the log as text, so that a compressed copy is the same run
  format TEXT NOT NULL,
  started INTEGER,                     -- milliseconds since 1970, UTC
  ended INTEGER,
  lines INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  exit_status INTEGER,
  ingested INTEGER NOT NULL
, kept TEXT NOT NULL DEFAULT 'warnings', since INTEGER, first_event INTEGER, last_event INTEGER, resume TEXT, origin TEXT) STRICT;

CREATE TABLE run_label (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_level (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  level TEXT NOT NULL,
  lines INTEGER NOT NULL,
  PRIMARY KEY (run_id, level)
) STRICT, WITHOUT ROWID;

CREATE TABLE section (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,   -- from 0, in document order
  last INTEGER NOT NULL,       -- the position of the last section below this one; its own if there is none
  level INTEGER NOT NULL,      -- of the heading, 0 before the first one; 7 for a row
  slug TEXT NOT NULL,
  "row" TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL,         -- plain text
  markdown TEXT NOT NULL,      -- without the heading and without the sections below
  line INTEGER NOT NULL,       -- of the source, from 1
  reason TEXT,                 -- why this is a known error; NULL if it is none
  known_error_id INTEGER REFERENCES known_error (id), literals TEXT NOT NULL DEFAULT '', heading TEXT,
  UNIQUE (article_id, position)
) STRICT;

CREATE VIRTUAL TABLE section_index USING fts5 (
  title, signature, literals, body,
  content = '',
  tokenize = "ascii tokenchars '_.-/:@=#'"
);

CREATE TABLE 'section_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'section_index_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'section_index_docsize'(id INTEGER PRIMARY KEY, sz BLOB);

CREATE TABLE 'section_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE VIRTUAL TABLE section_term USING fts5vocab (section_index, 'row');

CREATE TABLE sent_tally (
  fingerprint TEXT NOT NULL,
  origin TEXT NOT NULL,
  hour INTEGER NOT NULL,
  labels TEXT NOT NULL,     -- of the runs: a JSON object, names in alphabetical order
  piece TEXT NOT NULL,      -- the log, where no file remembers which logs were counted; else empty
  events INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  sample INTEGER NOT NULL,
  push INTEGER NOT NULL,    -- the number of the exchange since which it is as it is
  PRIMARY KEY (fingerprint, origin, hour, labels, piece)
) STRICT, WITHOUT ROWID;

CREATE TABLE shared_error (
  signature_id INTEGER PRIMARY KEY REFERENCES signature (id),
  events INTEGER NOT NULL,
  last INTEGER NOT NULL,
  machines INTEGER NOT NULL,
  sample TEXT NOT NULL      -- a message, without secrets
) STRICT;

CREATE TABLE shared_source (
  id INTEGER PRIMARY KEY,
  origin TEXT NOT NULL,
  labels TEXT NOT NULL,
  UNIQUE (origin, labels)
) STRICT;

CREATE TABLE shared_tally (
  signature_id INTEGER NOT NULL REFERENCES signature (id),
  day INTEGER NOT NULL,     -- since 1970, UTC
  source_id INTEGER NOT NULL REFERENCES shared_source (id),
  events INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (signature_id, day, source_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE signature (
  id INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL UNIQUE,
  template TEXT NOT NULL
) STRICT;

CREATE TABLE signature_alias (
  fingerprint TEXT PRIMARY KEY REFERENCES signature (fingerprint),  -- of older rules
  current TEXT NOT NULL                                             -- of the rules in `meta`
) STRICT, WITHOUT ROWID;

CREATE TABLE "tally" (
  signature_id INTEGER NOT NULL REFERENCES signature (id),
  hour INTEGER NOT NULL,    -- since 1970, UTC
  run_id INTEGER NOT NULL REFERENCES run (id),
  events INTEGER NOT NULL,
  first INTEGER NOT NULL,   -- milliseconds since 1970; of an event without a time, when it was ingested
  last INTEGER NOT NULL,
  sample INTEGER NOT NULL,  -- the last event; it may have been pruned
  PRIMARY KEY (signature_id, hour, run_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tally_place (
  place TEXT NOT NULL,
  origin TEXT NOT NULL,
  push INTEGER NOT NULL,
  PRIMARY KEY (place, origin)
) STRICT, WITHOUT ROWID;

CREATE TABLE wording (
  id INTEGER PRIMARY KEY,
  hash INTEGER NOT NULL,        -- of everything below, to find it
  variables INTEGER NOT NULL,   -- how many masks stand for values; where it is 0, the text is the message as it is
  level TEXT NOT NULL,
  logger TEXT,
  text TEXT NOT NULL,
  signature_id INTEGER REFERENCES signature (id)  -- NULL for lines that are kept as context of events
) STRICT;

CREATE VIRTUAL TABLE wording_index USING fts5 (
  terms,
  content = '', detail = none, columnsize = 0,
  tokenize = "ascii tokenchars '_.-/:@=#'"
);

CREATE TABLE 'wording_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'wording_index_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'wording_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE VIRTUAL TABLE wording_term USING fts5vocab (wording_index, 'row');

CREATE TRIGGER article_has_changed AFTER UPDATE ON article
BEGIN
  UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'knowledge';
END;

CREATE TRIGGER article_is_gone AFTER DELETE ON article
BEGIN
  UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'knowledge';
END;

CREATE TRIGGER article_is_new AFTER INSERT ON article
BEGIN
  UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'knowledge';
END;

CREATE TRIGGER journal_is_kept BEFORE DELETE ON journal
BEGIN
  SELECT RAISE (ABORT, 'the journal is append-only; add an entry instead');
END;

CREATE TRIGGER journal_is_new BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE (origin, idx) = (NEW.origin, NEW.idx) OR rowid = NEW.rowid)
BEGIN
  SELECT RAISE (ABORT, 'the journal is append-only; add an entry instead');
END;

CREATE TRIGGER journal_stays BEFORE UPDATE ON journal
WHEN NEW.body IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.rowid <> OLD.rowid
  OR (NEW.origin, NEW.idx, NEW.time, NEW.kind, NEW.schema, NEW.hash, NEW.redacted)
    IS NOT (OLD.origin, OLD.idx, OLD.time, OLD.kind, OLD.schema, OLD.hash, OLD.redacted)
BEGIN
  SELECT RAISE (ABORT, 'the journal is append-only; add an entry instead');
END;

CREATE TRIGGER lesson_is_gone AFTER DELETE ON lesson
BEGIN
  UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'knowledge';
END;

CREATE TRIGGER lesson_is_new AFTER INSERT ON lesson
BEGIN
  UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'knowledge';
END;
