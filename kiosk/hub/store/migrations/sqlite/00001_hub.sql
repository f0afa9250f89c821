-- +goose Up
-- Times are microseconds since 1970 in UTC; 0 is "never".

CREATE TABLE counter (
	name TEXT PRIMARY KEY NOT NULL,
	n    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counter (name, n) VALUES ('files', 0), ('notice', 0), ('check', 0);

CREATE TABLE kiosk (
	id          TEXT PRIMARY KEY NOT NULL,
	town        TEXT NOT NULL,
	name        TEXT NOT NULL,
	grp         TEXT NOT NULL,
	key         BLOB NOT NULL,
	x           REAL NOT NULL,
	y           REAL NOT NULL,
	enrolled_at INTEGER NOT NULL,
	revoked_at  INTEGER NOT NULL DEFAULT 0,
	beat_at     INTEGER NOT NULL DEFAULT 0,
	beat        TEXT NOT NULL DEFAULT '' -- a heartbeat as JSON, '' before the first
) STRICT;
CREATE INDEX kiosk_town ON kiosk (town, name, id);

CREATE TABLE code (
	hash    BLOB PRIMARY KEY NOT NULL,
	town    TEXT NOT NULL,
	name    TEXT NOT NULL,
	grp     TEXT NOT NULL,
	made_by TEXT NOT NULL,
	expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A row is never deleted: of an item whose time is over its id, its number and
-- when it came are left, the rest is empty and expires is 0. So a late copy is
-- known, and a reader who stopped after any number finds the next.
-- The ciphertext is the last column: a list then reads none of its pages.
CREATE TABLE item (
	n          INTEGER PRIMARY KEY,
	id         TEXT UNIQUE NOT NULL,
	reference  TEXT NOT NULL,
	pack       TEXT NOT NULL,
	version    TEXT NOT NULL,
	kiosk      TEXT NOT NULL,
	town       TEXT NOT NULL,
	at         INTEGER NOT NULL,
	keep_days  INTEGER NOT NULL,
	size       INTEGER NOT NULL,
	sha256     TEXT NOT NULL,
	envelope   TEXT NOT NULL,
	received   INTEGER NOT NULL,
	expires    INTEGER NOT NULL,
	handled_at INTEGER NOT NULL DEFAULT 0,
	handled_by TEXT NOT NULL DEFAULT '',
	hash       BLOB NOT NULL,
	ciphertext BLOB NOT NULL
) STRICT;
CREATE INDEX item_town ON item (town, n, handled_at);
CREATE INDEX item_expires ON item (expires) WHERE expires > 0;

-- No reference to item: an outbox must not be what keeps an item from being deleted.
CREATE TABLE delivery (
	item      TEXT NOT NULL,
	connector TEXT NOT NULL,
	tries     INTEGER NOT NULL,
	next      INTEGER NOT NULL,
	PRIMARY KEY (item, connector)
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_next ON delivery (next);

CREATE TABLE file (
	path TEXT PRIMARY KEY NOT NULL,
	tag  TEXT NOT NULL,
	data BLOB NOT NULL
) STRICT;

CREATE TABLE rollout (
	id       TEXT PRIMARY KEY NOT NULL,
	town     TEXT NOT NULL,
	pack     TEXT NOT NULL,
	version  TEXT NOT NULL,
	previous TEXT NOT NULL,
	stage    TEXT NOT NULL,
	state    TEXT NOT NULL,
	why      TEXT NOT NULL,
	auto     INTEGER NOT NULL,
	made_by  TEXT NOT NULL,
	at       INTEGER NOT NULL,
	stage_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX rollout_runs ON rollout (town, pack) WHERE state IN ('running', 'paused');
CREATE INDEX rollout_town ON rollout (town, at);

CREATE TABLE person (
	login     TEXT PRIMARY KEY NOT NULL,
	name      TEXT NOT NULL,
	role      TEXT NOT NULL,
	town      TEXT NOT NULL,
	password  TEXT NOT NULL,
	totp      BLOB,
	totp_step INTEGER NOT NULL,
	oidc      TEXT NOT NULL,
	disabled  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX person_oidc ON person (oidc) WHERE oidc <> '';
CREATE INDEX person_town ON person (town, login);

CREATE TABLE token (
	hash    BLOB PRIMARY KEY NOT NULL,
	login   TEXT NOT NULL REFERENCES person (login),
	kind    TEXT NOT NULL,
	label   TEXT NOT NULL,
	at      INTEGER NOT NULL,
	expires INTEGER NOT NULL,
	seen    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX token_login ON token (login);
CREATE INDEX token_expires ON token (expires);

CREATE TABLE act (
	n       INTEGER PRIMARY KEY AUTOINCREMENT,
	at      INTEGER NOT NULL,
	who     TEXT NOT NULL,
	town    TEXT NOT NULL,
	what    TEXT NOT NULL,
	subject TEXT NOT NULL,
	more    TEXT NOT NULL
) STRICT;
CREATE INDEX act_town ON act (town, n);
CREATE INDEX act_at ON act (at);

CREATE TABLE notice (
	number INTEGER PRIMARY KEY NOT NULL,
	at     INTEGER NOT NULL,
	town   TEXT NOT NULL,
	kiosk  TEXT NOT NULL,
	kind   TEXT NOT NULL
) STRICT;
CREATE INDEX notice_at ON notice (at);

-- +goose Down
SELECT 'a hub does not go back';
