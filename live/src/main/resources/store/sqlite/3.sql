-- For those who look after the site: what waits or is hidden, whose it is, what answers it, and the posts by age.
CREATE INDEX comments_in_question ON comments (status, id) WHERE status <> 0;
CREATE INDEX comments_by_author ON comments (author_kind, author_id, id) WHERE author_id <> '';
CREATE INDEX comments_of_post ON comments (post, id);
CREATE INDEX comments_by_parent ON comments (parent) WHERE parent IS NOT NULL;
CREATE INDEX posts_by_age ON posts (epoch, id);

-- Small documents beside the comments. json is NULL where one was taken away. version counts the writes of all kinds.
CREATE TABLE records (
  kind    TEXT NOT NULL,
  key     TEXT NOT NULL,
  version INTEGER NOT NULL UNIQUE,
  json    TEXT,
  PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE TABLE record_version (version INTEGER NOT NULL);
INSERT INTO record_version (version) VALUES (0);

-- What the author was on the site when the comment was written: 0 nothing more, 1 moderator, 2 owner.
ALTER TABLE comments ADD COLUMN author_rank INTEGER NOT NULL DEFAULT 0;
