-- What people did about it. A timeline is only ever added to: that is what makes it a record.

CREATE TABLE incident (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  message TEXT NOT NULL,  -- what was seen
  signature_id INTEGER REFERENCES signature (id)
) STRICT;

CREATE INDEX incident_by_signature ON incident (signature_id);

CREATE TABLE incident_entry (
  id INTEGER PRIMARY KEY,
  incident_id INTEGER NOT NULL REFERENCES incident (id),
  time INTEGER NOT NULL,  -- milliseconds since 1970, UTC
  kind TEXT NOT NULL CHECK (kind IN ('recorded', 'note', 'tried', 'resolved', 'reopened')),
  text TEXT NOT NULL,
  known_error_id INTEGER REFERENCES known_error (id)  -- what was taken for it, tried, or what worked
) STRICT;

CREATE INDEX incident_entry_by_incident ON incident_entry (incident_id);
CREATE INDEX incident_entry_by_known_error ON incident_entry (known_error_id) WHERE known_error_id IS NOT NULL;

CREATE TRIGGER incident_entry_stays BEFORE UPDATE ON incident_entry
BEGIN
  SELECT RAISE (ABORT, 'an incident''s timeline is append-only');
END;

CREATE TRIGGER incident_entry_is_kept BEFORE DELETE ON incident_entry
BEGIN
  SELECT RAISE (ABORT, 'an incident''s timeline is append-only');
END;

CREATE VIRTUAL TABLE incident_index USING fts5 (
  title, message, notes,
  content = '',
  tokenize = "ascii tokenchars '_.-/:@=#'"
);

CREATE VIRTUAL TABLE incident_term USING fts5vocab (incident_index, 'row');
