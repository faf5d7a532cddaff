-- What the run logs say.

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
) STRICT;

CREATE INDEX run_by_source ON run (source);

CREATE TABLE run_level (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  level TEXT NOT NULL,
  lines INTEGER NOT NULL,
  PRIMARY KEY (run_id, level)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  first_line INTEGER NOT NULL,
  last_line INTEGER NOT NULL,
  time INTEGER,
  level TEXT NOT NULL,
  logger TEXT,
  message TEXT NOT NULL,
  signature_id INTEGER NOT NULL REFERENCES signature (id)
) STRICT;

CREATE INDEX event_by_run ON event (run_id);
CREATE INDEX event_by_signature ON event (signature_id, time);

CREATE VIRTUAL TABLE event_index USING fts5 (
  message,
  content = '',
  tokenize = "ascii tokenchars '_.-/:@=#'"
);

CREATE VIRTUAL TABLE event_term USING fts5vocab (event_index, 'row');
