-- What a person adds to a study; none of it hangs on a revision, so that it survives every one.
CREATE TABLE tag (
  pmid INTEGER NOT NULL REFERENCES citation (pmid),
  name TEXT NOT NULL CHECK (name <> ''),
  PRIMARY KEY (pmid, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE note (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  pmid    INTEGER NOT NULL REFERENCES citation (pmid),
  written TEXT NOT NULL,
  body    TEXT NOT NULL CHECK (body <> '')
) STRICT;
CREATE INDEX note_by_pmid ON note (pmid);

CREATE TABLE screening (
  pmid    INTEGER PRIMARY KEY REFERENCES citation (pmid),
  include INTEGER NOT NULL CHECK (include IN (0, 1)),
  reason  TEXT NOT NULL,
  decided TEXT NOT NULL
) STRICT;
