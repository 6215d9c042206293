-- The search index of a run: what lists show, ready to show, and full text. A cache: it may be deleted at any time.
-- Keys are digests of ids, which may be as long and as odd as a stranger likes. JSON columns hold the records of the lists.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE documents (
    rowid INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, id TEXT NOT NULL, number INTEGER NOT NULL, stamp TEXT NOT NULL, title TEXT NOT NULL,
    publisher TEXT NOT NULL, day TEXT NOT NULL, words INTEGER NOT NULL, cut INTEGER NOT NULL, quotes INTEGER NOT NULL, ref TEXT NOT NULL
);
CREATE INDEX documents_number ON documents (number);
CREATE TABLE quotes (
    rowid INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, id TEXT NOT NULL, document TEXT NOT NULL, number INTEGER NOT NULL, speaker TEXT NOT NULL,
    source TEXT NOT NULL, type TEXT NOT NULL, day TEXT NOT NULL, confidence REAL NOT NULL, data TEXT NOT NULL
);
CREATE INDEX quotes_document ON quotes (document);
CREATE INDEX quotes_number ON quotes (number);
CREATE INDEX quotes_speaker ON quotes (speaker, number);
CREATE TABLE moments (
    rowid INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, id TEXT NOT NULL, document TEXT NOT NULL, number INTEGER NOT NULL, source TEXT NOT NULL,
    day TEXT, confidence REAL NOT NULL, data TEXT NOT NULL
);
CREATE INDEX moments_document ON moments (document);
CREATE INDEX moments_day ON moments (day, number);
CREATE TABLE speakers (
    key TEXT PRIMARY KEY, name TEXT NOT NULL, named INTEGER NOT NULL, quotes INTEGER NOT NULL, documents INTEGER NOT NULL, folded TEXT NOT NULL
);
CREATE TABLE said_by (document TEXT NOT NULL, speaker TEXT NOT NULL, name TEXT NOT NULL, named INTEGER NOT NULL, quotes INTEGER NOT NULL);
CREATE INDEX said_by_document ON said_by (document);
CREATE TABLE stories (
    key TEXT PRIMARY KEY, id TEXT NOT NULL, headline TEXT NOT NULL, confidence REAL NOT NULL, documents INTEGER NOT NULL, quotes INTEGER NOT NULL,
    day TEXT NOT NULL, folded TEXT NOT NULL
);
CREATE TABLE story_members (story TEXT NOT NULL, document TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (story, document)) WITHOUT ROWID;
CREATE INDEX story_members_document ON story_members (document);
-- Text is folded as the page's search folds it: "Müller", "Mueller" and "Muller" are the same. Quotes and passages are found by any three letters
-- within them, whole texts by the beginnings of their words.
CREATE VIRTUAL TABLE quotes_fts USING fts5(words, speaker, source, tokenize = 'trigram');
CREATE VIRTUAL TABLE moments_fts USING fts5(words, source, tokenize = 'trigram');
CREATE VIRTUAL TABLE documents_fts USING fts5(title, words, tokenize = 'unicode61', prefix = '2 3');
