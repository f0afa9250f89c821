package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/health"
)

// Whatever number stands in Retry-After, the wait is one that a kiosk survives.
func TestRetryAfterOfAnySize(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"": 0, "0": 0, "-5": 0, "7": 7 * time.Second, "x": 0, "Fri, 31 Dec 9999 23:59:59 GMT": 0,
		"601": longestAfter, "9223372036": longestAfter, "9223372037": longestAfter, "9223372036854775807": longestAfter,
		"99999999999999999999999999": 0,
	} {
		after := retryAfter(s)
		if after != want {
			t.Errorf("%q: %v, want %v", s, after, want)
		}
		var r retry
		if wait := r.wait(&Refusal{Status: 503, After: after}); wait <= 0 || wait > 2*longestAfter {
			t.Errorf("%q: a wait of %v", s, wait)
		}
	}
}

// A word that a hub gives for its refusal goes into the log, so it is a word.
func TestARefusalIsAWord(t *testing.T) {
	for given, want := range map[string]string{
		"clock": "clock", "too_large": "too_large", strings.Repeat("a", 40): "",
		"a b": "", "CLOCK": "", "clock\nlevel=ERROR msg=forged": "", "é": "",
	} {
		if got := refusalOf(problem(400, given, time.Now())).Type; got != want {
			t.Errorf("%.20q is %q", given, got)
		}
	}
}

// A hub, or a proxy, that answers every poll at once with nothing gets a kiosk
// that asks seldom, not one that asks without a pause.
func TestPollsThatAreAnsweredAtOnce(t *testing.T) {
	for name, answer := range map[string]func(n int) *http.Response{
		"nothing": func(int) *http.Response { return reply(200, wire.News{}, time.Now()) },
		"always new": func(n int) *http.Response {
			return reply(200, wire.News{After: int64(n), Notices: make([]wire.Notice, 100)}, time.Now())
		},
		"a login page": func(int) *http.Response { return answer(200, "<html>Identifiez-vous</html>") },
	} {
		t.Run(name, func(t *testing.T) {
			if asked := listenFor(t, 10*time.Minute, func(n int) (*http.Response, error) { return answer(n), nil }, nil); asked > 320 {
				t.Errorf("%d requests in ten minutes", asked)
			}
		})
	}
}

// listenFor counts the requests of a listener in a time that is not real. Its
// patience is bounded in requests too: a busy loop would never let time pass.
func listenFor(t *testing.T, long time.Duration, hub func(n int) (*http.Response, error), tell func(wire.Notice)) (asked int) {
	t.Helper()
	if tell == nil {
		tell = func(wire.Notice) {}
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), long)
		defer cancel()
		c := client(t, func(*http.Request) (*http.Response, error) {
			if asked++; asked > 20_000 {
				cancel()
				return nil, ctx.Err()
			}
			return hub(asked)
		})
		l := listener{client: c, log: slog.New(slog.DiscardHandler), tell: tell}
		l.run(ctx)
	})
	return asked
}

// A hub that pours out notices is read at the pace of a kiosk.
func TestAMillionNotices(t *testing.T) {
	heard := 0
	listenFor(t, time.Minute, func(int) (*http.Response, error) {
		all := strings.Repeat(notice(7), 1_000_000)
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"text/event-stream"}}, Body: io.NopCloser(strings.NewReader(all))}, nil
	}, func(wire.Notice) { heard++ })
	if heard == 0 || heard > 50_000 {
		t.Errorf("%d notices were read in a minute", heard)
	}
}

// The repository of the hub has expired, or is not one: each kiosk says so once,
// and goes on beating once a minute. A fleet that did more would bring its hub
// down.
func TestARepositoryThatIsRefusedIsNoStorm(t *testing.T) {
	h := newTownHall(t)
	h.publish("1.0.0")
	h.spoil = func(string, []byte) ([]byte, error) { return []byte("{}"), nil }
	a := newHall(t, h, t.TempDir())
	beats := 0
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		c := client(t, func(*http.Request) (*http.Response, error) {
			beats++
			return reply(200, wire.HeartbeatReply{Wanted: []wire.Wanted{{ID: "cantine", Version: "1.0.0"}}}, time.Now()), nil
		})
		a.orders, a.turn = make(chan wire.HeartbeatReply, 1), newTurn()
		heart := &heart{client: c, log: slog.New(slog.DiscardHandler), want: a.order, wake: make(chan struct{}, 1), says: reporter{&health.Board{}},
			look: func(context.Context) wire.Heartbeat { return wire.Heartbeat{Packs: a.states()} }}
		a.told = func() { poke(heart.wake) }
		done := make(chan struct{})
		go func() { defer close(done); a.run(ctx) }()
		heart.run(ctx)
		<-done
	})
	if beats < 55 || beats > 80 {
		t.Errorf("%d heartbeats in an hour", beats)
	}
	if s := a.states(); len(s) != 1 || s[0].Step != wire.Refused || s[0].Why == "" {
		t.Errorf("the hub hears %+v", s)
	}
}

