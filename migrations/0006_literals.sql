-- The literals of a section are read and written together, so they stand together: one row each made a third of all
-- rows. Code blocks stand in the text of the section already.

ALTER TABLE section ADD COLUMN literals TEXT NOT NULL DEFAULT '';  -- code spans, names and pins, one a line

UPDATE section SET literals = coalesce(
  (
    SELECT group_concat(text, char(10)) FROM (
      SELECT text FROM literal WHERE section_id = section.id AND kind <> 'code_block' ORDER BY position
    )
  ),
  ''
);

DROP TABLE literal;

-- Which languages there are is asked at every start.
CREATE INDEX article_by_locale ON article (locale);
