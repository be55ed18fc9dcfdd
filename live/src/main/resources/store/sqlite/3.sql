-- What the author was on the site when the comment was written: 0 nothing more, 1 moderator, 2 owner.
ALTER TABLE comments ADD COLUMN author_rank INTEGER NOT NULL DEFAULT 0;
