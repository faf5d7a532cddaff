-- What people say of a resolution without an incident of their own: that it worked, or did not help. A fold of the journal.
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

CREATE INDEX outcome_by_known_error ON outcome (known_error) WHERE known_error IS NOT NULL;
CREATE INDEX outcome_by_incident ON outcome (incident) WHERE incident IS NOT NULL;

CREATE INDEX local_resolution_by_incident ON local_resolution (incident) WHERE incident IS NOT NULL;

-- The articles of local resolutions do not agree with the journal yet, so the program makes them.
INSERT INTO meta SELECT 'local_articles', 'outdated' WHERE EXISTS (SELECT 1 FROM local_resolution);
