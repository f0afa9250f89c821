package sipcall

import (
	"bytes"
	"context"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guichet/drivers/audio/audiosim"
	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
)

// sipp plays one of testdata once; wait fails where the kiosk did not do its
// part.
func sipp(t *testing.T, scenario string) (server string, wait func()) {
	t.Helper()
	probe, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.ParseIP(townIP)})
	must(t, err)
	_, port, _ := net.SplitHostPort(probe.LocalAddr().String())
	_ = probe.Close()
	file, err := filepath.Abs(filepath.Join("testdata", scenario+".xml"))
	must(t, err)
	var said bytes.Buffer
	ctx, stop := context.WithTimeout(context.Background(), 2*long)
	args := []string{"-sf", file, "-i", townIP, "-p", port, "-m", "1", "-nostdin", "-timeout", "25s", "-timeout_error", "-trace_err", "-error_file", "/dev/stderr"}
	if scenario == "storm" { // answers come while it still sends
		args = append(args, "-default_behaviors", "none")
	}
	cmd := exec.CommandContext(ctx, "sipp", args...)
	cmd.Stdout, cmd.Stderr, cmd.Dir = &said, &said, t.TempDir()
	must(t, cmd.Start())
	t.Cleanup(stop)
	return "sip:" + net.JoinHostPort(townIP, port), func() {
		t.Helper()
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s: %v\n%s", scenario, err, tail(said.String()))
		}
	}
}

func tail(s string) string {
	if len(s) > 4000 {
		s = s[len(s)-4000:]
	}
	return strings.TrimSpace(s)
}

func TestOddAnswersOfSIPp(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	needTown(t)
	for _, s := range []struct {
		scenario string
		encrypt  Encrypt
		tell     func(t *testing.T, c call.Call)
	}{
		{"queue", Never, func(t *testing.T, c call.Call) {
			untilEvent(t, c, "four in the queue", func(e call.Event) bool { return e.Queue.Place == 4 })
			calltest.Until(t, c, call.Confirmed)
			c.Hangup()
			ended(t, c, call.LocalBye, 0, 0)
		}},
		{"late", Never, func(t *testing.T, c call.Call) {
			calltest.Until(t, c, call.Early)
			c.Hangup()
			ended(t, c, call.Cancelled, 0, 0)
		}},
		{"refuses_srtp", Prefer, func(t *testing.T, c call.Call) {
			calltest.Until(t, c, call.Confirmed)
			c.Hangup()
			ended(t, c, call.LocalBye, 0, 0)
		}},
		{"overloaded", Never, func(t *testing.T, c call.Call) { ended(t, c, call.Overloaded, 503, 42*time.Second) }},
		{"storm", Never, func(t *testing.T, c call.Call) {
			calltest.Until(t, c, call.Confirmed)
			ended(t, c, call.RemoteBye, 0, 0)
		}},
		{"no_offer", Never, func(t *testing.T, c call.Call) {
			calltest.Until(t, c, call.Confirmed)
			settled(t, c.(*talk))
			c.Hangup()
			ended(t, c, call.LocalBye, 0, 0)
		}},
	} {
		t.Run(s.scenario, func(t *testing.T) {
			server, wait := sipp(t, s.scenario)
			p, err := New(Config{Server: server, User: "borne", Unregistered: true, Encrypt: s.encrypt, Codecs: []string{PCMA}, Sound: audiosim.New(nil)})
			must(t, err)
			defer p.Close()
			until(t, "the line is open", func() bool { return p.Ready() == nil })
			c, err := p.Dial(context.Background(), call.Target{Address: "sip:sipp@" + strings.TrimPrefix(server, "sip:")})
			must(t, err)
			s.tell(t, c)
			wait()
		})
	}
}

func ended(t *testing.T, c call.Call, why call.Cause, code int, retry time.Duration) {
	t.Helper()
	if e := calltest.Ended(t, c); e.Cause != why || e.Code != code || e.Retry != retry {
		t.Errorf("it ended with %+v", e)
	}
}

// settled waits until a re-INVITE of the other side, and its ACK, came.
func settled(t *testing.T, k *talk) {
	t.Helper()
	until(t, "the offer in the 200 is answered", func() bool {
		made := make(chan bool, 1)
		k.box.post(func() { made <- k.cur.version > 1 })
		if !<-made {
			return false
		}
		k.cur.mu.Lock()
		defer k.cur.mu.Unlock()
		return len(k.cur.late) == 0 && len(k.cur.waits) == 0
	})
}
