-- Events take little room: what many of them have in common stands once, in `wording`, and an event has what varies.
-- How often what happened is counted while it is stored, so that a history of many events need not read them.

ALTER TABLE run ADD COLUMN kept TEXT NOT NULL DEFAULT 'warnings';  -- errors, warnings or all
ALTER TABLE run ADD COLUMN since INTEGER;        -- older events were left out; milliseconds since 1970
ALTER TABLE run ADD COLUMN first_event INTEGER;  -- its events lie between these two, with those of other runs
ALTER TABLE run ADD COLUMN last_event INTEGER;
ALTER TABLE run ADD COLUMN resume TEXT;          -- how to read on when the log has grown; JSON

CREATE TABLE run_label (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run_id, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX run_label_by_name ON run_label (name, value);

-- The text of events with a mask such as `<num>` in place of each part that varies.
CREATE TABLE wording (
  id INTEGER PRIMARY KEY,
  hash INTEGER NOT NULL,        -- of everything below, to find it
  variables INTEGER NOT NULL,   -- how many masks stand for values; where it is 0, the text is the message as it is
  level TEXT NOT NULL,
  logger TEXT,
  text TEXT NOT NULL,
  signature_id INTEGER REFERENCES signature (id)  -- NULL for lines that are kept as context of events
) STRICT;

CREATE INDEX wording_by_hash ON wording (hash);
CREATE INDEX wording_by_signature ON wording (signature_id) WHERE signature_id IS NOT NULL;

INSERT INTO wording (hash, variables, level, logger, text, signature_id)
SELECT 0, 0, level, logger, message, signature_id FROM event GROUP BY level, logger, message, signature_id;

UPDATE run SET
  first_event = (SELECT min(id) FROM event WHERE run_id = run.id),
  last_event = (SELECT max(id) FROM event WHERE run_id = run.id);

-- How often a signature occurred on a day of a run. It stays when events are pruned.
CREATE TABLE tally (
  signature_id INTEGER NOT NULL REFERENCES signature (id),
  day INTEGER NOT NULL,     -- since 1970, UTC
  run_id INTEGER NOT NULL REFERENCES run (id),
  events INTEGER NOT NULL,
  first INTEGER NOT NULL,   -- milliseconds since 1970; of an event without a time, when it was ingested
  last INTEGER NOT NULL,
  sample INTEGER NOT NULL,  -- the last event; it may have been pruned
  PRIMARY KEY (signature_id, day, run_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX tally_by_run ON tally (run_id);

INSERT INTO tally
SELECT signature_id, coalesce(time, ingested) / 86400000, run_id, count(*), min(coalesce(time, ingested)),
  max(coalesce(time, ingested)), max(event.id)
FROM event JOIN run ON run.id = run_id GROUP BY 1, 2, 3;

-- No foreign keys: to check them when a wording goes would need an index as large as the table.
CREATE TABLE event_kept (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL,
  wording_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  more INTEGER NOT NULL,     -- how many lines follow the first
  time INTEGER,              -- milliseconds since 1970
  "values" TEXT NOT NULL     -- what stands in place of the masks, a line each
) STRICT;

CREATE INDEX wording_of_old ON wording (text, signature_id);

INSERT INTO event_kept
SELECT event.id, run_id, wording.id, first_line, last_line - first_line, time, ''
FROM event JOIN wording ON text = message AND wording.signature_id = event.signature_id
  AND wording.level = event.level AND wording.logger IS event.logger;

DROP INDEX wording_of_old;
DROP TABLE event;
ALTER TABLE event_kept RENAME TO event;

-- The words that are always there are indexed once, for the wording; for an event, those in which something varies,
-- and `=N` for the wording with the number N.
DROP TABLE event_term;
DROP TABLE event_index;

CREATE VIRTUAL TABLE wording_index USING fts5 (
  terms,
  content = '', detail = none, columnsize = 0,
  tokenize = "ascii tokenchars '_.-/:@=#'"
);

CREATE VIRTUAL TABLE event_index USING fts5 (
  terms,
  content = '', detail = none, columnsize = 0,
  tokenize = "ascii tokenchars '_.-/:@=#'"
);

CREATE VIRTUAL TABLE wording_term USING fts5vocab (wording_index, 'row');
CREATE VIRTUAL TABLE event_term USING fts5vocab (event_index, 'row');

-- Both are empty now: the indexes are made anew when the file is opened.
DELETE FROM meta WHERE name = 'analyzer';
