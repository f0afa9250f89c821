-- +goose Up
-- Times are microseconds since 1970 in UTC; 0 is "never".

CREATE TABLE counter (
	name TEXT COLLATE "C" PRIMARY KEY NOT NULL,
	n    BIGINT NOT NULL
);
INSERT INTO counter (name, n) VALUES ('files', 0), ('notice', 0), ('check', 0);

CREATE TABLE kiosk (
	id          TEXT COLLATE "C" PRIMARY KEY NOT NULL,
	town        TEXT COLLATE "C" NOT NULL,
	name        TEXT COLLATE "C" NOT NULL,
	grp         TEXT COLLATE "C" NOT NULL,
	key         BYTEA NOT NULL,
	x           DOUBLE PRECISION NOT NULL,
	y           DOUBLE PRECISION NOT NULL,
	enrolled_at BIGINT NOT NULL,
	revoked_at  BIGINT NOT NULL DEFAULT 0,
	beat_at     BIGINT NOT NULL DEFAULT 0,
	beat        TEXT COLLATE "C" NOT NULL DEFAULT '' -- a heartbeat as JSON, '' before the first
);
CREATE INDEX kiosk_town ON kiosk (town, name, id);

CREATE TABLE code (
	hash    BYTEA PRIMARY KEY NOT NULL,
	town    TEXT COLLATE "C" NOT NULL,
	name    TEXT COLLATE "C" NOT NULL,
	grp     TEXT COLLATE "C" NOT NULL,
	made_by TEXT COLLATE "C" NOT NULL,
	expires BIGINT NOT NULL
);

-- A row is never deleted: of an item whose time is over its id, its number and
-- when it came are left, the rest is empty and expires is 0. So a late copy is
-- known, and a reader who stopped after any number finds the next.
-- Numbers grow in the order of the commits, for writers take turns (writeLock).
CREATE TABLE item (
	n          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	id         TEXT COLLATE "C" UNIQUE NOT NULL,
	reference  TEXT COLLATE "C" NOT NULL,
	pack       TEXT COLLATE "C" NOT NULL,
	version    TEXT COLLATE "C" NOT NULL,
	kiosk      TEXT COLLATE "C" NOT NULL,
	town       TEXT COLLATE "C" NOT NULL,
	at         BIGINT NOT NULL,
	keep_days  BIGINT NOT NULL,
	size       BIGINT NOT NULL,
	sha256     TEXT COLLATE "C" NOT NULL,
	envelope   TEXT COLLATE "C" NOT NULL,
	received   BIGINT NOT NULL,
	expires    BIGINT NOT NULL,
	handled_at BIGINT NOT NULL DEFAULT 0,
	handled_by TEXT COLLATE "C" NOT NULL DEFAULT '',
	hash       BYTEA NOT NULL,
	ciphertext BYTEA NOT NULL
);
CREATE INDEX item_town ON item (town, n, handled_at);
CREATE INDEX item_expires ON item (expires) WHERE expires > 0;

-- A ciphertext does not get smaller.
ALTER TABLE item ALTER COLUMN ciphertext SET STORAGE EXTERNAL;

-- No reference to item: an outbox must not be what keeps an item from being deleted.
CREATE TABLE delivery (
	item      TEXT COLLATE "C" NOT NULL,
	connector TEXT COLLATE "C" NOT NULL,
	tries     BIGINT NOT NULL,
	next      BIGINT NOT NULL,
	PRIMARY KEY (item, connector)
);
CREATE INDEX delivery_next ON delivery (next);

CREATE TABLE file (
	path TEXT COLLATE "C" PRIMARY KEY NOT NULL,
	tag  TEXT COLLATE "C" NOT NULL,
	data BYTEA NOT NULL
);

CREATE TABLE rollout (
	id       TEXT COLLATE "C" PRIMARY KEY NOT NULL,
	town     TEXT COLLATE "C" NOT NULL,
	pack     TEXT COLLATE "C" NOT NULL,
	version  TEXT COLLATE "C" NOT NULL,
	previous TEXT COLLATE "C" NOT NULL,
	stage    TEXT COLLATE "C" NOT NULL,
	state    TEXT COLLATE "C" NOT NULL,
	why      TEXT COLLATE "C" NOT NULL,
	auto     BOOLEAN NOT NULL,
	made_by  TEXT COLLATE "C" NOT NULL,
	at       BIGINT NOT NULL,
	stage_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX rollout_runs ON rollout (town, pack) WHERE state IN ('running', 'paused');
CREATE INDEX rollout_town ON rollout (town, at);

CREATE TABLE person (
	login     TEXT COLLATE "C" PRIMARY KEY NOT NULL,
	name      TEXT COLLATE "C" NOT NULL,
	role      TEXT COLLATE "C" NOT NULL,
	town      TEXT COLLATE "C" NOT NULL,
	password  TEXT COLLATE "C" NOT NULL,
	totp      BYTEA,
	totp_step BIGINT NOT NULL,
	oidc      TEXT COLLATE "C" NOT NULL,
	disabled  BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX person_oidc ON person (oidc) WHERE oidc <> '';
CREATE INDEX person_town ON person (town, login);

CREATE TABLE token (
	hash    BYTEA PRIMARY KEY NOT NULL,
	login   TEXT COLLATE "C" NOT NULL REFERENCES person (login),
	kind    TEXT COLLATE "C" NOT NULL,
	label   TEXT COLLATE "C" NOT NULL,
	at      BIGINT NOT NULL,
	expires BIGINT NOT NULL,
	seen    BIGINT NOT NULL
);
CREATE INDEX token_login ON token (login);
CREATE INDEX token_expires ON token (expires);

CREATE TABLE act (
	n       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	at      BIGINT NOT NULL,
	who     TEXT COLLATE "C" NOT NULL,
	town    TEXT COLLATE "C" NOT NULL,
	what    TEXT COLLATE "C" NOT NULL,
	subject TEXT COLLATE "C" NOT NULL,
	more    TEXT COLLATE "C" NOT NULL
);
CREATE INDEX act_town ON act (town, n);
CREATE INDEX act_at ON act (at);

CREATE TABLE notice (
	number BIGINT PRIMARY KEY NOT NULL,
	at     BIGINT NOT NULL,
	town   TEXT COLLATE "C" NOT NULL,
	kiosk  TEXT COLLATE "C" NOT NULL,
	kind   TEXT COLLATE "C" NOT NULL
);
CREATE INDEX notice_at ON notice (at);

-- +goose Down
SELECT 'a hub does not go back';