// What a hub wants that does not exist is not remembered without end, and never
// makes a heartbeat that an honest hub could not read.
func TestOrdersWithoutEnd(t *testing.T) {
	h := newTownHall(t)
	h.publish("1.0.0")
	a := newHall(t, h, t.TempDir())
	need(t, a.want(t, "1.0.0"))
	for round := range 20 {
		wanted := []wire.Wanted{{ID: strings.Repeat("x", 60_000), Version: "1.0.0"}, {ID: "cantine", Version: strings.Repeat("1", 60_000)}}
		for i := range 1000 {
			wanted = append(wanted, wire.Wanted{ID: fmt.Sprintf("p%d-%d", round, i), Version: "6.6.6"})
		}
		a.follow(t.Context(), wanted)
		if states := a.states(); len(states) > 2*maxOrders || len(body(t, states)) > wire.MaxMessage/2 {
			t.Fatalf("round %d: %d states, %d bytes", round, len(states), len(body(t, states)))
		}
	}
	need(t, a.want(t, "1.0.0"))
	if s := fmt.Sprint(a.states()); s != "[{cantine 1.0.0 active }]" {
		t.Errorf("after an honest order: %.200s", s)
	}
}

// The same pack twice in one order is the last of the two, not a change each.
func TestOneOrderOfAPack(t *testing.T) {
	h := newTownHall(t)
	h.publish("1.0.0", "1.1.0")
	a := newHall(t, h, t.TempDir())
	var wanted []wire.Wanted
	for range 20 {
		wanted = append(wanted, wire.Wanted{ID: "cantine", Version: "1.0.0"}, wire.Wanted{ID: "cantine", Version: "1.1.0"})
	}
	need(t, a.follow(t.Context(), wanted))
	if fmt.Sprint(a.steps) != "[1.1.0 fetching 1.1.0 installed 1.1.0 active]" {
		t.Error(a.steps)
	}
}

func body(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	need(t, err)
	return data
}

// Files of the repository come from the hub, or not at all: a redirect would
// make the kiosk knock at any door of the town hall's network.
func TestTheRepositoryDoesNotMove(t *testing.T) {
	h := newTownHall(t)
	dir := t.TempDir()
	id := Identity{Kiosk: custody.KioskID(publicOf(kioskKey)), Town: "04999", Hub: publicOf(hubKey), Root: h.files["metadata/1.root.json"], Key: kioskKey}
	need(t, id.write(dir))
	var asked []string
	a, err := Open(Config{Hub: "https://hub.example", Dir: dir, Log: slog.New(slog.DiscardHandler),
		Look: func(context.Context) wire.Heartbeat { return wire.Heartbeat{} },
		Transport: network(func(r *http.Request) (*http.Response, error) {
			asked = append(asked, r.URL.Host)
			if r.Method == http.MethodPost {
				return reply(200, wire.HeartbeatReply{Wanted: []wire.Wanted{{ID: "cantine", Version: "1.0.0"}}}, today), nil
			}
			res := answer(http.StatusFound, "")
			res.Header.Set("Location", "http://192.0.2.7/admin")
			return res, nil
		})})
	need(t, err)
	defer a.Close()
	if err := a.Sync(t.Context()); err == nil || fmt.Sprint(asked) != "[hub.example hub.example]" {
		t.Errorf("asked %v, %v", asked, err)
	}
}

// A hub that refuses all for good, and is mended, has all some hours later:
// nobody has to start the kiosk again.
func TestARefusalForGoodIsAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 1)
		w.calm = true
		for range 5 {
			w.submit()
		}
		mended := time.Now().Add(time.Hour)
		asked := 0
		c := client(t, func(r *http.Request) (*http.Response, error) {
			if time.Now().Before(mended) {
				asked++
				return problem([]int{400, 409, 410, 413}[asked%4], "malformed", time.Now()), nil
			}
			return w.RoundTrip(r)
		})
		ctx, cancel := context.WithTimeout(t.Context(), 24*time.Hour)
		defer cancel()
		newCourier(c, w.id, slog.New(slog.DiscardHandler)).run(ctx, w)
		if asked != 5 {
			t.Errorf("the hub that refuses was asked %d times in its hour", asked)
		}
		w.judge()
	})
}

// What is signed by another hub, or is of another town, is not the answer to
// this code, though its root is the right one: who stands between could give
// receipts for what he throws away.
func TestACodeIsOfOneHubAndOneTown(t *testing.T) {
	root := []byte(`{"signed":"root"}`)
	code := wire.NewCode(root, publicOf(hubKey), "04999")
	for name, change := range map[string]func(*wire.EnrolReply){
		"another hub":  func(r *wire.EnrolReply) { r.Hub = publicOf(liarKey) },
		"another town": func(r *wire.EnrolReply) { r.Town = "06088" },
		"another root": func(r *wire.EnrolReply) { r.Root = []byte("{}") },
	} {
		dir := t.TempDir()
		hub := hubOfACode(t, code, root)
		_, err := Enrol(t.Context(), "https://hub.example", code.String(), dir, "1.0.0", "test", network(func(r *http.Request) (*http.Response, error) {
			res, err := hub(r)
			var says wire.EnrolReply
			need(t, json.NewDecoder(res.Body).Decode(&says))
			change(&says)
			return reply(http.StatusCreated, says, time.Now()), err
		}))
		if !errors.Is(err, ErrWrongHub) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := ReadIdentity(dir); !errors.Is(err, ErrNotEnrolled) {
			t.Errorf("%s: it left an identity", name)
		}
	}
}
