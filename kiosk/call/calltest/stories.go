package calltest

import (
	"context"
	"errors"
	"testing"

	"guichet/kiosk/call"
)

var stories = []struct {
	name string
	tell func(t *testing.T, b Bench)
}{
	{"ready", ready},
	{"answered and hung up", answered},
	{"the other side hangs up", remoteBye},
	{"busy", busy},
	{"cancelled while it rings", cancelled},
	{"cancelled at once", atOnce},
	{"the context ends while it rings", contextRings},
	{"the context ends in the call", contextTalks},
	{"a context that ended before", contextDead},
	{"one call at a time", oneAtATime},
	{"a target that is none", badTarget},
	{"nobody reads the events", unread},
	{"everything at any time", anyTime},
	{"closed in a call", closedInCall},
	{"dial after close", afterClose},
}

func dial(t *testing.T, ctx context.Context, b Bench, to call.Target) call.Call {
	t.Helper()
	c, err := b.Phone.Dial(ctx, to)
	if err != nil {
		t.Fatalf("dial: %v", err)
	}
	return c
}

func ends(t *testing.T, c call.Call, want call.Cause) {
	t.Helper()
	if e := Ended(t, c); e.Cause != want {
		t.Errorf("it ended with %q, not %q", e.Cause, want)
	}
}

func ready(t *testing.T, b Bench) {
	if err := b.Phone.Ready(); err != nil {
		t.Errorf("not ready: %v", err)
	}
	if w := b.Phone.Way(); w != call.Video && w != call.Voice {
		t.Errorf("its way is %q", w)
	}
}

func answered(t *testing.T, b Bench) {
	c := dial(t, context.Background(), b, b.Answers)
	seen := Until(t, c, call.Confirmed)
	inOrder(t, seen)
	last := seen[len(seen)-1]
	if last.Code != 200 || last.Quality == call.Gone || last.At.IsZero() {
		t.Errorf("answered with %+v", last)
	}
	c.Hangup()
	ends(t, c, call.LocalBye)
	c.Hangup()
	use(c)
}

// inOrder: a call never goes back, and none skips Trying.
func inOrder(t *testing.T, seen []call.Event) {
	t.Helper()
	rank := map[call.State]int{call.Trying: 1, call.Proceeding: 2, call.Early: 2, call.Confirmed: 3, call.Terminated: 4}
	at := 0
	for _, e := range seen {
		if rank[e.State] < at || rank[e.State] == 0 {
			t.Errorf("states in a wrong order: %s", states(seen))
		}
		at = rank[e.State]
	}
}

func remoteBye(t *testing.T, b Bench) {
	c := dial(t, context.Background(), b, b.Answers)
	Until(t, c, call.Confirmed)
	b.HangUp()
	ends(t, c, call.RemoteBye)
}

func busy(t *testing.T, b Bench) {
	c := dial(t, context.Background(), b, b.Busy)
	e := Ended(t, c)
	if e.Cause != call.Busy || e.Code != 486 && e.Code != 600 {
		t.Errorf("it ended with %q and %d", e.Cause, e.Code)
	}
}

func cancelled(t *testing.T, b Bench) {
	c := dial(t, context.Background(), b, b.Rings)
	Until(t, c, call.Early)
	c.Hangup()
	ends(t, c, call.Cancelled)
}

func atOnce(t *testing.T, b Bench) {
	for range 3 {
		c := dial(t, context.Background(), b, b.Answers)
		c.Hangup()
		// Who is answered in that very moment hung up on somebody.
		if e := Ended(t, c); e.Cause != call.Cancelled && e.Cause != call.LocalBye {
			t.Errorf("it ended with %q", e.Cause)
		}
	}
}

func contextRings(t *testing.T, b Bench) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	c := dial(t, ctx, b, b.Rings)
	Until(t, c, call.Early)
	cancel()
	ends(t, c, call.Cancelled)
}

func contextTalks(t *testing.T, b Bench) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	c := dial(t, ctx, b, b.Answers)
	Until(t, c, call.Confirmed)
	cancel()
	ends(t, c, call.LocalBye)
}

func contextDead(t *testing.T, b Bench) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	c, err := b.Phone.Dial(ctx, b.Answers)
	if err == nil {
		ends(t, c, call.Cancelled)
	}
}

func oneAtATime(t *testing.T, b Bench) {
	c := dial(t, context.Background(), b, b.Rings)
	if _, err := b.Phone.Dial(context.Background(), b.Answers); !errors.Is(err, call.ErrBusy) {
		t.Errorf("a second call: %v", err)
	}
	c.Hangup()
	Ended(t, c)
	c = dial(t, context.Background(), b, b.Answers) // who read the end may dial
	Until(t, c, call.Confirmed)
	c.Hangup()
	Ended(t, c)
}

func badTarget(t *testing.T, b Bench) {
	if _, err := b.Phone.Dial(context.Background(), b.Bad); !errors.Is(err, call.ErrTarget) {
		t.Errorf("dial: %v", err)
	}
	if err := b.Phone.Ready(); err != nil {
		t.Errorf("then not ready: %v", err)
	}
}

// unread: whatever was replaced, that it was answered and that it ended were not.
func unread(t *testing.T, b Bench) {
	c := dial(t, context.Background(), b, b.Answers)
	Until(t, c, call.Confirmed)
	for range 50 {
		c.Hold(true)
		c.Hold(false)
	}
	b.HangUp()
	ends(t, c, call.RemoteBye)
}

func anyTime(t *testing.T, b Bench) {
	c := dial(t, context.Background(), b, b.Answers)
	use(c)
	Until(t, c, call.Confirmed)
	use(c)
	if err := c.DTMF("12x"); err == nil {
		t.Error("x is a key")
	}
	if err := c.DTMF("1*#A"); err != nil {
		t.Errorf("keys: %v", err)
	}
	c.Hangup()
	use(c)
	Ended(t, c)
}

func closedInCall(t *testing.T, b Bench) {
	c := dial(t, context.Background(), b, b.Answers)
	Until(t, c, call.Confirmed)
	if err := b.Phone.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	ends(t, c, call.LocalBye)
}

func afterClose(t *testing.T, b Bench) {
	if err := b.Phone.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	if c, err := b.Phone.Dial(context.Background(), b.Answers); err == nil {
		t.Error("a closed phone dials")
		c.Hangup()
	}
}
