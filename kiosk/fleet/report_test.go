package fleet

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"guichet/forms"
	"guichet/forms/pack"
	"guichet/forms/pack/publish"
	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/health"
)

// deskOfHub is a hub that takes heartbeats, as far as alerts go.
type deskOfHub struct {
	mu     sync.Mutex
	down   bool
	refuse string // the type of a refusal
	ahead  time.Duration
	ends   time.Time     // its certificate; zero: no TLS
	lives  time.Duration // 90 days if left out
	wants  []wire.Wanted
	beats  []wire.Heartbeat
	box    func(*http.Request) (*http.Response, error) // takes submissions
}

func (d *deskOfHub) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Path == wire.PathSubmissions {
		return d.box(r)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	now := time.Now().Add(d.ahead)
	switch {
	case d.down:
		return nil, errors.New("network: connection refused")
	case d.refuse != "":
		return problem(http.StatusForbidden, d.refuse, now), nil
	case r.URL.Path != wire.PathHeartbeat:
		return reply(http.StatusOK, wire.News{}, now), nil
	}
	var b wire.Heartbeat
	if err := json.NewDecoder(r.Body).Decode(&b); err != nil {
		return nil, err
	}
	d.beats = append(d.beats, b)
	res := reply(http.StatusOK, wire.HeartbeatReply{Time: now, Wanted: d.wants}, now)
	if !d.ends.IsZero() {
		res.TLS = &tls.ConnectionState{PeerCertificates: []*x509.Certificate{{
			NotBefore: d.ends.Add(-cmp.Or(d.lives, 90*24*time.Hour)), NotAfter: d.ends,
		}}}
	}
	return res, nil
}

func (d *deskOfHub) set(change func(*deskOfHub)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change(d)
}

// count is how many heartbeats came.
func (d *deskOfHub) count() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.beats)
}

// last are the alerts of the last heartbeat.
func (d *deskOfHub) last() []wire.Alert {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.beats) == 0 {
		return nil
	}
	return d.beats[len(d.beats)-1].Alerts
}

// announced are the alerts that ever came, each as often as it began for the
// hub, with its beginning.
func (d *deskOfHub) announced() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []string
	var before []string
	for _, b := range d.beats {
		now := []string{}
		for _, a := range b.Alerts {
			one := a.Name + " " + a.Since.UTC().Format(time.TimeOnly)
			now = append(now, one)
			if !slices.Contains(before, one) {
				all = append(all, one)
			}
		}
		before = now
	}
	return all
}

// agentOf is an agent in a folder, in time that is not real. Its packs are none.
func agentOf(t *testing.T, d *deskOfHub, dir string, board *health.Board, look func(context.Context) wire.Heartbeat) *Agent {
	t.Helper()
	p, err := openPorter(dir, rootOfTests(t), "04999", slog.New(slog.DiscardHandler))
	need(t, err)
	p.source = publish.Source(publish.Changes{})
	id := Identity{Kiosk: custody.KioskID(publicOf(kioskKey)), Town: "04999", Name: "Hall", Hub: publicOf(hubKey), Key: kioskKey}
	c, err := NewClient("https://hub.example", id.Kiosk, id.Key, d)
	need(t, err)
	if look == nil {
		look = func(context.Context) wire.Heartbeat { return wire.Heartbeat{State: "attract"} }
	}
	return assemble(Config{Board: board, Look: look, Log: slog.New(slog.DiscardHandler)}, id, c, p)
}

var rootOnce = sync.OnceValue(func() []byte {
	files, err := publish.Found(publish.Founding{
		Root:    []publish.Signer{signer("root-1"), signer("root-2"), signer("root-3")},
		Targets: signer("targets"), Snapshot: signer("snapshot"), Timestamp: signer("timestamp"),
	}, today)
	if err != nil {
		panic(err)
	}
	return files["metadata/1.root.json"]
})

func rootOfTests(testing.TB) []byte { return rootOnce() }

