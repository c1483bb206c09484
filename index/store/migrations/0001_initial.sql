-- The first schema: citations with all their revisions, what was read out of them, and what is known about their integrity.

-- Facts about the library itself: its random id, so that a search index of another library is told apart.
CREATE TABLE library (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
INSERT INTO library (key, value) VALUES ('id', lower(hex(randomblob(16))));

-- One row a PMID. `sequence` is that of the last transaction that changed what a search can see of it.
CREATE TABLE citation (
  pmid         INTEGER PRIMARY KEY CHECK (pmid BETWEEN 1 AND 4294967295),
  revision     INTEGER NOT NULL,            -- the current one
  version      INTEGER NOT NULL,
  revised      TEXT NOT NULL,               -- DateRevised of the current one, ISO day or ''
  raw_format   INTEGER NOT NULL,            -- of the current one
  first_seen   TEXT NOT NULL,
  last_seen    TEXT NOT NULL,
  deleted      TEXT,                        -- when NLM withdrew it, as seen; NULL while it stands
  created      TEXT NOT NULL,               -- ISO day or ''
  has_abstract INTEGER NOT NULL CHECK (has_abstract IN (0, 1)),
  integrity    INTEGER NOT NULL CHECK (integrity BETWEEN 0 AND 3),  -- ok, corrected, concern, retracted
  sequence     INTEGER NOT NULL,
  FOREIGN KEY (pmid, revision) REFERENCES revision (pmid, number) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX citation_by_sequence ON citation (sequence);

-- Every form in which a record was seen; none is ever thrown away.
CREATE TABLE revision (
  pmid       INTEGER NOT NULL REFERENCES citation (pmid),
  number     INTEGER NOT NULL CHECK (number >= 1),
  version    INTEGER NOT NULL,
  seen       TEXT NOT NULL,
  revised    TEXT NOT NULL,
  changed    TEXT NOT NULL,                 -- JSON list of field names
  citation   BLOB NOT NULL,                 -- meridian.citation/1, zstd
  raw        BLOB NOT NULL,                 -- as it came, zstd
  raw_format INTEGER NOT NULL CHECK (raw_format IN (0, 1)),  -- PubMed XML, MEDLINE
  PRIMARY KEY (pmid, number)
) STRICT;

CREATE TABLE study (
  pmid               INTEGER PRIMARY KEY REFERENCES citation (pmid),
  vocabulary_version TEXT NOT NULL,
  body               BLOB NOT NULL          -- meridian.study/1, zstd
) STRICT;
CREATE INDEX study_by_vocabulary ON study (vocabulary_version);

CREATE TABLE topic_citation (
  topic      TEXT NOT NULL,
  pmid       INTEGER NOT NULL REFERENCES citation (pmid),
  first_seen TEXT NOT NULL,
  PRIMARY KEY (topic, pmid)
) STRICT, WITHOUT ROWID;
CREATE INDEX topic_citation_by_pmid ON topic_citation (pmid);

-- "`told_by` says that `pmid` was retracted (and so on) by `notice`". `pmid` need not be held: a notice may come first.
CREATE TABLE notice (
  pmid    INTEGER NOT NULL,
  kind    INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3),  -- corrected, concern, retracted
  notice  INTEGER NOT NULL,                 -- 0 where its PMID is not told
  told_by INTEGER NOT NULL REFERENCES citation (pmid),
  seen    TEXT NOT NULL,
  PRIMARY KEY (pmid, kind, notice, told_by)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_by_teller ON notice (told_by);

-- PMIDs that NLM withdrew, held or not.
CREATE TABLE deletion (
  pmid INTEGER PRIMARY KEY,
  seen TEXT NOT NULL
) STRICT;

CREATE TABLE run (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  command  TEXT NOT NULL,
  topic    TEXT NOT NULL,
  started  TEXT NOT NULL,
  finished TEXT NOT NULL,
  status   TEXT NOT NULL,
  receipt  TEXT NOT NULL
) STRICT;
