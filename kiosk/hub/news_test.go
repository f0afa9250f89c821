package hub_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/hubtest"
)

func TestStream(t *testing.T) {
	h := hubtest.New(t)
	k := h.Enrol(t, "Hall", "")
	s := k.Listen(t, "")
	for field, want := range map[string]string{
		"Content-Type": "text/event-stream", "Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no",
	} {
		if got := s.Header.Get(field); got != want {
			t.Errorf("%s: %q", field, got)
		}
	}
	if wait, err := time.ParseDuration(s.Retry + "ms"); err != nil || wait < time.Second || wait > time.Minute {
		t.Errorf("retry: %q", s.Retry)
	}
	first := publish(t, h, hubtest.Town, "", wire.NoticePacks)
	publish(t, h, "04998", "", wire.NoticePacks) // of another town
	publish(t, h, hubtest.Town, h.NewKiosk(t).ID, wire.NoticeAsk)
	last := publish(t, h, "", "", wire.NoticeAsk)
	if id, n := s.NextID(t); n.Number != first || n.Kind != wire.NoticePacks || id != fmt.Sprint(first) {
		t.Errorf("first heard %s %+v", id, n)
	}
	if n := s.Next(t); n.Number != last || n.Kind != wire.NoticeAsk {
		t.Errorf("then heard %+v", n)
	}
}

// A kiosk that comes back hears what it missed, and nothing twice.
func TestStreamCatchUp(t *testing.T) {
	h := hubtest.New(t)
	k := h.Enrol(t, "Hall", "")
	s := k.Listen(t, "")
	seen := publish(t, h, hubtest.Town, "", wire.NoticeAsk)
	s.Next(t)
	s.Close()
	missed := publish(t, h, hubtest.Town, "", wire.NoticePacks)
	eventuallyHeard(t, h, k, missed)
	s = k.Listen(t, fmt.Sprint(seen))
	if n := s.Next(t); n.Number != missed {
		t.Errorf("missed %d, heard %+v", missed, n)
	}
	now := publish(t, h, hubtest.Town, "", wire.NoticeAsk)
	if n := s.Next(t); n.Number != now {
		t.Errorf("then %+v, not %d", n, now)
	}
	s = k.Listen(t, "999999999") // of a hub whose database was restored
	now = publish(t, h, hubtest.Town, "", wire.NoticeAsk)
	if n := s.Next(t); n.Number != now {
		t.Errorf("from the future: %+v", n)
	}
}

// eventuallyHeard waits until the hub itself has heard a notice.
func eventuallyHeard(t *testing.T, h *hubtest.Hub, k *hubtest.Kiosk, number int64) {
	t.Helper()
	eventually(t, func() bool {
		_, r := k.Beat(t, wire.Heartbeat{})
		return r.After >= number
	}, "the hub hears of the notice")
}

func TestPoll(t *testing.T) {
	h := hubtest.New(t)
	k := h.Enrol(t, "Hall", "")
	poll := func(after int64, wait int) (news wire.News) {
		status, body := k.Send(t, "GET", fmt.Sprintf("%s?after=%d&wait=%d", wire.PathNews, after, wait), nil, nil)
		if status != 200 || json.Unmarshal(body, &news) != nil || news.Notices == nil {
			t.Fatalf("%d %s", status, body)
		}
		return news
	}
	start := poll(0, 0)
	n := publish(t, h, hubtest.Town, "", wire.NoticePacks)
	eventuallyHeard(t, h, k, n)
	if got := poll(start.After, 20); len(got.Notices) != 1 || got.Notices[0].Number != n || got.After != n {
		t.Errorf("missed %d: %+v", n, got)
	}
	if got := poll(n, 1); len(got.Notices) != 0 || got.After != n {
		t.Errorf("nothing new: %+v", got)
	}
	later := make(chan wire.News)
	go func() { later <- poll(n, 25) }()
	eventually(t, func() bool {
		publish(t, h, hubtest.Town, k.ID, wire.NoticeAsk)
		select {
		case got := <-later:
			return len(got.Notices) > 0 && got.Notices[0].Kind == wire.NoticeAsk
		default:
			return false
		}
	}, "a poll that waits is answered")
}

