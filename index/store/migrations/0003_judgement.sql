-- What people decided against the reader: one row for each field of a study that a person has overridden.

-- The reading itself stays as it is in `study`; a judgement is laid over it whenever a study is got, so that refetching
-- and rereading leave it in force.
CREATE TABLE judgement (
  pmid  INTEGER NOT NULL REFERENCES citation (pmid),
  field TEXT NOT NULL,                      -- such as design or mechanism.inflammation
  value TEXT NOT NULL,                      -- as given and checked, such as rct
  note  TEXT NOT NULL,                      -- why
  made  TEXT NOT NULL,                      -- ISO instant
  PRIMARY KEY (pmid, field)
) STRICT, WITHOUT ROWID;
