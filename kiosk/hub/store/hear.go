package store

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// listenQuiet is how long a connection may say nothing before it is asked
	// whether it is still there: one that broke without a word, by a firewall
	// for instance, would else be listened to for ever.
	listenQuiet = 15 * time.Second
	listenReply = 5 * time.Second
)

// Channels that hubs tell each other by.
const (
	newsChannel = "guichet_news"
	callChannel = "guichet_calls"
)

// hearPostgres rings when another hub publishes. A broken connection is made
// again; after each connection it rings once, for what was missed. A beat of
// listenQuiet rings too, should a notification ever be lost.
func (d *database) hearPostgres(config *pgx.ConnConfig) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go func() {
		<-d.quit
		stop()
	}()
	for ctx.Err() == nil {
		d.hearOnce(ctx, config)
		select {
		case <-time.After(later + rand.N(later)):
		case <-ctx.Done():
		}
	}
}

// hearOnce listens until the connection breaks.
func (d *database) hearOnce(ctx context.Context, config *pgx.ConnConfig) {
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "LISTEN "+newsChannel+"; LISTEN "+callChannel); err != nil {
		return
	}
	for channel := ""; ; {
		d.ring(channel)
		if channel, err = waitOrPing(ctx, conn); err != nil {
			return
		}
	}
}

// ring wakes those whom a channel is for, or all.
func (d *database) ring(channel string) {
	if channel != callChannel {
		d.wake.ring()
	}
	if channel != newsChannel {
		d.calls.ring()
	}
}

// waitOrPing returns the channel of the next notification, or "" when the server,
// asked after a long silence, has answered.
func waitOrPing(ctx context.Context, conn *pgx.Conn) (channel string, err error) {
	quiet, stop := context.WithTimeout(ctx, listenQuiet)
	defer stop()
	n, err := conn.WaitForNotification(quiet)
	if err == nil {
		return n.Channel, nil
	}
	if quiet.Err() == nil || ctx.Err() != nil {
		return "", err
	}
	asked, stop := context.WithTimeout(ctx, listenReply)
	defer stop()
	return "", conn.Ping(asked)
}
