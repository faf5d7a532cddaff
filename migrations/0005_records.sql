-- What was seen stays as it was seen, and an entry cannot be replaced: `INSERT OR REPLACE` deletes without a word to
-- the triggers on DELETE.

CREATE TRIGGER incident_stays BEFORE UPDATE ON incident
BEGIN
  SELECT RAISE (ABORT, 'an incident is a record; add to its timeline instead');
END;

CREATE TRIGGER incident_is_kept BEFORE DELETE ON incident
BEGIN
  SELECT RAISE (ABORT, 'an incident is a record; add to its timeline instead');
END;

CREATE TRIGGER incident_is_new BEFORE INSERT ON incident
WHEN EXISTS (SELECT 1 FROM incident WHERE id = NEW.id)
BEGIN
  SELECT RAISE (ABORT, 'an incident is a record; add to its timeline instead');
END;

CREATE TRIGGER incident_entry_is_new BEFORE INSERT ON incident_entry
WHEN EXISTS (SELECT 1 FROM incident_entry WHERE id = NEW.id)
BEGIN
  SELECT RAISE (ABORT, 'an incident''s timeline is append-only');
END;
