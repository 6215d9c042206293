-- The run store. Offsets count code points; JSON columns hold what has no column of its own.
-- WITHOUT ROWID only where rows are small: SQLite reads a whole row, overflow pages and all, to compare keys there.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- The steps of the last run, with the parts of their fingerprints, so that `plan` can say what has changed.
CREATE TABLE steps (
    id TEXT PRIMARY KEY, position INTEGER NOT NULL, stage TEXT NOT NULL, plugin TEXT NOT NULL,
    distribution TEXT NOT NULL, version TEXT NOT NULL, options TEXT NOT NULL, code TEXT NOT NULL, core TEXT NOT NULL, fingerprint TEXT NOT NULL
) WITHOUT ROWID;

-- status: open (not finished), done, other-language, dead
CREATE TABLE documents (
    id TEXT PRIMARY KEY, number INTEGER NOT NULL, run INTEGER NOT NULL, status TEXT NOT NULL,
    load_step TEXT NOT NULL, source_text TEXT NOT NULL, origin TEXT NOT NULL,
    language TEXT, language_confidence REAL, words INTEGER, words_cut INTEGER
);
CREATE INDEX documents_by_number ON documents (number);

-- The pages that loaders were asked to keep, by the SHA-256 of their bytes; content is gzip.
CREATE TABLE pages (digest TEXT PRIMARY KEY, content BLOB NOT NULL);

CREATE TABLE claims (
    document TEXT NOT NULL, step TEXT NOT NULL, ordinal INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    origin TEXT NOT NULL, "start" INTEGER, "end" INTEGER, rule TEXT NOT NULL, confidence REAL NOT NULL,
    PRIMARY KEY (document, step, ordinal)
) WITHOUT ROWID;
CREATE TABLE edits (
    document TEXT NOT NULL, step TEXT NOT NULL, ordinal INTEGER NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
    replacement TEXT NOT NULL, rule TEXT NOT NULL, confidence REAL NOT NULL,
    PRIMARY KEY (document, step, ordinal)
) WITHOUT ROWID;
CREATE TABLE parts (
    document TEXT NOT NULL, step TEXT NOT NULL, ordinal INTEGER NOT NULL, label TEXT NOT NULL, "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL, kept INTEGER NOT NULL, locator TEXT NOT NULL, rule TEXT NOT NULL, confidence REAL NOT NULL,
    PRIMARY KEY (document, step, ordinal)
) WITHOUT ROWID;

-- "start" and "end" enclose all spans of the annotation; data has them all.
CREATE TABLE annotations (
    document TEXT NOT NULL, step TEXT NOT NULL, ordinal INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
    schema_version INTEGER NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, rule TEXT NOT NULL,
    confidence REAL NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (document, step, ordinal)
) WITHOUT ROWID;
CREATE UNIQUE INDEX annotations_by_id ON annotations (id);

-- What was done with which version of what. document is '' for work on the whole run (link, report).
CREATE TABLE ledger (
    document TEXT NOT NULL, step TEXT NOT NULL, fingerprint TEXT NOT NULL, seconds REAL NOT NULL, result TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (document, step)
) WITHOUT ROWID;

CREATE TABLE dead_letters (
    document TEXT NOT NULL, number INTEGER NOT NULL, run INTEGER NOT NULL, step TEXT NOT NULL, plugin TEXT NOT NULL,
    version TEXT NOT NULL, policy TEXT NOT NULL, error TEXT NOT NULL, message TEXT NOT NULL, hint TEXT NOT NULL, traceback TEXT NOT NULL
);
CREATE INDEX dead_letters_by_document ON dead_letters (document);

CREATE TABLE groups (
    id TEXT PRIMARY KEY, step TEXT NOT NULL, ordinal INTEGER NOT NULL, type TEXT NOT NULL, label TEXT NOT NULL, rule TEXT NOT NULL,
    confidence REAL NOT NULL, data TEXT NOT NULL
);
CREATE TABLE group_members (
    "group" TEXT NOT NULL, position INTEGER NOT NULL, member TEXT NOT NULL, PRIMARY KEY ("group", position)
) WITHOUT ROWID;
CREATE INDEX group_members_by_member ON group_members (member);
CREATE TABLE inferred_dates (
    step TEXT NOT NULL, ordinal INTEGER NOT NULL, document TEXT NOT NULL, edtf TEXT NOT NULL, reasons TEXT NOT NULL,
    rule TEXT NOT NULL, confidence REAL NOT NULL, PRIMARY KEY (step, ordinal)
) WITHOUT ROWID;
-- What speeds link steps up, and no result depends on, is in additions.sql.

