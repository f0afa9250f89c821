-- +goose Up
-- Calls to an agent. What is personal of them is in "sealed", which the hub
-- encrypts, and is emptied when the call or the call back is over.
-- rev grows with every change of a row, in the order of the commits.

INSERT INTO counter (name, n) VALUES ('call', 0);

CREATE TABLE call_line (
	id         TEXT PRIMARY KEY NOT NULL,
	rev        INTEGER NOT NULL,
	kiosk      TEXT NOT NULL,
	town       TEXT NOT NULL,
	service    TEXT NOT NULL,
	state      TEXT NOT NULL,
	agent      TEXT NOT NULL,
	only_for   TEXT NOT NULL,
	sent_by    TEXT NOT NULL,
	back       INTEGER NOT NULL,
	asked      INTEGER NOT NULL,
	since      INTEGER NOT NULL,
	taken      INTEGER NOT NULL,
	ended      INTEGER NOT NULL,
	kiosk_hub  TEXT NOT NULL,
	kiosk_away INTEGER NOT NULL,
	agent_hub  TEXT NOT NULL,
	agent_away INTEGER NOT NULL,
	why        TEXT NOT NULL,
	outcome    TEXT NOT NULL,
	sealed     BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX call_line_rev ON call_line (rev);
CREATE INDEX call_line_agent ON call_line (agent) WHERE state = 'taken';
CREATE INDEX call_line_ended ON call_line (ended) WHERE ended > 0;

CREATE TABLE call_agent (
	id      TEXT PRIMARY KEY NOT NULL, -- of the connection
	rev     INTEGER NOT NULL,
	login   TEXT NOT NULL,
	name    TEXT NOT NULL,
	role    TEXT NOT NULL,
	town    TEXT NOT NULL,
	hub     TEXT NOT NULL,
	on_duty INTEGER NOT NULL,
	lost    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX call_agent_rev ON call_agent (rev);

CREATE TABLE call_back (
	id      TEXT PRIMARY KEY NOT NULL,
	rev     INTEGER NOT NULL,
	kiosk   TEXT NOT NULL,
	town    TEXT NOT NULL,
	service TEXT NOT NULL,
	begins  INTEGER NOT NULL,
	ends    INTEGER NOT NULL,
	asked   INTEGER NOT NULL,
	tries   INTEGER NOT NULL,
	done    TEXT NOT NULL,
	done_at INTEGER NOT NULL,
	sealed  BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX call_back_rev ON call_back (rev);
CREATE INDEX call_back_window ON call_back (service, begins) WHERE done = '';
CREATE INDEX call_back_done ON call_back (done_at) WHERE done_at > 0;

-- What one side of a call said while the other was not at the same hub.
CREATE TABLE call_mail (
	number INTEGER PRIMARY KEY NOT NULL,
	call   TEXT NOT NULL,
	side   TEXT NOT NULL,
	at     INTEGER NOT NULL,
	data   BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX call_mail_call ON call_mail (call, side, number);

-- Hubs that live: what hangs on one that does not is away.
CREATE TABLE call_hub (
	id   TEXT PRIMARY KEY NOT NULL,
	seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Sums of an hour. Nobody is named in them.
CREATE TABLE call_count (
	town       TEXT NOT NULL,
	service    TEXT NOT NULL,
	hour       INTEGER NOT NULL,
	offered    INTEGER NOT NULL,
	answered   INTEGER NOT NULL,
	call_backs INTEGER NOT NULL,
	contacts   INTEGER NOT NULL,
	abandoned  INTEGER NOT NULL,
	closed     INTEGER NOT NULL,
	wait       INTEGER NOT NULL,
	longest    INTEGER NOT NULL,
	reached    INTEGER NOT NULL,
	given_up   INTEGER NOT NULL,
	expired    INTEGER NOT NULL,
	PRIMARY KEY (town, service, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX call_count_hour ON call_count (hour);

-- +goose Down
SELECT 'a hub does not go back';
