-- What stores of this format have not always had, and nobody needs in order to read them; made when a store is opened for writing.
CREATE INDEX IF NOT EXISTS inferred_dates_by_document ON inferred_dates (document);

-- What link steps have worked out and need not work out again: JSON by a digest of what it was made of, and the run that last asked for it.
CREATE TABLE IF NOT EXISTS memos (key BLOB PRIMARY KEY, step TEXT NOT NULL, run INTEGER NOT NULL, value TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS memos_by_step ON memos (step, run);
