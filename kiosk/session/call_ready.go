package session

import (
	"errors"
	"sync"
	"time"

	"guichet/kiosk/call"
)

const (
	// moment is how long a phone is waited for that is asked whether it is ready: one
	// that wakes its devices takes some of it, a sound server that hangs ten seconds.
	moment = 500 * time.Millisecond
	// mute is after how long without a word a phone is taken for one that is not.
	mute = 3 * time.Second
)

// errMute is a phone that does not say whether it is ready.
var errMute = errors.New("session: the phone does not answer")

// readyNow is a phone that has answered at last, and not what was believed.
type readyNow struct{}

func (readyNow) event() {}

// asked is a phone that is asked beside the loop whether it is ready: devices may
// hang, and the loop may not.
type asked struct {
	call.Phone
	news func()

	mu    sync.Mutex
	last  error         // what it said last
	given error         // what was believed while it did not answer
	late  bool          // somebody went on without its answer
	began time.Time     // of the question under way
	done  chan struct{} // closed with its answer; nil: there is no question
}

func (s *Session) askedPhones() []*asked {
	return mapped(s.cfg.Phones, func(p call.Phone) *asked {
		return &asked{Phone: p, last: errMute, news: func() { s.events.Put(readyNow{}) }}
	})
}

// wake has each phone look at its devices before somebody needs them.
func (s *Session) wake() {
	for _, a := range s.phones {
		a.ask()
	}
}

// Ready is what it says in time, else what it said before.
func (a *asked) Ready() error {
	done, began := a.ask()
	t := time.NewTimer(time.Until(began.Add(moment)))
	defer t.Stop()
	select {
	case <-done:
	case <-t.C:
	}
	return a.believed()
}

// ask puts the question, unless it waits for an answer already.
func (a *asked) ask() (done <-chan struct{}, began time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.done == nil {
		a.done, a.began = make(chan struct{}), time.Now()
		go a.answer(a.done)
	}
	return a.done, a.began
}

func (a *asked) believed() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.done == nil {
		return a.last
	}
	a.late, a.given = true, a.last
	if time.Since(a.began) >= mute {
		a.given = errMute
	}
	return a.given
}

func (a *asked) answer(done chan struct{}) {
	err := readyOf(a.Phone)
	a.mu.Lock()
	news := a.late && !alike(err, a.given)
	a.last, a.late, a.done = err, false, nil
	a.mu.Unlock()
	close(done)
	if news {
		a.news()
	}
}

func readyOf(p call.Phone) (err error) {
	err = errPhone
	defer func() { recover() }()
	return p.Ready()
}

// alike tells whether two answers mean the same.
func alike(a, b error) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Error() == b.Error()
}
