package fleet

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"filippo.io/age"

	"guichet/forms/pack"
	"guichet/forms/pack/trust"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/health"
	"guichet/kiosk/tend"
)

// Config is what an Agent is given.
type Config struct {
	Hub       string // its address
	Dir       string // the kiosk's data folder: trust and recipients are kept there
	Transport http.RoundTripper

	// Offer gives the session what the menu shall have from the next visit on.
	Offer func([]*pack.Pack)
	// Rekey encrypts to these from now on.
	Rekey func([]age.Recipient) error
	// Look is how the kiosk is; the agent adds what it knows itself.
	Look func(context.Context) wire.Heartbeat
	// Board is told what the agent sees, and what is on it goes to the hub; nil:
	// the agent has its own.
	Board *health.Board
	Log   *slog.Logger
}

// Agent is the kiosk's side of the hub.
type Agent struct {
	Library
	id       Identity
	client   *Client
	courier  *courier
	listener *listener
	heart    *heart
	look     func(context.Context) wire.Heartbeat
	says     reporter
	alerts   *alerts
}

// Open reads who this kiosk is and what it has. It needs no network.
// ErrNotEnrolled where nobody has made it known yet.
func Open(cfg Config) (*Agent, error) {
	id, err := ReadIdentity(cfg.Dir)
	if err != nil {
		return nil, err
	}
	client, err := NewClient(cfg.Hub, id.Kiosk, id.Key, cfg.Transport)
	if err != nil {
		return nil, err
	}
	p, err := openPorter(cfg.Dir, id.Root, id.Town, cfg.Log)
	if err != nil {
		return nil, err
	}
	p.source = trust.HTTP(&http.Client{Transport: cfg.Transport, Timeout: download, CheckRedirect: stay}, client.base+wire.PathPacks)
	p.offer, p.rekey = cfg.Offer, cfg.Rekey
	return assemble(cfg, id, client, p), nil
}

func assemble(cfg Config, id Identity, client *Client, p *porter) *Agent {
	board := cfg.Board
	if board == nil {
		board = &health.Board{}
	}
	a := &Agent{Library: Library{p}, id: id, client: client, look: cfg.Look, says: reporter{board}}
	a.alerts = openAlerts(board, p.disk)
	a.courier = newCourier(client, id, cfg.Log)
	a.heart = &heart{client: client, log: cfg.Log, look: a.state, says: a.says, wake: make(chan struct{}, 1)}
	a.listener = &listener{client: client, log: cfg.Log, tell: func(wire.Notice) { poke(a.heart.wake) }}
	p.told = func() { poke(a.heart.wake) }
	a.heart.want = func(r wire.HeartbeatReply) {
		p.clock(r.Time)
		p.order(r)
		if a.alerts.waits() {
			poke(a.heart.wake)
		}
	}
	board.Watch(func(health.Change) { poke(a.heart.wake) })
	return a
}

// download is how long one file of the repository may take: 8 MB over a slow
// line.
const download = 5 * time.Minute

// Identity is who this kiosk is.
func (a *Agent) Identity() Identity { return a.id }

// Sync asks the hub once what it wants and brings it in: at enrolment, so that
// a kiosk is whole before it first shows its home page.
func (a *Agent) Sync(ctx context.Context) error {
	var reply wire.HeartbeatReply
	if err := a.client.post(ctx, wire.PathHeartbeat, a.state(ctx), &reply); err != nil {
		return err
	}
	return a.porter.heed(ctx, reply)
}

// Run serves until ctx ends. box is where submissions wait; nil: nothing can be
// saved here, so there is nothing to deliver.
func (a *Agent) Run(ctx context.Context, box Box) {
	all := tend.Crew{Log: a.heart.log, Board: a.says.board}
	if box != nil {
		all.Begin(ctx, "delivery", func(ctx context.Context) { a.courier.run(ctx, box) })
		defer func() { a.courier.end(ctx.Err()) }() // it may rest after a mistake
	} else {
		a.courier.end(errNoBox)
	}
	all.Begin(ctx, "news", a.listener.run)
	all.Begin(ctx, "heartbeat", a.heart.run)
	all.Begin(ctx, "packs", a.porter.run)
	all.Wait()
}

// Saved tells that a submission waits.
func (a *Agent) Saved() { poke(a.courier.wake) }

// Shown tells which revisions the home page offers, by id of the pack.
func (a *Agent) Shown(versions map[string]string) { a.porter.shown(versions) }

// Changed tells that the kiosk's state is worth a heartbeat now.
func (a *Agent) Changed() { poke(a.heart.wake) }

// LastReceipt is when the hub last signed for a submission; zero: not since the
// start.
func (a *Agent) LastReceipt() time.Time {
	last, _ := a.courier.state()
	return last
}

// Answers tells whether the hub answered the last heartbeat.
func (a *Agent) Answers() bool { return a.heart.answers.Load() }

// HubTime is what the hub's clock shows now, whatever ours did since it told us;
// false where it has not.
func (a *Agent) HubTime() (time.Time, bool) { return a.heart.hub.now() }

// ClockOff is the hub's clock minus ours; 0 where that is not known.
func (a *Agent) ClockOff() time.Duration {
	if t, ok := a.HubTime(); ok {
		return time.Until(t)
	}
	return a.client.ClockOff()
}

// hubTime is the hub's time as far as we know.
func (a *Agent) hubTime() time.Time {
	if t, ok := a.HubTime(); ok {
		return t
	}
	return time.Now().Add(a.client.ClockOff())
}

// state is how the kiosk is, with what only the agent knows.
func (a *Agent) state(ctx context.Context) wire.Heartbeat {
	b := a.look(ctx)
	b.At = time.Now()
	b.Packs = a.porter.states()
	b.Trust = wire.Trust{Root: a.porter.keeper.RootVersion(), Expires: a.porter.keeper.Expires()}
	last, refused := a.courier.state()
	b.Spool.Last = last
	b.Spool.Damaged = max(b.Spool.Damaged, refused) // what Look has counted is set aside as well
	a.report(b)
	b.Alerts = a.alerts.now(a.hubTime(), a.heart.heard.Load())
	return b
}
