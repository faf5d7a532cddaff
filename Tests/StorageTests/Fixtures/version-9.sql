-- A knowledge base of version 9 as SQL: with the first steps alone, and with rows in its tables.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES('analyzer','1');
INSERT INTO meta VALUES('concepts','an older version');
CREATE TABLE family (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO family VALUES(1,'troubleshoot-the-depot');
CREATE TABLE family_alias (
  alias TEXT NOT NULL,
  family_id INTEGER NOT NULL REFERENCES family (id) ON DELETE CASCADE,
  PRIMARY KEY (alias, family_id)
) STRICT, WITHOUT ROWID;
INSERT INTO family_alias VALUES('depot',1);
INSERT INTO family_alias VALUES('troubleshoot-the-depot',1);
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
INSERT INTO article VALUES(1,1,'en','/articles/depot.md','Troubleshoot the depot','2024-03-01',NULL,'a00e5947be2ab0dac59a8a2008cd8e9b');
CREATE TABLE known_error (
  id INTEGER PRIMARY KEY,
  family_id INTEGER NOT NULL REFERENCES family (id),
  slug TEXT NOT NULL,
  "row" TEXT NOT NULL DEFAULT '',  -- the row of an error table; empty for the section itself
  UNIQUE (family_id, slug, "row")
) STRICT;
INSERT INTO known_error VALUES(1,1,'parcel-is-refused','');
INSERT INTO known_error VALUES(2,1,'parcel-is-refused','507');
INSERT INTO known_error VALUES(3,1,'parcel-is-refused','labelmissing');
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
  known_error_id INTEGER REFERENCES known_error (id), literals TEXT NOT NULL DEFAULT '', heading TEXT,
  UNIQUE (article_id, position)
) STRICT;
INSERT INTO section VALUES(1,1,0,3,1,'troubleshoot-the-depot','','Troubleshoot the depot','',5,NULL,NULL,'',NULL);
INSERT INTO section VALUES(2,1,1,3,2,'parcel-is-refused','','Parcel is refused',replace('The depot logs `ParcelRefused: weight 31 kg is over the limit`.\n\n| Error | What to do |\n|---|---|\n| 507 Shelf is full | Run `depot sweep --all`, then deliver again. |\n| `LabelMissing` | Print the label with `depotctl==2.1.0`. |','\n',char(10)),7,'it has an error table under “Error | What to do”',1,replace('ParcelRefused: weight 31 kg is over the limit\ndepot sweep --all\nLabelMissing\ndepotctl==2.1.0','\n',char(10)),NULL);
INSERT INTO section VALUES(3,1,2,2,7,'parcel-is-refused','507','507 Shelf is full','Run `depot sweep --all`, then deliver again.',13,'a row of an error table',2,'depot sweep --all',NULL);
INSERT INTO section VALUES(4,1,3,3,7,'parcel-is-refused','labelmissing','LabelMissing','Print the label with `depotctl==2.1.0`.',14,'a row of an error table',3,replace('LabelMissing\ndepotctl==2.1.0','\n',char(10)),NULL);
CREATE TABLE signature (
  id INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL UNIQUE,
  template TEXT NOT NULL
) STRICT;
INSERT INTO signature VALUES(1,'v1:64081a7c776d44e1','Parcel is refused');
INSERT INTO signature VALUES(2,'v1:2112d27bb9263a3d','ParcelRefused: weight <num> kg is over the limit');
INSERT INTO signature VALUES(3,'v1:8eee74c1b462d35b','<num> Shelf is full');
INSERT INTO signature VALUES(4,'v1:ab9fc9b5a8957c0c','LabelMissing');
INSERT INTO signature VALUES(5,'v1:ee1fd2df29671a25','crane <num> is stuck at gate <num>');
CREATE TABLE message (
  section_id INTEGER NOT NULL REFERENCES section (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  source TEXT NOT NULL,  -- where in the section it stands: heading, code span, table cell, …
  text TEXT NOT NULL,
  signature_id INTEGER NOT NULL REFERENCES signature (id),
  PRIMARY KEY (section_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO message VALUES(2,0,'heading','Parcel is refused',1);
INSERT INTO message VALUES(2,1,'code_span','ParcelRefused: weight 31 kg is over the limit',2);
INSERT INTO message VALUES(3,0,'table_cell','507 Shelf is full',3);
INSERT INTO message VALUES(4,0,'table_cell','LabelMissing',4);
CREATE TABLE identifier (
  section_id INTEGER NOT NULL REFERENCES section (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('title', 'message', 'literal', 'body')),
  PRIMARY KEY (section_id, kind, value)
) STRICT, WITHOUT ROWID;
INSERT INTO identifier VALUES(2,'option','--all','literal');
INSERT INTO identifier VALUES(2,'package_pin','depotctl==2.1.0','literal');
INSERT INTO identifier VALUES(2,'symbol','LabelMissing','literal');
INSERT INTO identifier VALUES(2,'symbol','ParcelRefused','message');
INSERT INTO identifier VALUES(3,'option','--all','literal');
INSERT INTO identifier VALUES(4,'package_pin','depotctl==2.1.0','literal');
INSERT INTO identifier VALUES(4,'symbol','LabelMissing','title');
CREATE TABLE IF NOT EXISTS 'section_index_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO section_index_data VALUES(1,X'0415142038');
INSERT INTO section_index_data VALUES(10,X'000000000101010001010101');
INSERT INTO section_index_data VALUES(137438953473,X'000002ab023030020c010215010328020c010208010309010131020c010214010327020c010207010308010132020c010213010326020c010206010307010233310212010109010206010309010335303702060103130108020101020105616761696e020601031d010601030802026c6c020c01020e01031a010c010204010305010564656c6976020601031c01060103070303706f7401040405010e01020c01030317010c010202010303060363746c020c010212010325020c01020501030609073d3d322e312e30020c010216010329020c01020901030a02016f020601031201056572726f72020601030f010466756c6c020601031601080501010501026973021a03050101030a01020801030b0c01080401010401026b67021201010a01020701030a01056c6162656c020e01020f01031e0702140201010201020201030406046d697373020c010211010320020e040101040102040204696d6974021201010e01020b01030e02026f67020601030401046d697373020c01021001031f020e0301010301020301046f766572021201010c01020901030c010670617263656c0218020501010205010202010305070b2d69732d72656675736564020208070572656675730212010107010204010307020472696e74020601032102060103020105726566757302180405010104040102030103060202756e0206010317010601030201057368656c660206010314010803010103020477656570020c01020d010319010c010203010304010374686501040305011601010d01020a0103020d17020601030304016e020601031b010601030602016f0206010311020b726f75626c6573686f6f74010402050d0a2d7468652d6465706f740102080106776569676874021201010801020501030802036861740206010310020369746802060103240206010305041313130f101114111a1519080c11190f1c171109171116101210150e12161b0d08110f130a');
CREATE TABLE IF NOT EXISTS 'section_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO section_index_idx VALUES(1,X'',2);
CREATE TABLE IF NOT EXISTS 'section_index_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO section_index_docsize VALUES(1,X'07000000');
INSERT INTO section_index_docsize VALUES(2,X'070d1528');
INSERT INTO section_index_docsize VALUES(3,X'04040307');
INSERT INTO section_index_docsize VALUES(4,X'03030809');
CREATE TABLE IF NOT EXISTS 'section_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO section_index_config VALUES('version',4);
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,                -- the path that it was read from
  content_hash TEXT NOT NULL UNIQUE,   -- of the log as text, so that a compressed copy is the same run
  format TEXT NOT NULL,
  started INTEGER,                     -- milliseconds since 1970, UTC
  ended INTEGER,
  lines INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  exit_status INTEGER,
  ingested INTEGER NOT NULL
, kept TEXT NOT NULL DEFAULT 'warnings', since INTEGER, first_event INTEGER, last_event INTEGER, resume TEXT) STRICT;
INSERT INTO run VALUES(1,'/logs/run.log','7d1bd98b6fcf118763c7b9a00d3932f4','time-level',1709287200000,1709287201000,2,118,NULL,1709287200000,'warnings',NULL,1,4,NULL);
INSERT INTO run VALUES(2,'/logs/sweep.log','aa1bd98b6fcf118763c7b9a00d3932f4','plain',NULL,NULL,6,180,1,1709380000000,'warnings',NULL,2,5,NULL);
CREATE TABLE run_level (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  level TEXT NOT NULL,
  lines INTEGER NOT NULL,
  PRIMARY KEY (run_id, level)
) STRICT, WITHOUT ROWID;
INSERT INTO run_level VALUES(1,'error',1);
INSERT INTO run_level VALUES(1,'info',1);
INSERT INTO run_level VALUES(2,'error',2);
CREATE TABLE incident (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  message TEXT NOT NULL,  -- what was seen
  signature_id INTEGER REFERENCES signature (id)
) STRICT;
INSERT INTO incident VALUES(1,'Monday','ParcelRefused: weight 31 kg is over the limit',2);
INSERT INTO incident VALUES(2,'Tuesday','crane 7 is stuck at gate 2',5);
CREATE TABLE incident_entry (
  id INTEGER PRIMARY KEY,
  incident_id INTEGER NOT NULL REFERENCES incident (id),
  time INTEGER NOT NULL,  -- milliseconds since 1970, UTC
  kind TEXT NOT NULL CHECK (kind IN ('recorded', 'note', 'tried', 'resolved', 'reopened')),
  text TEXT NOT NULL,
  known_error_id INTEGER REFERENCES known_error (id)  -- what was taken for it, tried, or what worked
) STRICT;
INSERT INTO incident_entry VALUES(1,1,1795171193175,'recorded','',1);
INSERT INTO incident_entry VALUES(2,1,1795171193185,'note','the broom is broken',NULL);
INSERT INTO incident_entry VALUES(3,2,1795860306949,'recorded','since dawn',NULL);
INSERT INTO incident_entry VALUES(4,2,1795860306979,'tried','swept',1);
INSERT INTO incident_entry VALUES(5,2,1795860307134,'resolved','oiled the crane',NULL);
INSERT INTO incident_entry VALUES(6,2,1795860307315,'reopened','stuck again',NULL);
INSERT INTO incident_entry VALUES(7,2,1795860307526,'resolved','new cable',1);
CREATE TABLE IF NOT EXISTS 'incident_index_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO incident_index_data VALUES(1,X'0202110e');
INSERT INTO incident_index_data VALUES(10,X'00000000010a0a000a0101010201010301010401010501010601010701010801010901010a0101');
INSERT INTO incident_index_data VALUES(137438953473,X'00000099033033310106010106010662726f6b656e010601020504026f6d010601020301026973010c01010801020401026b67010601010701056c696d6974010601010b01066d6f6e64617901020201046f7665720106010109010670617263656c01060101020705726566757301060101040105726566757301060101030103746865010c01010a0102020106776569676874010601010504090d090c090c0b0b0d0c0c0d');
INSERT INTO incident_index_data VALUES(274877906945,X'0000006a0230320206010108010137020601010301026174020601010601056372616e65020601010201046461776e02060102030104676174650206010107010269730206010104010473696e63020601020202047475636b0206010105010774756573646179020202040808090c0b0b090b0b');
INSERT INTO incident_index_data VALUES(412316860417,X'0000004e0230320201010137020101026174020101056372616e65020101046461776e02010104676174650201010269730201010473696e63020102047475636b0201010774756573646179020104050506090808060808');
INSERT INTO incident_index_data VALUES(549755813889,X'000000750230320206010108010137020601010301026174020601010601056372616e65020601010201046461776e02060102030104676174650206010107010269730206010104010473696e63020601020202047475636b02060101050204776570740206010204010774756573646179020202040808090c0b0b090b0b0b');
INSERT INTO incident_index_data VALUES(687194767361,X'000000560230320201010137020101026174020101056372616e65020101046461776e02010104676174650201010269730201010473696e63020102047475636b0201020477657074020101077475657364617902010405050609080806080808');
INSERT INTO incident_index_data VALUES(824633720833,X'0000008b0230320206010108010137020601010301026174020601010601056372616e65020c01010201020701046461776e0206010203010467617465020601010701026973020601010401036f696c0206010205010473696e63020601020202047475636b02060101050204776570740206010204010374686502060102060206756573646179020202040808090f0b0b090a0b0b0b0a');
INSERT INTO incident_index_data VALUES(962072674305,X'000000630230320201010137020101026174020101056372616e65020101046461776e0201010467617465020101026973020101036f696c0201010473696e63020102047475636b02010204776570740201010374686502010206756573646179020104050506090808060708080807');
INSERT INTO incident_index_data VALUES(1099511627777,X'00000099023032020601010801013702060101030105616761696e0206010209020174020601010601056372616e65020c01010201020701046461776e0206010203010467617465020601010701026973020601010401036f696c0206010205010473696e63020601020202047475636b020c01010501020802047765707402060102040103746865020601020602067565736461790202020408080c080f0b0b090a0b0e0b0a');
INSERT INTO incident_index_data VALUES(1236950581249,X'0000006b023032020101013702010105616761696e0201020174020101056372616e65020101046461776e0201010467617465020101026973020101036f696c0201010473696e63020102047475636b0201020477657074020101037468650201020675657364617902010405050905090808060708080807');
INSERT INTO incident_index_data VALUES(1374389534721,X'000000ad023032020601010801013702060101030105616761696e0206010209020174020601010601046361626c020601020b020472616e65020c01010201020701046461776e0206010203010467617465020601010701026973020601010401036e6577020601020a01036f696c0206010205010473696e63020601020202047475636b020c01010501020802047765707402060102040103746865020601020602067565736461790202020408080c080b0e0b0b090a0a0b0e0b0a');
CREATE TABLE IF NOT EXISTS 'incident_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO incident_index_idx VALUES(1,X'',2);
INSERT INTO incident_index_idx VALUES(2,X'',2);
INSERT INTO incident_index_idx VALUES(3,X'',2);
INSERT INTO incident_index_idx VALUES(4,X'',2);
INSERT INTO incident_index_idx VALUES(5,X'',2);
INSERT INTO incident_index_idx VALUES(6,X'',2);
INSERT INTO incident_index_idx VALUES(7,X'',2);
INSERT INTO incident_index_idx VALUES(8,X'',2);
INSERT INTO incident_index_idx VALUES(9,X'',2);
INSERT INTO incident_index_idx VALUES(10,X'',2);
CREATE TABLE IF NOT EXISTS 'incident_index_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO incident_index_docsize VALUES(1,X'010a04');
INSERT INTO incident_index_docsize VALUES(2,X'01070a');
CREATE TABLE IF NOT EXISTS 'incident_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO incident_index_config VALUES('version',4);
CREATE TABLE concept (
  term TEXT NOT NULL,      -- one or more index terms in the order of the text, separated by spaces
  concept TEXT NOT NULL,
  locale TEXT NOT NULL,
  PRIMARY KEY (term, concept, locale)
) STRICT, WITHOUT ROWID;
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','section_index','section_index',0,'CREATE VIRTUAL TABLE section_index USING fts5 (
  title, signature, literals, body,
  content = '''',
  tokenize = "ascii tokenchars ''_.-/:@=#''"
)');
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','section_term','section_term',0,'CREATE VIRTUAL TABLE section_term USING fts5vocab (section_index, ''row'')');
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','incident_index','incident_index',0,'CREATE VIRTUAL TABLE incident_index USING fts5 (
  title, message, notes,
  content = '''',
  tokenize = "ascii tokenchars ''_.-/:@=#''"
)');
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','incident_term','incident_term',0,'CREATE VIRTUAL TABLE incident_term USING fts5vocab (incident_index, ''row'')');
CREATE TABLE lesson (
  id INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,   -- milliseconds since 1970, UTC
  author TEXT NOT NULL,    -- the login name; empty where the system did not say it
  kind TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'match', 'undo')),
  known_error_id INTEGER REFERENCES known_error (id),     -- what a match means
  undone_id INTEGER UNIQUE REFERENCES lesson (id),        -- what an undo takes back
  CHECK ((kind = 'match') = (known_error_id IS NOT NULL)),
  CHECK ((kind = 'undo') = (undone_id IS NOT NULL))
) STRICT;
INSERT INTO lesson VALUES(1,1709400000000,'keeper','merge',NULL,NULL);
INSERT INTO lesson VALUES(2,1795860307874,'keeper','match',1,NULL);
INSERT INTO lesson VALUES(3,1795860307921,'keeper','undo',NULL,1);
CREATE TABLE lesson_subject (
  lesson_id INTEGER NOT NULL REFERENCES lesson (id),
  position INTEGER NOT NULL,
  signature_id INTEGER REFERENCES signature (id),  -- NULL for a group as a whole
  group_id TEXT NOT NULL,                          -- the group in which it was when it was named
  text TEXT NOT NULL,                              -- the message, or the template of the group
  PRIMARY KEY (lesson_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO lesson_subject VALUES(1,0,2,'g1:1','ParcelRefused: weight 31 kg is over the limit');
INSERT INTO lesson_subject VALUES(1,1,3,'g1:2','3 Shelf is full');
INSERT INTO lesson_subject VALUES(2,0,5,'g1:74796c196f6c66f2','crane 7 is stuck at gate 2');
CREATE TABLE run_label (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run_id, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE wording (
  id INTEGER PRIMARY KEY,
  hash INTEGER NOT NULL,        -- of everything below, to find it
  variables INTEGER NOT NULL,   -- how many masks stand for values; where it is 0, the text is the message as it is
  level TEXT NOT NULL,
  logger TEXT,
  text TEXT NOT NULL,
  signature_id INTEGER REFERENCES signature (id)  -- NULL for lines that are kept as context of events
) STRICT;
INSERT INTO wording VALUES(1,0,0,'error',NULL,replace('sweep failed\nTraceback (most recent call last):\n  File "depot.py", line 7\nValueError: <num> brooms','\n',char(10)),3);
INSERT INTO wording VALUES(2,0,0,'error','depot','ParcelRefused: weight 31 kg is over the limit',2);
INSERT INTO wording VALUES(3,0,0,'error','depot','ParcelRefused: weight 47 kg is over the limit',2);
INSERT INTO wording VALUES(4,0,0,'warning',NULL,'ParcelRefused: weight 47 kg is over the limit',2);
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
INSERT INTO tally VALUES(2,19783,1,3,1709287201000,1709287400000,4);
INSERT INTO tally VALUES(2,19784,2,1,1709380000000,1709380000000,5);
INSERT INTO tally VALUES(3,19784,2,1,1709380000000,1709380000000,2);
CREATE TABLE IF NOT EXISTS "event" (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL,
  wording_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  more INTEGER NOT NULL,     -- how many lines follow the first
  time INTEGER,              -- milliseconds since 1970
  "values" TEXT NOT NULL     -- what stands in place of the masks, a line each
) STRICT;
INSERT INTO event VALUES(1,1,2,2,0,1709287201000,'');
INSERT INTO event VALUES(2,2,1,1,3,NULL,'');
INSERT INTO event VALUES(3,1,3,9,0,1709287300000,'');
INSERT INTO event VALUES(4,1,3,11,0,1709287400000,'');
INSERT INTO event VALUES(5,2,4,6,0,NULL,'');
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','wording_index','wording_index',0,'CREATE VIRTUAL TABLE wording_index USING fts5 (
  terms,
  content = '''', detail = none, columnsize = 0,
  tokenize = "ascii tokenchars ''_.-/:@=#''"
)');
CREATE TABLE IF NOT EXISTS 'wording_index_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO wording_index_data VALUES(1,X'0430');
INSERT INTO wording_index_data VALUES(10,X'000000000102020002010101020101');
INSERT INTO wording_index_data VALUES(137438953473,X'0000006203303331020102343703010102697302010101026b6702010101056c696d697402010101046f766572020101010670617263656c02010107057265667573020101010572656675730201010103746865020101010677656967687402010104050607070a090b0a0a08');
INSERT INTO wording_index_data VALUES(274877906945,X'0000008602303701010562726f6f6d01010463616c6c0101056465706f740106032e70790101056572726f720101046661696c010203696c650101046c617374010203696e650101046d6f73740101036e756d0101027079010106726563656e74010105737765657001010974726163656261636b01010476616c75010506656572726f7201040408070806080706070607060509080c07');
CREATE TABLE IF NOT EXISTS 'wording_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO wording_index_idx VALUES(1,X'',2);
INSERT INTO wording_index_idx VALUES(2,X'',2);
CREATE TABLE IF NOT EXISTS 'wording_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO wording_index_config VALUES('version',4);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','event_index','event_index',0,'CREATE VIRTUAL TABLE event_index USING fts5 (
  terms,
  content = '''', detail = none, columnsize = 0,
  tokenize = "ascii tokenchars ''_.-/:@=#''"
)');
CREATE TABLE IF NOT EXISTS 'event_index_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO event_index_data VALUES(1,X'0505');
INSERT INTO event_index_data VALUES(10,X'000000000101010001010101');
INSERT INTO event_index_data VALUES(137438953473,X'0000001603303d31020201320102013303010201340504050405');
CREATE TABLE IF NOT EXISTS 'event_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO event_index_idx VALUES(1,X'',2);
CREATE TABLE IF NOT EXISTS 'event_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO event_index_config VALUES('version',4);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','wording_term','wording_term',0,'CREATE VIRTUAL TABLE wording_term USING fts5vocab (wording_index, ''row'')');
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','event_term','event_term',0,'CREATE VIRTUAL TABLE event_term USING fts5vocab (event_index, ''row'')');
CREATE TABLE export (
  article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  source TEXT,  -- the file and the line that it was exported from
  remark TEXT   -- what was to be said of the text then
) STRICT;
CREATE INDEX family_alias_by_family ON family_alias (family_id);
CREATE INDEX article_by_family ON article (family_id, locale, updated);
CREATE INDEX known_error_by_slug ON known_error (slug);
CREATE INDEX section_by_known_error ON section (known_error_id) WHERE known_error_id IS NOT NULL;
CREATE INDEX message_by_signature ON message (signature_id);
CREATE INDEX identifier_by_value ON identifier (kind, value);
CREATE INDEX run_by_source ON run (source);
CREATE INDEX incident_by_signature ON incident (signature_id);
CREATE INDEX incident_entry_by_incident ON incident_entry (incident_id);
CREATE INDEX incident_entry_by_known_error ON incident_entry (known_error_id) WHERE known_error_id IS NOT NULL;
CREATE INDEX concept_by_name ON concept (concept, locale);
CREATE TRIGGER incident_entry_stays BEFORE UPDATE ON incident_entry
BEGIN
  SELECT RAISE (ABORT, 'an incident''s timeline is append-only');
END;
CREATE TRIGGER incident_entry_is_kept BEFORE DELETE ON incident_entry
BEGIN
  SELECT RAISE (ABORT, 'an incident''s timeline is append-only');
END;
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
CREATE INDEX article_by_locale ON article (locale);
CREATE INDEX lesson_by_known_error ON lesson (known_error_id) WHERE known_error_id IS NOT NULL;
CREATE INDEX lesson_subject_by_signature ON lesson_subject (signature_id) WHERE signature_id IS NOT NULL;
CREATE TRIGGER lesson_stays BEFORE UPDATE ON lesson
BEGIN
  SELECT RAISE (ABORT, 'a lesson is a record; take it back with another one');
END;
CREATE TRIGGER lesson_is_kept BEFORE DELETE ON lesson
BEGIN
  SELECT RAISE (ABORT, 'a lesson is a record; take it back with another one');
END;
CREATE TRIGGER lesson_is_new BEFORE INSERT ON lesson
WHEN EXISTS (SELECT 1 FROM lesson WHERE id = NEW.id)
BEGIN
  SELECT RAISE (ABORT, 'a lesson is a record; take it back with another one');
END;
CREATE TRIGGER lesson_subject_stays BEFORE UPDATE ON lesson_subject
BEGIN
  SELECT RAISE (ABORT, 'a lesson is a record; take it back with another one');
END;
CREATE TRIGGER lesson_subject_is_kept BEFORE DELETE ON lesson_subject
BEGIN
  SELECT RAISE (ABORT, 'a lesson is a record; take it back with another one');
END;
CREATE TRIGGER lesson_subject_is_new BEFORE INSERT ON lesson_subject
WHEN EXISTS (SELECT 1 FROM lesson_subject WHERE lesson_id = NEW.lesson_id AND position = NEW.position)
BEGIN
  SELECT RAISE (ABORT, 'a lesson is a record; take it back with another one');
END;
CREATE INDEX run_label_by_name ON run_label (name, value);
CREATE INDEX wording_by_hash ON wording (hash);
CREATE INDEX wording_by_signature ON wording (signature_id) WHERE signature_id IS NOT NULL;
CREATE INDEX tally_by_run ON tally (run_id);
PRAGMA writable_schema=OFF;
COMMIT;
PRAGMA user_version = 9;
PRAGMA application_id = 1130460005;
