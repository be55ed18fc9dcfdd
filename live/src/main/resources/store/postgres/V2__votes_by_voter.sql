-- A person's votes are found by the voter, to be given out and to be taken back.
CREATE INDEX votes_by_voter ON votes (voter, comment);