// A hub that stops ends every stream and poll at once; its kiosks come back.
func TestDrain(t *testing.T) {
	h := hubtest.New(t)
	k := h.Enrol(t, "Hall", "")
	s := k.Listen(t, "")
	polled := make(chan int, 1)
	go func() {
		status, _ := k.Send(t, "GET", wire.PathNews+"?after=0&wait=25", nil, nil)
		polled <- status
	}()
	began := time.Now()
	eventually(t, func() bool { return h.Streams() == 2 }, "both listen")
	h.Restart(t)
	s.End(t)
	if status := <-polled; status != 200 {
		t.Errorf("poll: %d", status)
	}
	if took := time.Since(began); took > wire.LongPoll {
		t.Errorf("it waited for the poll: %v", took)
	}
	k.HTTP = h.Client()
	k.Listen(t, "")
}

// A hub that has as many listeners as it takes says when to come back.
func TestTooManyStreams(t *testing.T) {
	h := hubtest.New(t, func(c *hub.Config) { c.Limits.Streams = 1 })
	k := h.Enrol(t, "Hall", "")
	s := k.Listen(t, "")
	res, err := k.HTTP.Do(k.Request(t.Context(), t, "GET", wire.PathNews, nil))
	check(t, err)
	defer res.Body.Close()
	if p := problemIn(t, readAll(t, res)); p.Type != "busy" || res.Header.Get("Retry-After") == "" {
		t.Errorf("%d %+v", res.StatusCode, p)
	}
	s.Close()
	eventually(t, func() bool {
		status, _ := k.Send(t, "GET", wire.PathNews+"?after=0&wait=0", nil, nil)
		return status == http.StatusOK
	}, "there is room again")
}

// Many notices at once reach a kiosk that reads, or its stream is cut and it
// catches up: none is lost.
func TestBurst(t *testing.T) {
	h := hubtest.New(t)
	k := h.Enrol(t, "Hall", "")
	s := k.Listen(t, "")
	heard := map[int64]bool{}
	var first, last int64
	for range 50 {
		last = publish(t, h, hubtest.Town, "", wire.NoticeAsk)
		if first == 0 {
			first = last
		}
	}
	at := first - 1
	for at < last {
		n, ok := s.Try(t)
		if !ok {
			s = k.Listen(t, fmt.Sprint(at))
			continue
		}
		heard[n.Number], at = true, n.Number
	}
	if len(heard) != 50 {
		t.Errorf("heard %d of 50", len(heard))
	}
}

func publish(t testing.TB, h *hubtest.Hub, town, kiosk, kind string) int64 {
	t.Helper()
	n, err := h.Store.Publish(t.Context(), town, kiosk, kind)
	check(t, err)
	return n
}

// FuzzNews: the number that a kiosk sends is a number or nothing.
func FuzzNews(f *testing.F) {
	h := hubtest.New(f)
	k := h.Enrol(f, "Hall", "")
	f.Add("5", "0")
	f.Add("-1", "99999999999999999999")
	f.Add("1e3", "")
	f.Fuzz(func(t *testing.T, after, wait string) {
		if wait != "" {
			wait = "0" + wait // the first digit alone is not waited for here
		}
		path := wire.PathNews + "?after=" + queryEscape(after) + "&wait=" + queryEscape(wait[:min(1, len(wait))])
		if len(path) > 2<<10 {
			t.Skip("longer than what a token signs")
		}
		if w := serve(h.Hub, signedRequest(t, k, "GET", path, nil)); w.Code != 200 {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}

// One kiosk cannot take the streams of all: its oldest ends when it opens a
// third.
func TestStreamsOfOneKiosk(t *testing.T) {
	h := hubtest.New(t)
	k := h.Enrol(t, "Hall", "")
	first, second := k.Listen(t, ""), k.Listen(t, "")
	third := k.Listen(t, "")
	first.End(t)
	if _, err := h.Store.Publish(t.Context(), "", "", wire.NoticeAsk); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]*hubtest.Stream{"second": second, "third": third} {
		if n := s.Next(t); n.Kind != wire.NoticeAsk {
			t.Errorf("%s: %+v", name, n)
		}
	}
}
