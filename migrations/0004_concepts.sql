-- Words that mean the same in the operation of services, in all languages: the bridge between an English message and an
-- article in another language. The content comes with the program; `meta` says which version of it is here.

CREATE TABLE concept (
  term TEXT NOT NULL,      -- one or more index terms in the order of the text, separated by spaces
  concept TEXT NOT NULL,
  locale TEXT NOT NULL,
  PRIMARY KEY (term, concept, locale)
) STRICT, WITHOUT ROWID;

CREATE INDEX concept_by_name ON concept (concept, locale);