// runs lets an agent run until stop is called.
func runs(t *testing.T, a *Agent, box Box) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() { a.Run(ctx, box) })
	return sync.OnceFunc(func() { cancel(); all.Wait(); a.Close() })
}

func raised(b *health.Board) []string {
	var all []string
	for _, c := range b.All() {
		all = append(all, string(c.Name))
	}
	slices.Sort(all)
	return all
}

func wants(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// The hub goes away and comes back: a minute passes before anybody is told, and
// the hub itself hears nothing of it.
func TestNoNetworkIsRaisedAndCleared(t *testing.T) {
	rootOnce()
	synctest.Test(t, func(t *testing.T) {
		d, board := &deskOfHub{}, &health.Board{}
		a := agentOf(t, d, t.TempDir(), board, nil)
		defer runs(t, a, nil)()
		time.Sleep(2 * time.Minute)
		wants(t, raised(board))
		if !a.Answers() {
			t.Error("the hub answers")
		}
		d.set(func(d *deskOfHub) { d.down = true })
		time.Sleep(time.Minute)
		wants(t, raised(board))
		time.Sleep(10 * time.Minute)
		wants(t, raised(board), "no_network")
		if a.Answers() {
			t.Error("the hub does not answer")
		}
		d.set(func(d *deskOfHub) { d.down = false })
		time.Sleep(10 * time.Minute)
		wants(t, raised(board))
		wants(t, d.announced())
	})
}

// A page of somebody between is no hub.
func TestAPortalIsNoHub(t *testing.T) {
	rootOnce()
	for name, res := range map[string]func() *http.Response{
		"a page":     func() *http.Response { return answer(http.StatusOK, "<html>Identifiez-vous</html>") },
		"its status": func() *http.Response { return answer(http.StatusForbidden, "<html>") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				board := &health.Board{}
				a := agentOf(t, &deskOfHub{}, t.TempDir(), board, nil)
				a.client.http.Transport = network(func(*http.Request) (*http.Response, error) { return res(), nil })
				defer runs(t, a, nil)()
				time.Sleep(20 * time.Minute)
				wants(t, raised(board), "no_network")
			})
		})
	}
}

// A kiosk that was taken out says so, and hears when it is known again.
func TestRevokedIsRaised(t *testing.T) {
	rootOnce()
	synctest.Test(t, func(t *testing.T) {
		d, board := &deskOfHub{refuse: "revoked"}, &health.Board{}
		defer runs(t, agentOf(t, d, t.TempDir(), board, nil), nil)()
		time.Sleep(10 * time.Minute)
		wants(t, raised(board), "kiosk_revoked")
		d.set(func(d *deskOfHub) { d.refuse = "" })
		time.Sleep(10 * time.Minute)
		wants(t, raised(board))
	})
}

// What the agent sees of its own heartbeat, by the hub's clock.
func TestWhatTheAgentSees(t *testing.T) {
	rootOnce()
	start := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // of every bubble
	day := 24 * time.Hour
	for name, c := range map[string]struct {
		hub  func(*deskOfHub)
		beat wire.Heartbeat
		want []string
	}{
		"all is well":           {func(d *deskOfHub) { d.ends = start.Add(15 * day) }, wire.Heartbeat{}, nil},
		"the certificate ends":  {func(d *deskOfHub) { d.ends = start.Add(13 * day) }, wire.Heartbeat{}, []string{"certificate_ends"}},
		"it lives for six days": {func(d *deskOfHub) { d.ends, d.lives = start.Add(3*day), 6*day }, wire.Heartbeat{}, nil},
		"and was not renewed":   {func(d *deskOfHub) { d.ends, d.lives = start.Add(1*day), 6*day }, wire.Heartbeat{}, []string{"certificate_ends"}},
		"the clock is behind":   {func(d *deskOfHub) { d.ahead = 61 * time.Second }, wire.Heartbeat{}, []string{"clock_wrong"}},
		"the clock is ahead":    {func(d *deskOfHub) { d.ahead = -time.Hour }, wire.Heartbeat{}, []string{"clock_wrong"}},
		"the clock is good":     {func(d *deskOfHub) { d.ahead = 59 * time.Second }, wire.Heartbeat{}, nil},
		"one waits for a day":   {nil, wire.Heartbeat{Spool: wire.Spool{Waiting: 1, Oldest: start.Add(-25 * time.Hour)}}, []string{"spool_old"}},
		"one waits for an hour": {nil, wire.Heartbeat{Spool: wire.Spool{Waiting: 1, Oldest: start.Add(-time.Hour)}}, nil},
		"one is damaged":        {nil, wire.Heartbeat{Spool: wire.Spool{Damaged: 1}}, []string{"spool_damaged"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d, board := &deskOfHub{}, &health.Board{}
				if c.hub != nil {
					c.hub(d)
				}
				a := agentOf(t, d, t.TempDir(), board, func(context.Context) wire.Heartbeat { return c.beat })
				defer runs(t, a, nil)()
				time.Sleep(5 * time.Minute)
				wants(t, raised(board), c.want...)
				var sent []string
				for _, one := range d.last() {
					rule, _ := health.RuleOf(health.Name(one.Name))
					if one.Who != string(rule.Who) {
						t.Errorf("%s is for %q", one.Name, one.Who)
					}
					sent = append(sent, one.Name)
				}
				wants(t, sent, c.want...)
			})
		})
	}
}