-- Views for whoever opens the store with a SQL tool. Words are those of the source text; what times mean depends on the document's date and is
-- worked out late, so it stands in the reports (`sql`, `csv`), not here. They look at finished documents of the last run only.
CREATE VIEW quotes AS SELECT a.document, a.id, json_extract(a.data, '$.type') AS type,
    (SELECT group_concat(substr(d.source_text, json_extract(s.value, '$[0]') + 1, json_extract(s.value, '$[1]') - json_extract(s.value, '$[0]')), ' […] ')
        FROM json_each(a.data, '$.spans') s) AS quote,
    (SELECT group_concat(substr(d.source_text, json_extract(s.value, '$[0]') + 1, json_extract(s.value, '$[1]') - json_extract(s.value, '$[0]')), ' […] ')
        FROM json_each(a.data, '$.speaker') s) AS speaker,
    json_extract(a.data, '$.speaker_entity') AS speaker_entity,
    (SELECT group_concat(substr(d.source_text, json_extract(s.value, '$[0]') + 1, json_extract(s.value, '$[1]') - json_extract(s.value, '$[0]')), ' […] ')
        FROM json_each(a.data, '$.cue') s) AS cue,
    json_extract(a.data, '$.parent') AS parent, a."start" AS source_start, a."end" AS source_end, a.rule, a.confidence, a.step
    FROM annotations a JOIN documents d ON d.id = a.document AND d.status = 'done' WHERE a.kind = 'Quote';
CREATE VIEW dates AS SELECT a.document, a.id, json_extract(a.data, '$.type') AS type,
    (SELECT group_concat(substr(d.source_text, json_extract(s.value, '$[0]') + 1, json_extract(s.value, '$[1]') - json_extract(s.value, '$[0]')), ' […] ')
        FROM json_each(a.data, '$.spans') s) AS words,
    json_extract(a.data, '$.form') AS form, json_extract(a.data, '$.mod') AS mod, json_extract(a.data, '$.anchor') AS anchor,
    a."start" AS source_start, a."end" AS source_end, a.rule, a.confidence, a.step
    FROM annotations a JOIN documents d ON d.id = a.document AND d.status = 'done' WHERE a.kind = 'TimeExpression';
CREATE VIEW events AS SELECT a.document, a.id, json_extract(a.data, '$.headline') AS headline, json_extract(a.data, '$.status') AS status,
    (SELECT group_concat(substr(d.source_text, json_extract(s.value, '$[0]') + 1, json_extract(s.value, '$[1]') - json_extract(s.value, '$[0]')), ' […] ')
        FROM json_each(a.data, '$.spans') s) AS words,
    (SELECT group_concat(substr(d.source_text, json_extract(s.value, '$[0]') + 1, json_extract(s.value, '$[1]') - json_extract(s.value, '$[0]')), ' […] ')
        FROM json_each(a.data, '$.trigger') s) AS "trigger",
    (SELECT group_concat(substr(d.source_text, json_extract(s.value, '$[0]') + 1, json_extract(s.value, '$[1]') - json_extract(s.value, '$[0]')), ' […] ')
        FROM json_each(a.data, '$.who') s) AS who,
    (SELECT group_concat(substr(d.source_text, json_extract(s.value, '$[0]') + 1, json_extract(s.value, '$[1]') - json_extract(s.value, '$[0]')), ' […] ')
        FROM json_each(a.data, '$.whom') s) AS whom,
    (SELECT group_concat(substr(d.source_text, json_extract(s.value, '$[0]') + 1, json_extract(s.value, '$[1]') - json_extract(s.value, '$[0]')), ' […] ')
        FROM json_each(a.data, '$.place') s) AS place,
    json_extract(a.data, '$.is_main') AS is_main, json_extract(a.data, '$.times') AS times, json_extract(a.data, '$.same_as') AS same_as,
    a."start" AS source_start, a."end" AS source_end, a.rule, a.confidence, a.step
    FROM annotations a JOIN documents d ON d.id = a.document AND d.status = 'done' WHERE a.kind = 'Event';
CREATE VIEW speakers AS SELECT g.id, g.label AS speaker, count(*) AS quotes, count(DISTINCT a.document) AS documents, g.confidence
    FROM groups g JOIN group_members m ON m."group" = g.id JOIN annotations a ON a.id = m.member WHERE g.type = 'speaker' GROUP BY g.id;
CREATE VIEW stories AS SELECT g.id, g.label AS headline, m.member AS document, g.confidence
    FROM groups g JOIN group_members m ON m."group" = g.id WHERE g.type = 'story';
