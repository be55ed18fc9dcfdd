-- One row per post that has comments. head: the last value of its counter; below floor, or in another epoch, viewers reload.
-- Who writes to a post holds the lock of its row until the commit.
CREATE TABLE posts (
  id        text COLLATE "C" PRIMARY KEY CHECK (length(id) = 24),
  key       text,
  url       text,
  title     text,
  head      bigint NOT NULL CHECK (head >= 0),
  floor     bigint NOT NULL DEFAULT 0,
  epoch     bigint NOT NULL,
  published bigint NOT NULL DEFAULT 0 CHECK (published >= 0)
);

-- seq and rev are NULL as long as nobody but its author saw a comment. status: 0 published, 1 pending, 2 shadowed, 3 hidden,
-- 4 removed. author_id is empty where nothing but a claimed name tells who it is. root began the thread of an answer, parent
-- is what it answers; author_rank: what the author was on the site when the comment was written, 0 nothing more, 1 moderator,
-- 2 owner. replies counts the published answers of a root. up, down and score are as of the last tally, up_now
-- and down_now as of the last vote. created_at is the time in Seoul, for people who look into the table; created_ms is the
-- same moment. rowid is the order of arrival.
CREATE TABLE comments (
  rowid       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id          text COLLATE "C" NOT NULL UNIQUE CHECK (length(id) = 24),
  post        text COLLATE "C" NOT NULL REFERENCES posts (id),
  seq         bigint,
  rev         bigint CHECK ((rev IS NULL) = (seq IS NULL)),
  parent      text COLLATE "C",
  root        text COLLATE "C" CHECK ((root IS NULL) = (parent IS NULL)),
  author_kind smallint NOT NULL,
  author_rank smallint NOT NULL DEFAULT 0,
  author_id   text COLLATE "C" NOT NULL DEFAULT '',
  author      text NOT NULL CHECK (author <> ''),
  content     text NOT NULL CHECK (content <> ''),
  created_at  text NOT NULL,
  created_ms  bigint NOT NULL,
  edited_ms   bigint NOT NULL DEFAULT 0,
  status      smallint NOT NULL DEFAULT 0 CHECK (status <> 0 OR seq IS NOT NULL),
  pinned      smallint NOT NULL DEFAULT 0,
  up          integer NOT NULL DEFAULT 0,
  down        integer NOT NULL DEFAULT 0,
  up_now      integer NOT NULL DEFAULT 0,
  down_now    integer NOT NULL DEFAULT 0,
  score       bigint NOT NULL DEFAULT 0,
  replies     integer NOT NULL DEFAULT 0 CHECK (replies >= 0),
  cid         text COLLATE "C"
);

CREATE UNIQUE INDEX comments_in_order ON comments (post, seq);
CREATE UNIQUE INDEX comments_by_change ON comments (post, rev);
CREATE UNIQUE INDEX comments_by_cid
  ON comments (post, author_kind, author_id, (CASE author_id WHEN '' THEN author ELSE '' END), cid) WHERE cid IS NOT NULL;
CREATE INDEX comments_threads
  ON comments (post, seq) WHERE seq IS NOT NULL AND root IS NULL AND (status = 0 OR replies > 0);
CREATE INDEX comments_best
  ON comments (post, score, seq) WHERE seq IS NOT NULL AND root IS NULL AND (status = 0 OR replies > 0);
CREATE INDEX comments_replies ON comments (root, seq) WHERE root IS NOT NULL AND status = 0;
CREATE INDEX comments_pinned ON comments (post, seq) WHERE pinned = 1 AND status = 0;
CREATE INDEX comments_held ON comments (post, author_kind, author_id) WHERE status IN (1, 2);

CREATE TABLE votes (
  comment text COLLATE "C" NOT NULL,
  voter   text COLLATE "C" NOT NULL,
  value   smallint NOT NULL CHECK (value IN (-1, 1)),
  PRIMARY KEY (comment, voter)
);

-- What keys are made of. It must not change while data lives: the keys of authors come from it.
CREATE TABLE secrets (
  name  text PRIMARY KEY,
  value bytea NOT NULL
);
INSERT INTO secrets (name, value)
  VALUES ('keys', sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));

-- For those who look after the site: what waits or is hidden, whose it is, what answers it, and the posts by age.
CREATE INDEX comments_in_question ON comments (status, id) WHERE status <> 0;
CREATE INDEX comments_by_author ON comments (author_kind, author_id, id) WHERE author_id <> '';
CREATE INDEX comments_of_post ON comments (post, id);
CREATE INDEX comments_by_parent ON comments (parent) WHERE parent IS NOT NULL;
CREATE INDEX posts_by_age ON posts (epoch, id);

-- Small documents beside the comments. json is NULL where one was taken away. version counts the writes of all kinds.
CREATE TABLE records (
  kind    text COLLATE "C" NOT NULL,
  key     text COLLATE "C" NOT NULL,
  version bigint NOT NULL UNIQUE,
  json    text,
  PRIMARY KEY (kind, key)
);
CREATE TABLE record_version (version bigint NOT NULL);
INSERT INTO record_version (version) VALUES (0);
