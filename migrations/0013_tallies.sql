-- Counts of events can be shared: with whom they are compared and added, an hour is the unit.

-- How often a signature occurred in an hour of a run. It stays when events are pruned.
CREATE TABLE tally_by_hour (
  signature_id INTEGER NOT NULL REFERENCES signature (id),
  hour INTEGER NOT NULL,    -- since 1970, UTC
  run_id INTEGER NOT NULL REFERENCES run (id),
  events INTEGER NOT NULL,
  first INTEGER NOT NULL,   -- milliseconds since 1970; of an event without a time, when it was ingested
  last INTEGER NOT NULL,
  sample INTEGER NOT NULL,  -- the last event; it may have been pruned
  PRIMARY KEY (signature_id, hour, run_id)
) STRICT, WITHOUT ROWID;

-- What was counted by the day is in the hour of its last event.
INSERT INTO tally_by_hour
SELECT signature_id, (last - iif(last < 0, 3599999, 0)) / 3600000, run_id, sum(events), min(first), max(last), max(sample)
FROM tally GROUP BY 1, 2, 3;

DROP TABLE tally;
ALTER TABLE tally_by_hour RENAME TO tally;
CREATE INDEX tally_by_run ON tally (run_id);

ALTER TABLE run ADD COLUMN origin TEXT;  -- under which its counts are shared; NULL before they were

-- What this file gave to hubs: the counts of its runs, added up. Where nothing is left of a count, it has no events.
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

CREATE INDEX sent_tally_by_push ON sent_tally (origin, push);

-- How far the counts of an origin were exchanged with a hub.
CREATE TABLE tally_place (
  place TEXT NOT NULL,
  origin TEXT NOT NULL,
  push INTEGER NOT NULL,
  PRIMARY KEY (place, origin)
) STRICT, WITHOUT ROWID;

-- Where counts of others come from.
CREATE TABLE shared_source (
  id INTEGER PRIMARY KEY,
  origin TEXT NOT NULL,
  labels TEXT NOT NULL,
  UNIQUE (origin, labels)
) STRICT;

-- The counts of others, as hubs have them, by the day.
CREATE TABLE shared_tally (
  signature_id INTEGER NOT NULL REFERENCES signature (id),
  day INTEGER NOT NULL,     -- since 1970, UTC
  source_id INTEGER NOT NULL REFERENCES shared_source (id),
  events INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (signature_id, day, source_id)
) STRICT, WITHOUT ROWID;

-- Their sums, so that a diagnosis reads one row.
CREATE TABLE shared_error (
  signature_id INTEGER PRIMARY KEY REFERENCES signature (id),
  events INTEGER NOT NULL,
  last INTEGER NOT NULL,
  machines INTEGER NOT NULL,
  sample TEXT NOT NULL      -- a message, without secrets
) STRICT;
