-- What the tracker keeps: how far each topic was followed, what never came, what was told to whom, and local watches.

CREATE TABLE topic_state (
  topic     TEXT PRIMARY KEY,
  query     TEXT NOT NULL,   -- that of the last complete run
  watermark TEXT NOT NULL,   -- ISO day up to which everything is held
  audited   TEXT NOT NULL,   -- ISO day on which the whole search was last listed
  run       INTEGER NOT NULL REFERENCES run (id)
) STRICT;

-- Records that a run which is not complete yet has fetched on a day, so that its successor does not ask again.
CREATE TABLE taken (
  topic TEXT NOT NULL,
  pmid  INTEGER NOT NULL,
  day   TEXT NOT NULL,
  PRIMARY KEY (topic, pmid)
) STRICT, WITHOUT ROWID;

-- PMIDs that the server lists and does not deliver, and on how many different days.
CREATE TABLE absent (
  pmid      INTEGER PRIMARY KEY,
  first_day TEXT NOT NULL,
  last_day  TEXT NOT NULL,
  days      INTEGER NOT NULL
) STRICT;

-- Notices of retraction and the like that were fetched because a record of the topic names them.
CREATE TABLE companion (
  topic TEXT NOT NULL,
  pmid  INTEGER NOT NULL,
  PRIMARY KEY (topic, pmid)
) STRICT, WITHOUT ROWID;

-- When a notice was first seen: rows of `notice` are written anew with every revision of the record that tells them.
CREATE TABLE notice_seen (
  pmid   INTEGER NOT NULL,
  kind   INTEGER NOT NULL,
  notice INTEGER NOT NULL,
  seen   TEXT NOT NULL,
  PRIMARY KEY (pmid, kind, notice)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO notice_seen SELECT pmid, kind, notice, min(seen) FROM notice GROUP BY pmid, kind, notice;
CREATE TRIGGER notice_first_seen AFTER INSERT ON notice BEGIN
  INSERT OR IGNORE INTO notice_seen VALUES (new.pmid, new.kind, new.notice, new.seen);
END;

-- The DOI of a record's current revision in lower case, so that one paper under two PMIDs is told once.
CREATE TABLE paper_doi (
  pmid     INTEGER PRIMARY KEY REFERENCES citation (pmid),
  revision INTEGER NOT NULL,
  doi      TEXT NOT NULL
) STRICT;
CREATE INDEX paper_doi_by_doi ON paper_doi (doi);

-- What was announced. `item` is the revision's number or the notice's PMID, else 0.
CREATE TABLE told (
  topic TEXT NOT NULL,
  pmid  INTEGER NOT NULL,
  kind  TEXT NOT NULL,
  item  INTEGER NOT NULL,
  told  TEXT NOT NULL,
  PRIMARY KEY (topic, pmid, kind, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE watch (
  name    TEXT PRIMARY KEY,
  query   TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;

-- What a watch has matched so far, with what was then known of it.
CREATE TABLE watch_match (
  watch     TEXT NOT NULL REFERENCES watch (name) ON DELETE CASCADE,
  pmid      INTEGER NOT NULL,
  direction TEXT NOT NULL,
  integrity TEXT NOT NULL,
  seen      TEXT NOT NULL,
  PRIMARY KEY (watch, pmid)
) STRICT, WITHOUT ROWID;
