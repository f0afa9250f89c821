package fleet

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
)

// network is a hub that is a function.
type network func(*http.Request) (*http.Response, error)

func (n network) RoundTrip(r *http.Request) (*http.Response, error) { return n(r) }

func reply(status int, body any, date time.Time) *http.Response {
	rec := httptest.NewRecorder()
	rec.Header().Set("Content-Type", "application/json")
	rec.Header().Set("Date", date.UTC().Format(http.TimeFormat))
	rec.WriteHeader(status)
	json.NewEncoder(rec).Encode(body)
	return rec.Result()
}

func problem(status int, kind string, date time.Time) *http.Response {
	return reply(status, wire.Problem{Type: kind, Status: status}, date)
}

func client(t *testing.T, n network) *Client {
	t.Helper()
	c, err := NewClient("https://hub.example", custody.KioskID(publicOf(kioskKey)), kioskKey, n)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAddressOfAHub(t *testing.T) {
	for address, good := range map[string]bool{
		"https://hub.example": true, "https://hub.example/borne/": true, "http://localhost:8080": true, "http://[::1]:8080": true,
		"http://hub.example": false, "//hub.example": false, "https://u:p@hub.example": false, "https://hub.example?a=1": false, "": false,
	} {
		if _, err := NewClient(address, "", kioskKey, nil); (err == nil) != good {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// A kiosk whose battery is dead signs by the hub's clock, at its second try.
func TestDeadClock(t *testing.T) {
	hubTime := time.Now().AddDate(6, 0, 0)
	tries := 0
	c := client(t, func(r *http.Request) (*http.Response, error) {
		tries++
		body, _ := io.ReadAll(r.Body)
		token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		want := custody.Request{Method: r.Method, Path: r.URL.RequestURI(), SHA256: custody.Sum(body), At: hubTime}
		_, err := custody.Authorized(token, want, func(string) (ed25519.PublicKey, error) { return publicOf(kioskKey), nil })
		if errors.Is(err, custody.ErrClock) {
			return problem(http.StatusUnauthorized, "clock", hubTime), nil
		}
		if err != nil {
			t.Error(err)
		}
		return reply(http.StatusOK, wire.HeartbeatReply{After: 7}, hubTime), nil
	})
	var got wire.HeartbeatReply
	if err := c.post(t.Context(), wire.PathHeartbeat, wire.Heartbeat{}, &got); err != nil || got.After != 7 || tries != 2 {
		t.Fatalf("%+v, %v, %d tries", got, err, tries)
	}
	if off := c.ClockOff(); (off - time.Until(hubTime)).Abs() > time.Minute {
		t.Errorf("the clock is off by %v", off)
	}
}

// A hub that always says "your clock" is not asked for ever.
func TestClockLie(t *testing.T) {
	tries := 0
	c := client(t, func(*http.Request) (*http.Response, error) {
		tries++
		return problem(http.StatusUnauthorized, "clock", time.Now().AddDate(tries, 0, 0)), nil
	})
	if err := c.post(t.Context(), wire.PathHeartbeat, wire.Heartbeat{}, nil); err == nil || tries != 2 {
		t.Errorf("%v after %d tries", err, tries)
	}
}

func TestAnswerThatNeverEnds(t *testing.T) {
	c := client(t, func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(endless{})}, nil
	})
	var got wire.HeartbeatReply
	if err := c.post(t.Context(), wire.PathHeartbeat, wire.Heartbeat{}, &got); err == nil {
		t.Error("taken")
	}
}

type endless struct{}

func (endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = ' '
	}
	return len(b), nil
}

// Nothing is lost where a stream is good: the notices come in order, and the
// next connection names the last one.
func TestNewsByEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var heard []int64
		var asked []string
		ctx, cancel := context.WithCancel(t.Context())
		c := client(t, func(r *http.Request) (*http.Response, error) {
			asked = append(asked, r.Header.Get("Last-Event-Id"))
			if len(asked) == 3 {
				cancel()
				return nil, ctx.Err()
			}
			return events(r.Context(), 40*time.Second, ": hello\n\n", notice(len(asked)*10), ":\n\n", notice(len(asked)*10+1)), nil
		})
		l := listener{client: c, log: slog.New(slog.DiscardHandler), tell: func(n wire.Notice) { heard = append(heard, n.Number) }}
		l.run(ctx)
		if fmt.Sprint(heard) != "[10 11 20 21]" || fmt.Sprint(asked) != "[0 11 21]" || l.poll {
			t.Errorf("heard %v, asked %v, polls %v", heard, asked, l.poll)
		}
	})
}

func notice(n int) string {
	return fmt.Sprintf("id: %d\nevent: packs\ndata: {\"number\":%d,\"kind\":\"packs\"}\n\n", n, n)
}

// events is a stream that says something every 20 seconds, then ends.
func events(ctx context.Context, last time.Duration, lines ...string) *http.Response {
	read, write := io.Pipe()
	go func() {
		for _, s := range lines {
			if _, err := io.WriteString(write, s); err != nil || !pause(ctx, 20*time.Second, nil) {
				break
			}
		}
		pause(ctx, last, nil)
		write.CloseWithError(io.EOF)
	}()
	context.AfterFunc(ctx, func() { read.CloseWithError(ctx.Err()) })
	return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"text/event-stream; charset=utf-8"}}, Body: read}
}

