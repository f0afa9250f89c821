package page

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"guichet/kiosk/hub/users"
)

// Limits of event streams, of one hub.
const (
	mostStreams    = 500
	mostOfOne      = 12 // windows of one person
	streamLife     = time.Hour
	streamPace     = time.Second      // the page is at most so old
	streamCheck    = 10 * time.Second // is the person still signed in?
	streamQuiet    = 15 * time.Second // proxies close what says nothing
	streamPatience = 10 * time.Second // to take one message
)

var errStreams = errors.New("page: too many event streams")

// streams counts the open ones.
type streams struct {
	mu   sync.Mutex
	all  int
	each map[string]int
}

func newStreams() *streams { return &streams{each: map[string]int{}} }

func (s *streams) take(login string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all >= mostStreams || s.each[login] >= mostOfOne {
		return errStreams
	}
	s.all++
	s.each[login]++
	return nil
}

func (s *streams) giveBack(login string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all--
	if s.each[login]--; s.each[login] == 0 {
		delete(s.each, login)
	}
}

// stream sends a part of a page whenever it has changed, as server-sent events
// (WHATWG HTML, section 9.2): "fragment" with the new part, "over" when the
// session has ended.
func (v *visit) stream(draw func() (string, error)) error {
	if err := v.streams.take(v.user().Login); err != nil {
		return err
	}
	defer v.streams.giveBack(v.user().Login)
	h := v.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // nginx would hold it back
	v.w.WriteHeader(http.StatusOK)
	s := &sender{w: v.w, control: http.NewResponseController(v.w), said: time.Now()}
	_ = s.control.SetReadDeadline(time.Time{}) // the request is in; its time would end the stream
	if err := s.send("hello", ""); err != nil {
		return nil
	}
	v.follow(s, draw)
	return nil
}

// follow sends until something ends it. What goes wrong here can no longer be
// told by a status: the stream ends, and the browser asks again.
func (v *visit) follow(s *sender, draw func() (string, error)) {
	tick := time.NewTicker(streamPace)
	defer tick.Stop()
	began, checked, last := time.Now(), time.Now(), ""
	for time.Since(began) < streamLife {
		part, err := draw()
		if err != nil || s.news(part, &last) != nil || !v.wait(tick) {
			return
		}
		if time.Since(checked) > streamCheck {
			if checked = time.Now(); !v.still() {
				_ = s.send("over", "")
				return
			}
		}
	}
}

// wait tells whether there is a next time.
func (v *visit) wait(tick *time.Ticker) bool {
	select {
	case <-tick.C:
		return true
	case <-v.Drain:
	case <-v.r.Context().Done():
	}
	return false
}

// still tells whether the person is signed in and has the same rights.
func (v *visit) still() bool {
	s, err := v.Users.Session(v.r.Context(), v.secret(), false)
	return err == nil && s.Step == users.SignedIn && s.User.Role == v.user().Role && s.User.Town == v.user().Town
}

// sender writes events.
type sender struct {
	w       http.ResponseWriter
	control *http.ResponseController
	said    time.Time
}

func (s *sender) send(event, data string) error {
	lines := strings.ReplaceAll(strings.ReplaceAll(data, "\r", ""), "\n", "\ndata: ")
	return s.write(fmt.Sprintf("event: %s\ndata: %s\n\n", event, lines))
}

// news sends a part that has changed, else a sign of life now and then.
func (s *sender) news(part string, last *string) error {
	if part == *last {
		return s.quiet()
	}
	*last = part
	return s.send("fragment", part)
}

func (s *sender) quiet() error {
	if time.Since(s.said) < streamQuiet {
		return nil
	}
	return s.write(":\n\n")
}

// write gives who does not read a while, then gives up. A writer without
// deadlines or flushing (in tests) does without.
func (s *sender) write(text string) error {
	s.said = time.Now()
	_ = s.control.SetWriteDeadline(time.Now().Add(streamPatience))
	if _, err := s.w.Write([]byte(text)); err != nil {
		return err
	}
	if err := s.control.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}
