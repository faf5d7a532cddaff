-- Files of an export that were read back: each is a resolution of the one known error that its front matter names.

CREATE TABLE export (
  article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  source TEXT,  -- the file and the line that it was exported from
  remark TEXT   -- what was to be said of the text then
) STRICT;

ALTER TABLE section ADD COLUMN heading TEXT;  -- the title as Markdown, where that is another text