// Where the machine's clock is put right, what the hub's clock shows stays known.
func TestTheHubsClockRunsOn(t *testing.T) {
	rootOnce()
	synctest.Test(t, func(t *testing.T) {
		d := &deskOfHub{ahead: time.Hour}
		a := agentOf(t, d, t.TempDir(), nil, nil)
		if _, known := a.HubTime(); known || a.ClockOff() != 0 {
			t.Error("it is known before anything was heard")
		}
		stop := runs(t, a, nil)
		time.Sleep(time.Minute)
		stop()
		time.Sleep(24 * time.Hour)
		if at, known := a.HubTime(); !known || !at.Equal(time.Now().Add(time.Hour)) || a.ClockOff() != time.Hour {
			t.Errorf("the hub shows %v, %v ahead", at, a.ClockOff())
		}
	})
}

// An expired certificate says why the hub is not reached.
func TestAnExpiredCertificate(t *testing.T) {
	c := client(t, nil)
	ended := time.Now().Add(-time.Hour).Truncate(time.Second)
	cert := &x509.Certificate{NotBefore: ended.AddDate(0, -3, 0), NotAfter: ended}
	c.seeCertificate(nil, fmt.Errorf("dial: %w", &tls.CertificateVerificationError{
		UnverifiedCertificates: []*x509.Certificate{cert}, Err: x509.CertificateInvalidError{Cert: cert, Reason: x509.Expired},
	}))
	if end, before := c.certificateEnds(); !end.Equal(ended) || before != certEnds {
		t.Errorf("it ends %v, %v", end, before)
	}
	other := client(t, nil)
	other.seeCertificate(nil, &tls.CertificateVerificationError{
		UnverifiedCertificates: []*x509.Certificate{cert}, Err: x509.UnknownAuthorityError{Cert: cert},
	})
	if end, _ := other.certificateEnds(); !end.IsZero() {
		t.Error("a stranger's certificate is taken for the hub's")
	}
}

// Alerts are sent once and cleared once, whatever happens to the kiosk between.
func TestAnAlertOutlivesARestart(t *testing.T) {
	rootOnce()
	synctest.Test(t, func(t *testing.T) {
		d, dir := &deskOfHub{}, t.TempDir()
		board := &health.Board{}
		stop := runs(t, agentOf(t, d, dir, board, nil), nil)
		board.Report(health.CameraGone, true)
		board.Report(health.PaperOut, true)
		board.Report(health.SoundGone, true)
		time.Sleep(time.Hour)
		stop()
		time.Sleep(time.Minute)

		board = &health.Board{} // the kiosk starts again; paper was put in meanwhile
		stop = runs(t, agentOf(t, d, dir, board, nil), nil)
		time.Sleep(time.Second)
		board.Report(health.PaperOut, false)
		board.Report(health.CameraGone, true)
		time.Sleep(time.Hour) // nobody looks whether there is sound
		board.Report(health.CameraGone, false)
		time.Sleep(time.Minute)
		board.Report(health.CameraGone, true) // hours later: another alert
		time.Sleep(time.Minute)
		stop()
		wants(t, sorted(d.announced()), "camera_gone 00:00:00", "camera_gone 02:02:01", "paper_out 00:00:00", "sound_gone 00:00:00")
		wants(t, namesOf(d.last()), "camera_gone")
	})
}

