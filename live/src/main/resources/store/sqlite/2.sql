-- Posts know what they are about, and how many comments others see.
ALTER TABLE posts ADD COLUMN url TEXT;
ALTER TABLE posts ADD COLUMN title TEXT;
ALTER TABLE posts ADD COLUMN published INTEGER NOT NULL DEFAULT 0 CHECK (published >= 0);
UPDATE posts SET published = (SELECT count(*) FROM comments WHERE comments.post = posts.id);

-- seq and rev are NULL as long as nobody but its author saw a comment. status: 0 published, 1 pending, 2 shadowed, 3 hidden,
-- 4 removed. author_id is empty where nothing but a claimed name tells who it is. root began the thread of an answer, parent
-- is what it answers; replies counts the published answers of a root. up, down and score are as of the last tally, up_now
-- and down_now as of the last vote.
CREATE TABLE rows_of_2 (
  id          TEXT NOT NULL UNIQUE CHECK (length(id) = 24),
  post        TEXT NOT NULL REFERENCES posts (id),
  seq         INTEGER,
  rev         INTEGER CHECK ((rev IS NULL) = (seq IS NULL)),
  parent      TEXT,
  root        TEXT CHECK ((root IS NULL) = (parent IS NULL)),
  author_kind INTEGER NOT NULL,
  author_id   TEXT NOT NULL DEFAULT '',
  author      TEXT NOT NULL CHECK (author <> ''),
  content     TEXT NOT NULL CHECK (content <> ''),
  created_at  TEXT NOT NULL,
  created_ms  INTEGER NOT NULL,
  edited_ms   INTEGER NOT NULL DEFAULT 0,
  status      INTEGER NOT NULL DEFAULT 0 CHECK (status <> 0 OR seq IS NOT NULL),
  pinned      INTEGER NOT NULL DEFAULT 0,
  up          INTEGER NOT NULL DEFAULT 0,
  down        INTEGER NOT NULL DEFAULT 0,
  up_now      INTEGER NOT NULL DEFAULT 0,
  down_now    INTEGER NOT NULL DEFAULT 0,
  score       INTEGER NOT NULL DEFAULT 0,
  replies     INTEGER NOT NULL DEFAULT 0 CHECK (replies >= 0),
  cid         TEXT
);

INSERT INTO rows_of_2 (id, post, seq, rev, author_kind, author, content, created_at, created_ms, cid)
  SELECT id, post, seq, rev, author_kind, author, content, created_at, created_ms, cid FROM comments ORDER BY rowid;

DROP TABLE comments;
ALTER TABLE rows_of_2 RENAME TO comments;

CREATE UNIQUE INDEX comments_in_order ON comments (post, seq);
CREATE UNIQUE INDEX comments_by_change ON comments (post, rev);
CREATE UNIQUE INDEX comments_by_cid
  ON comments (post, author_kind, author_id, CASE author_id WHEN '' THEN author ELSE '' END, cid) WHERE cid IS NOT NULL;
CREATE INDEX comments_threads
  ON comments (post, seq) WHERE seq IS NOT NULL AND root IS NULL AND (status = 0 OR replies > 0);
CREATE INDEX comments_best
  ON comments (post, score, seq) WHERE seq IS NOT NULL AND root IS NULL AND (status = 0 OR replies > 0);
CREATE INDEX comments_replies ON comments (root, seq) WHERE root IS NOT NULL AND status = 0;
CREATE INDEX comments_pinned ON comments (post, seq) WHERE pinned = 1 AND status = 0;
CREATE INDEX comments_held ON comments (post, author_kind, author_id) WHERE status IN (1, 2);

CREATE TABLE votes (
  comment TEXT NOT NULL,
  voter   TEXT NOT NULL,
  value   INTEGER NOT NULL CHECK (value IN (-1, 1)),
  PRIMARY KEY (comment, voter)
) WITHOUT ROWID;

-- What keys are made of. It must not change while data lives: the keys of authors come from it.
CREATE TABLE secrets (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) WITHOUT ROWID;
INSERT INTO secrets (name, value) VALUES ('keys', randomblob(32));
