-- What the articles say. One family of articles holds the same article in all its locales and revisions; a known error
-- is named once a family, and each section that describes it is its resolution in one locale.

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE family (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE
) STRICT;

-- Other names under which the articles of a family are found: anchors of their titles, names of their files.
CREATE TABLE family_alias (
  alias TEXT NOT NULL,
  family_id INTEGER NOT NULL REFERENCES family (id) ON DELETE CASCADE,
  PRIMARY KEY (alias, family_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX family_alias_by_family ON family_alias (family_id);

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

CREATE INDEX article_by_family ON article (family_id, locale, updated);

-- Known errors outlive the articles that described them: incidents refer to them.
CREATE TABLE known_error (
  id INTEGER PRIMARY KEY,
  family_id INTEGER NOT NULL REFERENCES family (id),
  slug TEXT NOT NULL,
  "row" TEXT NOT NULL DEFAULT '',  -- the row of an error table; empty for the section itself
  UNIQUE (family_id, slug, "row")
) STRICT;

CREATE INDEX known_error_by_slug ON known_error (slug);

-- The sections of an article and, right after the section that holds it, the rows of its error table.
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
  known_error_id INTEGER REFERENCES known_error (id),
  UNIQUE (article_id, position)
) STRICT;

CREATE INDEX section_by_known_error ON section (known_error_id) WHERE known_error_id IS NOT NULL;

CREATE TABLE literal (
  section_id INTEGER NOT NULL REFERENCES section (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (section_id, position)
) STRICT, WITHOUT ROWID;

-- Fingerprints are forever: once stored, a signature keeps its fingerprint and its template.
CREATE TABLE signature (
  id INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL UNIQUE,
  template TEXT NOT NULL
) STRICT;

-- The error messages that a section shows.
CREATE TABLE message (
  section_id INTEGER NOT NULL REFERENCES section (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  source TEXT NOT NULL,  -- where in the section it stands: heading, code span, table cell, …
  text TEXT NOT NULL,
  signature_id INTEGER NOT NULL REFERENCES signature (id),
  PRIMARY KEY (section_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX message_by_signature ON message (signature_id);

-- What a section names, and where: the title names what the section is about.
CREATE TABLE identifier (
  section_id INTEGER NOT NULL REFERENCES section (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('title', 'message', 'literal', 'body')),
  PRIMARY KEY (section_id, kind, value)
) STRICT, WITHOUT ROWID;

CREATE INDEX identifier_by_value ON identifier (kind, value);

-- Terms come analysed, separated by spaces; the tokenizer has nothing left to do, so every SQLite can read this.
CREATE VIRTUAL TABLE section_index USING fts5 (
  title, signature, literals, body,
  content = '',
  tokenize = "ascii tokenchars '_.-/:@=#'"
);

CREATE VIRTUAL TABLE section_term USING fts5vocab (section_index, 'row');