func sorted(all []string) []string { return slices.Sorted(slices.Values(all)) }

func namesOf(all []wire.Alert) (names []string) {
	for _, a := range all {
		names = append(names, a.Name)
	}
	return names
}

// A heartbeat goes out when something is raised, and when it is cleared: nobody
// waits a minute for it.
func TestNewsGoOutAtOnce(t *testing.T) {
	rootOnce()
	synctest.Test(t, func(t *testing.T) {
		d, board := &deskOfHub{}, &health.Board{}
		defer runs(t, agentOf(t, d, t.TempDir(), board, nil), nil)()
		time.Sleep(10 * time.Second)
		board.Report(health.SpoolBroken, true)
		time.Sleep(5 * time.Second)
		wants(t, namesOf(d.last()), "spool_broken")
		board.Report(health.SpoolBroken, false)
		time.Sleep(5 * time.Second)
		wants(t, namesOf(d.last()))
	})
}

// The beginning of an alert is by the hub's clock, also where ours is years off.
func TestAnAlertBeginsByTheHubsClock(t *testing.T) {
	rootOnce()
	synctest.Test(t, func(t *testing.T) {
		d, board := &deskOfHub{ahead: 26 * 365 * 24 * time.Hour}, &health.Board{}
		defer runs(t, agentOf(t, d, t.TempDir(), board, nil), nil)()
		time.Sleep(time.Minute)
		at := time.Now().Add(d.ahead)
		board.Report(health.SpoolBroken, true)
		time.Sleep(3 * time.Minute)
		for _, one := range d.last() {
			if one.Name == "spool_broken" && one.Since.Sub(at).Abs() <= time.Second {
				return
			}
		}
		t.Errorf("the hub hears %+v, want it from %v", d.last(), at)
	})
}

// What is kept of alerts may be anything: it is a disk.
func TestDamagedAlerts(t *testing.T) {
	for _, text := range []string{"", "{", `{"paper_out":"yesterday"}`, `{"no_such":"2026-11-01T00:00:00Z"}`, strings.Repeat("x", maxAlerts+1)} {
		p, err := openPorter(t.TempDir(), rootOfTests(t), "04999", slog.New(slog.DiscardHandler))
		need(t, err)
		defer p.disk.Close()
		need(t, p.disk.Write(alertsFile, []byte(text)))
		if a := openAlerts(&health.Board{}, p.disk); len(a.now(time.Now(), true)) != 0 {
			t.Errorf("%.20q gives alerts", text)
		}
	}
}

// Procedures that nobody can choose any more are said, with their names.
func TestMenu(t *testing.T) {
	on := func(id, until string) *pack.Pack {
		p := &pack.Pack{}
		p.ID, p.Version, p.Validity.Until = id, "1.0.0", until
		return p
	}
	today := forms.Day{Year: 2026, Month: 11, Day: 22}
	for _, c := range []struct {
		packs []*pack.Pack
		want  []string
	}{
		{nil, []string{"no_pack"}},
		{[]*pack.Pack{on("cantine", ""), on("sortie", "2026-11-22")}, nil},
		{[]*pack.Pack{on("cantine", ""), on("sortie", "2026-11-21")}, []string{"pack_expired"}},
		{[]*pack.Pack{on("sortie", "2026-11-21")}, []string{"no_pack", "pack_expired"}},
	} {
		board := &health.Board{}
		Menu(board, c.packs, today)
		wants(t, raised(board), c.want...)
	}
}