// A proxy that keeps the answer until it is whole shows nothing of a stream
// that never ends: the kiosk notices, and asks by long polling.
func TestNewsThroughAProxyThatBuffers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var heard []int64
		polls := 0
		c := client(t, func(r *http.Request) (*http.Response, error) {
			if r.Header.Get("Accept") == "text/event-stream" {
				return events(r.Context(), time.Hour), nil
			}
			if polls++; polls == 3 {
				cancel()
			}
			time.Sleep(wire.LongPoll)
			return reply(200, wire.News{After: int64(polls), Notices: []wire.Notice{{Number: int64(polls), Kind: wire.NoticePacks}}}, time.Now()), nil
		})
		l := listener{client: c, log: slog.New(slog.DiscardHandler), tell: func(n wire.Notice) { heard = append(heard, n.Number) }}
		l.run(ctx)
		if !l.poll || len(heard) < 2 || heard[1] != 2 {
			t.Errorf("polls: %v, heard %v", l.poll, heard)
		}
	})
}

// Ten thousand kiosks that lost their stream at the same moment must not come
// back at the same moment.
func TestComingBackIsSpread(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began, back := time.Now(), map[int]int{}
		done := make(chan int)
		const kiosks = 1000
		for range kiosks {
			ctx, cancel := context.WithCancel(t.Context())
			tries := 0
			c := client(t, func(*http.Request) (*http.Response, error) {
				if tries++; tries == 2 {
					cancel()
					done <- int(time.Since(began) / (10 * time.Second))
				}
				return nil, errors.New("network: connection refused")
			})
			l := listener{client: c, log: slog.New(slog.DiscardHandler), tell: func(wire.Notice) {}}
			go l.run(ctx)
		}
		for range kiosks {
			back[<-done]++
		}
		for tenth, n := range back {
			if tenth > 6 || n > kiosks/3 {
				t.Errorf("%d of %d came back in the same ten seconds (%d)", n, kiosks, tenth)
			}
		}
	})
}

// hubOfACode is the hub's side of an enrolment.
func hubOfACode(t *testing.T, code wire.EnrolmentCode, root []byte) network {
	return func(r *http.Request) (*http.Response, error) {
		var ask wire.EnrolRequest
		if err := json.NewDecoder(r.Body).Decode(&ask); err != nil {
			t.Error(err)
		}
		if ask.Code != code.Secret {
			return problem(http.StatusGone, "code", time.Now()), nil
		}
		return reply(http.StatusCreated, wire.EnrolReply{
			Kiosk: custody.KioskID(ask.Key), Town: "04999", Name: "Hall", Hub: publicOf(hubKey), Root: root,
		}, time.Now()), nil
	}
}

func TestEnrol(t *testing.T) {
	root := []byte(`{"signed":"root"}`)
	code := wire.NewCode(root, publicOf(hubKey), "04999")
	enrol := func(dir, typed string, hub network) (Identity, error) {
		return Enrol(t.Context(), "https://hub.example", typed, dir, "1.0.0", "test", hub)
	}
	dir := t.TempDir() + "/data"
	if _, err := ReadIdentity(dir); !errors.Is(err, ErrNotEnrolled) {
		t.Fatalf("before: %v", err)
	}
	id, err := enrol(dir, strings.ToLower(code.String()), hubOfACode(t, code, root))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := ReadIdentity(dir)
	if err != nil || kept.Kiosk != id.Kiosk || !kept.Key.Equal(id.Key) || kept.Town != "04999" {
		t.Errorf("kept %+v, %v", kept.Kiosk, err)
	}
	if info, err := os.Stat(dir + "/" + identityFile); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}

	other := t.TempDir()
	for name, c := range map[string]struct {
		typed string
		hub   network
		want  error
	}{
		"a letter less":         {code.String()[:28], hubOfACode(t, code, root), wire.ErrCode},
		"a code that was spent": {wire.NewCode(root, publicOf(hubKey), "04999").String(), hubOfACode(t, code, root), ErrSpent},
		"somebody between":      {code.String(), hubOfACode(t, code, []byte("his own root")), ErrWrongHub},
	} {
		if _, err := enrol(other, c.typed, c.hub); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if _, err := ReadIdentity(other); !errors.Is(err, ErrNotEnrolled) {
			t.Errorf("%s: it left an identity", name)
		}
	}
}

func TestDamagedIdentity(t *testing.T) {
	dir := t.TempDir()
	for _, content := range []string{"", "{", "{}", `{"kiosk":"0123456789abcdef","town":"04999"}`} {
		os.WriteFile(dir+"/"+identityFile, []byte(content), 0o600)
		if _, err := ReadIdentity(dir); err == nil || errors.Is(err, ErrNotEnrolled) {
			t.Errorf("%q: %v", content, err)
		}
	}
}
