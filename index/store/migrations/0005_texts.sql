-- Published texts: each update checks them again, and what turned since is told once.

CREATE TABLE text (
  name   TEXT PRIMARY KEY,  -- the file's name
  source BLOB NOT NULL,     -- the file's bytes, compressed
  added  TEXT NOT NULL
) STRICT;

-- Files of references that stood beside the text.
CREATE TABLE text_references (
  text   TEXT NOT NULL REFERENCES text (name) ON DELETE CASCADE,
  name   TEXT NOT NULL,
  source BLOB NOT NULL,  -- compressed
  PRIMARY KEY (text, name)
) STRICT, WITHOUT ROWID;

-- What was last known of a text's claims and citations: of a claim its verdict (pmid 0) and each study's stance, of a
-- citation its problem (pmid 0). `words` are the claim's or the citation's own.
CREATE TABLE text_known (
  text  TEXT NOT NULL REFERENCES text (name) ON DELETE CASCADE,
  kind  TEXT NOT NULL CHECK (kind IN ('verdict', 'evidence', 'citation')),
  words TEXT NOT NULL,
  pmid  INTEGER NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (text, kind, words, pmid)
) STRICT, WITHOUT ROWID;

-- What turned, and when it was told.
CREATE TABLE text_turn (
  id     INTEGER PRIMARY KEY,
  text   TEXT NOT NULL REFERENCES text (name) ON DELETE CASCADE,
  kind   TEXT NOT NULL,
  words  TEXT NOT NULL,
  line   INTEGER NOT NULL,  -- of the text, from 1
  pmid   INTEGER NOT NULL,  -- of the study, 0 where it is about none
  before TEXT NOT NULL,
  after  TEXT NOT NULL,
  quote  TEXT NOT NULL,     -- the study's sentence
  seen   TEXT NOT NULL,
  told   TEXT NOT NULL      -- empty: not yet
) STRICT;
CREATE INDEX text_turn_by_text ON text_turn (text);
