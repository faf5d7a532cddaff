-- The sections of an article by their slugs. A family may have hundreds of revisions of one page, and to find one section of
-- each, all of their sections were read.
CREATE INDEX section_by_slug ON section (article_id, slug);
