-- One row per post that has comments. head: the last value of its counter; below floor, or in another epoch, viewers reload.
CREATE TABLE posts (
  id    TEXT PRIMARY KEY CHECK (length(id) = 24),
  key   TEXT,
  head  INTEGER NOT NULL CHECK (head >= 0),
  floor INTEGER NOT NULL DEFAULT 0,
  epoch INTEGER NOT NULL
) WITHOUT ROWID;

-- created_at is the time in Seoul, for people who look into the file; created_ms is the same moment.
CREATE TABLE comments (
  id          TEXT NOT NULL UNIQUE CHECK (length(id) = 24),
  post        TEXT NOT NULL REFERENCES posts (id),
  seq         INTEGER NOT NULL,
  rev         INTEGER NOT NULL,
  author_kind INTEGER NOT NULL,
  author      TEXT NOT NULL CHECK (author <> ''),
  content     TEXT NOT NULL CHECK (content <> ''),
  created_at  TEXT NOT NULL,
  created_ms  INTEGER NOT NULL,
  cid         TEXT
);

CREATE UNIQUE INDEX comments_in_order ON comments (post, seq);
CREATE UNIQUE INDEX comments_by_change ON comments (post, rev);
CREATE UNIQUE INDEX comments_by_cid ON comments (post, author_kind, author, cid) WHERE cid IS NOT NULL;
