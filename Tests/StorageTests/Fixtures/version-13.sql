-- A knowledge base of version 13 as SQL: that of version 12 upgraded.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES('analyzer','1');
INSERT INTO meta VALUES('clock','1795872352018');
INSERT INTO meta VALUES('concepts','an older version');
INSERT INTO meta VALUES('knowledge','0');
INSERT INTO meta VALUES('local_articles','outdated');
INSERT INTO meta VALUES('origin','49e2816871f96e81');
INSERT INTO meta VALUES('reader','2');
INSERT INTO meta VALUES('signer','2');
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
, kept TEXT NOT NULL DEFAULT 'warnings', since INTEGER, first_event INTEGER, last_event INTEGER, resume TEXT, origin TEXT) STRICT;
INSERT INTO run VALUES(1,'/logs/run.log','7d1bd98b6fcf118763c7b9a00d3932f4','time-level',1709287200000,1709287201000,2,118,NULL,1709287200000,'warnings',NULL,1,4,NULL,NULL);
INSERT INTO run VALUES(2,'/logs/sweep.log','aa1bd98b6fcf118763c7b9a00d3932f4','plain',NULL,NULL,6,180,1,1709380000000,'warnings',NULL,2,5,NULL,NULL);
CREATE TABLE run_level (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  level TEXT NOT NULL,
  lines INTEGER NOT NULL,
  PRIMARY KEY (run_id, level)
) STRICT, WITHOUT ROWID;
INSERT INTO run_level VALUES(1,'error',1);
INSERT INTO run_level VALUES(1,'info',1);
INSERT INTO run_level VALUES(2,'error',2);
CREATE TABLE IF NOT EXISTS 'incident_index_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO incident_index_data VALUES(1,X'0202110e');
INSERT INTO incident_index_data VALUES(10,X'000000000101010001010101');
INSERT INTO incident_index_data VALUES(137438953473,X'00000138023032020601010801023331010601010601013702060101030105616761696e02060102090201740206010106010662726f6b656e010601020504026f6d010601020301046361626c020601020b020472616e65020c01010201020701046461776e0206010203010467617465020601010701026973010c010108010204010601010401026b67010601010701056c696d6974010601010b01066d6f6e64617901020201036e6577020601020a01036f696c020601020502037665720106010109010670617263656c0106010102070572656675730106010104010572656675730106010103010473696e63020601020202047475636b020c01010501020802047765707402060102040103746865010c01010a0102020106010206020675657364617902020201067765696768740106010105040809080c080d090b0e0b0b11090c0b0a0a0a0d0c0c0b0e0b120b');
CREATE TABLE IF NOT EXISTS 'incident_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO incident_index_idx VALUES(1,X'',2);
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
CREATE TABLE IF NOT EXISTS 'event_index_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO event_index_data VALUES(1,X'0505');
INSERT INTO event_index_data VALUES(10,X'000000000101010001010101');
INSERT INTO event_index_data VALUES(137438953473,X'0000001603303d31020201320102013303010201340504050405');
CREATE TABLE IF NOT EXISTS 'event_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO event_index_idx VALUES(1,X'',2);
CREATE TABLE IF NOT EXISTS 'event_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO event_index_config VALUES('version',4);
CREATE TABLE export (
  article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  source TEXT,  -- the file and the line that it was exported from
  remark TEXT   -- what was to be said of the text then
) STRICT;
CREATE TABLE journal (
  origin TEXT NOT NULL,     -- the file in which it was said, 16 hexadecimal digits
  idx INTEGER NOT NULL,     -- from 1, without gaps
  time INTEGER NOT NULL,    -- of a hybrid logical clock: milliseconds since 1970, later than all that the file knew
  kind TEXT NOT NULL,
  schema INTEGER NOT NULL,  -- of the body
  salt BLOB,                -- random; NULL where it was forgotten
  body TEXT,                -- JSON; NULL where it was forgotten
  hash BLOB NOT NULL,       -- SHA-256 of all of the above
  redacted INTEGER NOT NULL DEFAULT 0 CHECK (redacted IN (0, 1)),  -- the body has lost a secret since it was hashed
  PRIMARY KEY (origin, idx),
  CHECK ((salt IS NULL) = (body IS NULL))
) STRICT;
INSERT INTO journal VALUES('49e2816871f96e81',1,1709400000000,'lesson',1,X'e9dada7dd9529bbabf9fd19e66d49c23','{"said":1709400000000,"by":"keeper","lesson":"merge","subjects":[{"fingerprint":"v1:2112d27bb9263a3d","template":"ParcelRefused: weight <num> kg is over the limit","group":"g1:1","text":"ParcelRefused: weight 31 kg is over the limit"},{"fingerprint":"v1:8eee74c1b462d35b","template":"<num> Shelf is full","group":"g1:2","text":"3 Shelf is full"}]}',X'afb534f126aaed0b37bbbc59b128215ebd31aa446b840c1a8d5761222b2fc730',0);
INSERT INTO journal VALUES('49e2816871f96e81',2,1795171193175,'recorded',1,X'2e4b4af38d415f4760f9d2d3b0c0a5c4','{"said":1795171193175,"title":"Monday","message":"ParcelRefused: weight 31 kg is over the limit","fingerprint":"v1:2112d27bb9263a3d","template":"ParcelRefused: weight <num> kg is over the limit","known_error":"troubleshoot-the-depot#parcel-is-refused"}',X'279be9b6ab9827f401915ab52176e0c3d5d524f9329096cd46e9f59ec07d164f',0);
INSERT INTO journal VALUES('49e2816871f96e81',3,1795171193185,'note',1,X'f0281d6a27564f26a9ddd195eb223603','{"said":1795171193185,"incident":"49e2816871f96e81-2","text":"the broom is broken"}',X'0ce3452d8d0c0313a3b45e41544a2b583dda8b9aadb6895efbc16312f3d13305',0);
INSERT INTO journal VALUES('49e2816871f96e81',4,1795860306949,'recorded',1,X'ad057292f7a4e67452a390eef854eccc','{"said":1795860306949,"title":"Tuesday","message":"crane 7 is stuck at gate 2","fingerprint":"v1:ee1fd2df29671a25","template":"crane <num> is stuck at gate <num>","text":"since dawn"}',X'a877389c2d02ac5d06f9e83efacb6bcbe0c5cbde66db81325cd629b554a69b78',0);
INSERT INTO journal VALUES('49e2816871f96e81',5,1795860306979,'tried',1,X'029caf485e32be0014a1d5815a1dad48','{"said":1795860306979,"incident":"49e2816871f96e81-4","text":"swept","known_error":"troubleshoot-the-depot#parcel-is-refused"}',X'24c30a343678d0174ba27a0130fe2cf20fa64ffa9f28acc470a85baf4d8a8ba3',0);
INSERT INTO journal VALUES('49e2816871f96e81',6,1795860307134,'resolved',1,X'5238f3e35ce252ab3bf6e67b802e5985','{"said":1795860307134,"incident":"49e2816871f96e81-4","text":"oiled the crane"}',X'34cdd50e78bc2585d34c61b65e4f7dbf5c8728e52e333f1c85f780e61086d370',0);
INSERT INTO journal VALUES('49e2816871f96e81',7,1795860307315,'reopened',1,X'86fcb0add456b168ee91f2d1ccb61e55','{"said":1795860307315,"incident":"49e2816871f96e81-4","text":"stuck again"}',X'd189899a0da818277075d1946dc6dc5e0203cff60d719c1809fb9a995689e021',0);
INSERT INTO journal VALUES('49e2816871f96e81',8,1795860307526,'resolved',1,X'5e3eb48e7cbf18eab0d8cfb40e52f673','{"said":1795860307526,"incident":"49e2816871f96e81-4","text":"new cable","known_error":"troubleshoot-the-depot#parcel-is-refused"}',X'48e9f5e94cd86a0d4753798523076e6ee48f1ad053a97aa7ff5e30c28c8db341',0);
INSERT INTO journal VALUES('49e2816871f96e81',9,1795860307874,'lesson',1,X'a87467a861fe83316cb4f960c7337262','{"said":1795860307874,"by":"keeper","known_error":"troubleshoot-the-depot#parcel-is-refused","lesson":"match","subjects":[{"fingerprint":"v1:ee1fd2df29671a25","template":"crane <num> is stuck at gate <num>","group":"g1:74796c196f6c66f2","text":"crane 7 is stuck at gate 2"}]}',X'7a0ed5943a4520844c2829ce332911c65aaac8ff2722a57ef80657f6a46afa37',0);
INSERT INTO journal VALUES('49e2816871f96e81',10,1795860307921,'undo',1,X'6815cfbf0d5769f3d239610473264a81','{"said":1795860307921,"by":"keeper","target":"49e2816871f96e81-1"}',X'3499242e49d598258d37b504cdeb1cabb7fd968b3a28c1f22396bd73f7fdebc5',0);
INSERT INTO journal VALUES('49e2816871f96e81',11,1795872352018,'resolution',1,X'44c93d9da2d47986aeb108ac205e442f','{"said":1795872352018,"by":"keeper","slug":"crane-is-stuck","locale":"en","markdown":"# Crane is stuck\n\n## Resolution\n\nOil it.\n"}',X'a88daaf31ae585c921509129f49b3d2a5c225b50f4db20f14a4d2f1e3fdd396d',0);
CREATE TABLE number (
  subject TEXT NOT NULL CHECK (subject IN ('incident', 'lesson')),
  number INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  PRIMARY KEY (subject, number)
) STRICT, WITHOUT ROWID;
INSERT INTO number VALUES('incident',1,'49e2816871f96e81-2');
INSERT INTO number VALUES('incident',2,'49e2816871f96e81-4');
INSERT INTO number VALUES('lesson',1,'49e2816871f96e81-1');
INSERT INTO number VALUES('lesson',2,'49e2816871f96e81-9');
INSERT INTO number VALUES('lesson',3,'49e2816871f96e81-10');
CREATE TABLE known_error_name (
  name TEXT PRIMARY KEY,
  known_error_id INTEGER NOT NULL REFERENCES known_error (id)
) STRICT, WITHOUT ROWID;
INSERT INTO known_error_name VALUES('troubleshoot-the-depot#parcel-is-refused',1);
CREATE TABLE incident_entry (
  key TEXT PRIMARY KEY,
  incident TEXT NOT NULL,
  time INTEGER NOT NULL,   -- of the journal's clock, for the order
  said INTEGER NOT NULL,   -- when it was, as the person says; milliseconds since 1970, UTC
  kind TEXT NOT NULL,
  author TEXT NOT NULL,
  text TEXT NOT NULL,
  known_error TEXT,        -- what was taken for it, tried, or what worked
  is_partial INTEGER NOT NULL DEFAULT 0,
  amends TEXT              -- the entry whose text or known error this one replaces
) STRICT;
INSERT INTO incident_entry VALUES('49e2816871f96e81-2','49e2816871f96e81-2',1795171193175,1795171193175,'recorded','','','troubleshoot-the-depot#parcel-is-refused',0,NULL);
INSERT INTO incident_entry VALUES('49e2816871f96e81-3','49e2816871f96e81-2',1795171193185,1795171193185,'note','','the broom is broken',NULL,0,NULL);
INSERT INTO incident_entry VALUES('49e2816871f96e81-4','49e2816871f96e81-4',1795860306949,1795860306949,'recorded','','since dawn',NULL,0,NULL);
INSERT INTO incident_entry VALUES('49e2816871f96e81-5','49e2816871f96e81-4',1795860306979,1795860306979,'tried','','swept','troubleshoot-the-depot#parcel-is-refused',0,NULL);
INSERT INTO incident_entry VALUES('49e2816871f96e81-6','49e2816871f96e81-4',1795860307134,1795860307134,'resolved','','oiled the crane',NULL,0,NULL);
INSERT INTO incident_entry VALUES('49e2816871f96e81-7','49e2816871f96e81-4',1795860307315,1795860307315,'reopened','','stuck again',NULL,0,NULL);
INSERT INTO incident_entry VALUES('49e2816871f96e81-8','49e2816871f96e81-4',1795860307526,1795860307526,'resolved','','new cable','troubleshoot-the-depot#parcel-is-refused',0,NULL);
CREATE TABLE incident_root (
  incident TEXT PRIMARY KEY,
  root TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE incident (
  key TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  message TEXT NOT NULL,   -- what was seen
  fingerprint TEXT REFERENCES signature (fingerprint),
  state TEXT NOT NULL CHECK (state IN ('open', 'resolved')),
  severity TEXT,
  known_error TEXT,
  recorded INTEGER NOT NULL,
  problems TEXT            -- of the log that it was recorded from; JSON
, resolved INTEGER, took INTEGER) STRICT;
INSERT INTO incident VALUES('49e2816871f96e81-2','Monday','ParcelRefused: weight 31 kg is over the limit','v1:2112d27bb9263a3d','open',NULL,'troubleshoot-the-depot#parcel-is-refused',1795171193175,NULL,NULL,NULL);
INSERT INTO incident VALUES('49e2816871f96e81-4','Tuesday','crane 7 is stuck at gate 2','v1:ee1fd2df29671a25','resolved',NULL,'troubleshoot-the-depot#parcel-is-refused',1795860306949,NULL,1795860307526,0);
CREATE TABLE incident_label (
  incident TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (incident, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE lesson_subject (
  lesson TEXT NOT NULL,
  position INTEGER NOT NULL,
  fingerprint TEXT REFERENCES signature (fingerprint),  -- NULL for a group as a whole
  group_id TEXT NOT NULL,                               -- the group in which it was when it was named
  text TEXT NOT NULL,                                   -- the message, or the template of the group
  PRIMARY KEY (lesson, position)
) STRICT, WITHOUT ROWID;
INSERT INTO lesson_subject VALUES('49e2816871f96e81-1',0,'v1:2112d27bb9263a3d','g1:1','ParcelRefused: weight 31 kg is over the limit');
INSERT INTO lesson_subject VALUES('49e2816871f96e81-1',1,'v1:8eee74c1b462d35b','g1:2','3 Shelf is full');
INSERT INTO lesson_subject VALUES('49e2816871f96e81-9',0,'v1:ee1fd2df29671a25','g1:74796c196f6c66f2','crane 7 is stuck at gate 2');
CREATE TABLE local_resolution (
  key TEXT PRIMARY KEY,
  slug TEXT NOT NULL,
  locale TEXT NOT NULL,
  time INTEGER NOT NULL,
  said INTEGER NOT NULL,
  author TEXT NOT NULL,
  incident TEXT,           -- the incident that it was learned from
  markdown TEXT NOT NULL
) STRICT;
INSERT INTO local_resolution VALUES('49e2816871f96e81-11','crane-is-stuck','en',1795872352018,1795872352018,'keeper',NULL,replace('# Crane is stuck\n\n## Resolution\n\nOil it.\n','\n',char(10)));
CREATE TABLE forgotten (
  key TEXT NOT NULL,
  "by" TEXT NOT NULL,
  said INTEGER NOT NULL,
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (key, "by")
) STRICT, WITHOUT ROWID;
CREATE TABLE signature_alias (
  fingerprint TEXT PRIMARY KEY REFERENCES signature (fingerprint),  -- of older rules
  current TEXT NOT NULL                                             -- of the rules in `meta`
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
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','wording_index','wording_index',0,'CREATE VIRTUAL TABLE wording_index USING fts5 (
  terms,
  content = '''', detail = none, columnsize = 0,
  tokenize = "ascii tokenchars ''_.-/:@=#''"
)');
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','event_index','event_index',0,'CREATE VIRTUAL TABLE event_index USING fts5 (
  terms,
  content = '''', detail = none, columnsize = 0,
  tokenize = "ascii tokenchars ''_.-/:@=#''"
)');
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','wording_term','wording_term',0,'CREATE VIRTUAL TABLE wording_term USING fts5vocab (wording_index, ''row'')');
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','event_term','event_term',0,'CREATE VIRTUAL TABLE event_term USING fts5vocab (event_index, ''row'')');
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
CREATE TABLE assignment (
  signature_id INTEGER PRIMARY KEY REFERENCES signature (id) ON DELETE CASCADE,
  known_error TEXT,             -- NULL where the diagnosis is not sure, or its answer is an incident
  is_answered INTEGER NOT NULL CHECK (is_answered IN (0, 1)),  -- it is sure of an answer
  made_with TEXT NOT NULL       -- the weights, rules, articles and lessons that it was made with
) STRICT;
CREATE TABLE IF NOT EXISTS "lesson" (
  key TEXT PRIMARY KEY,
  time INTEGER NOT NULL,
  said INTEGER NOT NULL,
  author TEXT NOT NULL,    -- empty where the system did not say it
  kind TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'match', 'harmless', 'undo')),
  known_error TEXT,        -- what a match means
  undone TEXT,             -- what an undo takes back
  CHECK ((kind = 'match') = (known_error IS NOT NULL)),
  CHECK ((kind = 'undo') = (undone IS NOT NULL))
) STRICT;
INSERT INTO lesson VALUES('49e2816871f96e81-1',1709400000000,1709400000000,'keeper','merge',NULL,NULL);
INSERT INTO lesson VALUES('49e2816871f96e81-9',1795860307874,1795860307874,'keeper','match','troubleshoot-the-depot#parcel-is-refused',NULL);
INSERT INTO lesson VALUES('49e2816871f96e81-10',1795860307921,1795860307921,'keeper','undo',NULL,'49e2816871f96e81-1');
CREATE TABLE IF NOT EXISTS "tally" (
  signature_id INTEGER NOT NULL REFERENCES signature (id),
  hour INTEGER NOT NULL,    -- since 1970, UTC
  run_id INTEGER NOT NULL REFERENCES run (id),
  events INTEGER NOT NULL,
  first INTEGER NOT NULL,   -- milliseconds since 1970; of an event without a time, when it was ingested
  last INTEGER NOT NULL,
  sample INTEGER NOT NULL,  -- the last event; it may have been pruned
  PRIMARY KEY (signature_id, hour, run_id)
) STRICT, WITHOUT ROWID;
INSERT INTO tally VALUES(2,474802,1,3,1709287201000,1709287400000,4);
INSERT INTO tally VALUES(2,474827,2,1,1709380000000,1709380000000,5);
INSERT INTO tally VALUES(3,474827,2,1,1709380000000,1709380000000,2);
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
CREATE TABLE tally_place (
  place TEXT NOT NULL,
  origin TEXT NOT NULL,
  push INTEGER NOT NULL,
  PRIMARY KEY (place, origin)
) STRICT, WITHOUT ROWID;
CREATE TABLE shared_source (
  id INTEGER PRIMARY KEY,
  origin TEXT NOT NULL,
  labels TEXT NOT NULL,
  UNIQUE (origin, labels)
) STRICT;
CREATE TABLE shared_tally (
  signature_id INTEGER NOT NULL REFERENCES signature (id),
  day INTEGER NOT NULL,     -- since 1970, UTC
  source_id INTEGER NOT NULL REFERENCES shared_source (id),
  events INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (signature_id, day, source_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE shared_error (
  signature_id INTEGER PRIMARY KEY REFERENCES signature (id),
  events INTEGER NOT NULL,
  last INTEGER NOT NULL,
  machines INTEGER NOT NULL,
  sample TEXT NOT NULL      -- a message, without secrets
) STRICT;
CREATE INDEX family_alias_by_family ON family_alias (family_id);
CREATE INDEX article_by_family ON article (family_id, locale, updated);
CREATE INDEX known_error_by_slug ON known_error (slug);
CREATE INDEX section_by_known_error ON section (known_error_id) WHERE known_error_id IS NOT NULL;
CREATE INDEX message_by_signature ON message (signature_id);
CREATE INDEX identifier_by_value ON identifier (kind, value);
CREATE INDEX run_by_source ON run (source);
CREATE INDEX concept_by_name ON concept (concept, locale);
CREATE INDEX article_by_locale ON article (locale);
CREATE INDEX run_label_by_name ON run_label (name, value);
CREATE INDEX wording_by_hash ON wording (hash);
CREATE INDEX wording_by_signature ON wording (signature_id) WHERE signature_id IS NOT NULL;
CREATE INDEX known_error_name_by_known_error ON known_error_name (known_error_id);
CREATE INDEX incident_entry_by_incident ON incident_entry (incident);
CREATE INDEX incident_entry_by_known_error ON incident_entry (known_error) WHERE known_error IS NOT NULL;
CREATE INDEX incident_root_by_root ON incident_root (root);
CREATE INDEX incident_by_fingerprint ON incident (fingerprint, state);
CREATE INDEX incident_label_by_name ON incident_label (name, value);
CREATE INDEX lesson_subject_by_fingerprint ON lesson_subject (fingerprint) WHERE fingerprint IS NOT NULL;
CREATE INDEX local_resolution_by_slug ON local_resolution (slug, locale);
CREATE INDEX signature_alias_by_current ON signature_alias (current);
CREATE TRIGGER journal_stays BEFORE UPDATE ON journal
WHEN NEW.body IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.rowid <> OLD.rowid
  OR (NEW.origin, NEW.idx, NEW.time, NEW.kind, NEW.schema, NEW.hash, NEW.redacted)
    IS NOT (OLD.origin, OLD.idx, OLD.time, OLD.kind, OLD.schema, OLD.hash, OLD.redacted)
BEGIN
  SELECT RAISE (ABORT, 'the journal is append-only; add an entry instead');
END;
CREATE TRIGGER journal_is_kept BEFORE DELETE ON journal
BEGIN
  SELECT RAISE (ABORT, 'the journal is append-only; add an entry instead');
END;
CREATE TRIGGER journal_is_new BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE (origin, idx) = (NEW.origin, NEW.idx) OR rowid = NEW.rowid)
BEGIN
  SELECT RAISE (ABORT, 'the journal is append-only; add an entry instead');
END;
CREATE INDEX outcome_by_known_error ON outcome (known_error) WHERE known_error IS NOT NULL;
CREATE INDEX outcome_by_incident ON outcome (incident) WHERE incident IS NOT NULL;
CREATE INDEX local_resolution_by_incident ON local_resolution (incident) WHERE incident IS NOT NULL;
CREATE TRIGGER article_is_new AFTER INSERT ON article
BEGIN
  UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'knowledge';
END;
CREATE TRIGGER article_has_changed AFTER UPDATE ON article
BEGIN
  UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'knowledge';
END;
CREATE TRIGGER article_is_gone AFTER DELETE ON article
BEGIN
  UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'knowledge';
END;
CREATE INDEX lesson_by_undone ON lesson (undone) WHERE undone IS NOT NULL;
CREATE TRIGGER lesson_is_new AFTER INSERT ON lesson
BEGIN
  UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'knowledge';
END;
CREATE TRIGGER lesson_is_gone AFTER DELETE ON lesson
BEGIN
  UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'knowledge';
END;
CREATE INDEX incident_by_time ON incident (recorded);
CREATE INDEX incident_by_known_error ON incident (known_error) WHERE known_error IS NOT NULL;
CREATE INDEX tally_by_run ON tally (run_id);
CREATE INDEX sent_tally_by_push ON sent_tally (origin, push);
PRAGMA writable_schema=OFF;
COMMIT;
PRAGMA user_version = 13;
PRAGMA application_id = 1130460005;
