-- +goose Up
-- Calls to an agent. What is personal of them is in "sealed", which the hub
-- encrypts, and is emptied when the call or the call back is over.
-- rev grows with every change of a row, in the order of the commits.

INSERT INTO counter (name, n) VALUES ('call', 0);

CREATE TABLE call_line (
	id         TEXT COLLATE "C" PRIMARY KEY NOT NULL,
	rev        BIGINT NOT NULL,
	kiosk      TEXT COLLATE "C" NOT NULL,
	town       TEXT COLLATE "C" NOT NULL,
	service    TEXT COLLATE "C" NOT NULL,
	state      TEXT COLLATE "C" NOT NULL,
	agent      TEXT COLLATE "C" NOT NULL,
	only_for   TEXT COLLATE "C" NOT NULL,
	sent_by    TEXT COLLATE "C" NOT NULL,
	back       BIGINT NOT NULL,
	asked      BIGINT NOT NULL,
	since      BIGINT NOT NULL,
	taken      BIGINT NOT NULL,
	ended      BIGINT NOT NULL,
	kiosk_hub  TEXT COLLATE "C" NOT NULL,
	kiosk_away BIGINT NOT NULL,
	agent_hub  TEXT COLLATE "C" NOT NULL,
	agent_away BIGINT NOT NULL,
	why        TEXT COLLATE "C" NOT NULL,
	outcome    TEXT COLLATE "C" NOT NULL,
	sealed     BYTEA NOT NULL
);
CREATE UNIQUE INDEX call_line_rev ON call_line (rev);
CREATE INDEX call_line_agent ON call_line (agent) WHERE state = 'taken';
CREATE INDEX call_line_ended ON call_line (ended) WHERE ended > 0;

CREATE TABLE call_agent (
	id      TEXT COLLATE "C" PRIMARY KEY NOT NULL, -- of the connection
	rev     BIGINT NOT NULL,
	login   TEXT COLLATE "C" NOT NULL,
	name    TEXT COLLATE "C" NOT NULL,
	role    TEXT COLLATE "C" NOT NULL,
	town    TEXT COLLATE "C" NOT NULL,
	hub     TEXT COLLATE "C" NOT NULL,
	on_duty BIGINT NOT NULL,
	lost    BIGINT NOT NULL
);
CREATE UNIQUE INDEX call_agent_rev ON call_agent (rev);

CREATE TABLE call_back (
	id      TEXT COLLATE "C" PRIMARY KEY NOT NULL,
	rev     BIGINT NOT NULL,
	kiosk   TEXT COLLATE "C" NOT NULL,
	town    TEXT COLLATE "C" NOT NULL,
	service TEXT COLLATE "C" NOT NULL,
	begins  BIGINT NOT NULL,
	ends    BIGINT NOT NULL,
	asked   BIGINT NOT NULL,
	tries   BIGINT NOT NULL,
	done    TEXT COLLATE "C" NOT NULL,
	done_at BIGINT NOT NULL,
	sealed  BYTEA NOT NULL
);
CREATE UNIQUE INDEX call_back_rev ON call_back (rev);
CREATE INDEX call_back_window ON call_back (service, begins) WHERE done = '';
CREATE INDEX call_back_done ON call_back (done_at) WHERE done_at > 0;

-- What one side of a call said while the other was not at the same hub.
CREATE TABLE call_mail (
	number BIGINT PRIMARY KEY NOT NULL,
	call   TEXT COLLATE "C" NOT NULL,
	side   TEXT COLLATE "C" NOT NULL,
	at     BIGINT NOT NULL,
	data   BYTEA NOT NULL
);
CREATE INDEX call_mail_call ON call_mail (call, side, number);

-- Hubs that live: what hangs on one that does not is away.
CREATE TABLE call_hub (
	id   TEXT COLLATE "C" PRIMARY KEY NOT NULL,
	seen BIGINT NOT NULL
);

-- Sums of an hour. Nobody is named in them.
CREATE TABLE call_count (
	town       TEXT COLLATE "C" NOT NULL,
	service    TEXT COLLATE "C" NOT NULL,
	hour       BIGINT NOT NULL,
	offered    BIGINT NOT NULL,
	answered   BIGINT NOT NULL,
	call_backs BIGINT NOT NULL,
	contacts   BIGINT NOT NULL,
	abandoned  BIGINT NOT NULL,
	closed     BIGINT NOT NULL,
	wait       BIGINT NOT NULL,
	longest    BIGINT NOT NULL,
	reached    BIGINT NOT NULL,
	given_up   BIGINT NOT NULL,
	expired    BIGINT NOT NULL,
	PRIMARY KEY (town, service, hour)
);
CREATE INDEX call_count_hour ON call_count (hour);

-- +goose Down
SELECT 'a hub does not go back';
