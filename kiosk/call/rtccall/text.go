package rtccall

import (
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/pion/webrtc/v4"
)

// text is the live text (RFC 8865 over ITU-T T.140): each character goes out as
// it is typed, a handful at a time.
type text struct {
	mu      sync.Mutex
	channel *webrtc.DataChannel
	typed   []rune // not yet sent
	credit  float64
	flushed time.Time
	heard   func(string)
	in      bucket
}

const (
	// cps is how many characters a second may be sent where the other side says
	// nothing (RFC 8865, section 4.2.2: 30), over saved seconds of them.
	cps   = 30
	saved = 10
	// most that waits to be sent; who holds a key down for minutes loses the rest.
	mostTyped = 4000
	// heardCPS bounds what a desk may write: more than anybody types.
	heardCPS = 100
)

func (t *text) add(s string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, r := range s {
		if len(t.typed) < mostTyped && isText(r) {
			t.typed = append(t.typed, r)
		}
	}
}

// isText tells what T.140 has for us: letters and signs, U+0008 and U+2028.
func isText(r rune) bool {
	return r == '\b' || r == '\u2028' || r != utf8.RuneError && r != '\uFEFF' && unicode.IsGraphic(r) || r == '\u200D' || r == '\uFE0F'
}

// open is a channel that text goes through from now on. What waits waited for it.
func (t *text) open(c *webrtc.DataChannel) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.channel = c
}

// flush sends what was typed since the last time: every 100 ms, where T.140
// allows 500.
func (t *text) flush(now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.credit = min(t.credit+now.Sub(t.flushed).Seconds()*cps, cps*saved)
	t.flushed = now
	n := min(len(t.typed), int(t.credit))
	if n <= 0 || t.channel == nil || t.channel.ReadyState() != webrtc.DataChannelStateOpen || t.channel.BufferedAmount() > backlog {
		return
	}
	if t.channel.SendText(string(t.typed[:n])) == nil {
		t.credit -= float64(n)
		clear(t.typed[:n])
		t.typed = t.typed[n:]
	}
}

func (t *text) heardBy(f func(string)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.heard = f
}

// receive reads what the desk typed: CR LF begins a line as U+2028 does (T.140,
// section 8.2), other controls are left out.
func (t *text) receive(data []byte) {
	s := strings.ReplaceAll(strings.ToValidUTF8(string(data), "\uFFFD"), "\r\n", "\u2028")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r':
			return '\u2028'
		case isText(r) || r == '\uFFFD':
			return r
		}
		return -1
	}, s)
	t.mu.Lock()
	f, fits := t.heard, t.in.take(time.Now(), utf8.RuneCountInString(s), heardCPS)
	t.mu.Unlock()
	if f != nil && fits && s != "" {
		f(s)
	}
}

// forget drops what was typed and has not gone out.
func (t *text) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	clear(t.typed[:cap(t.typed)])
	t.typed = nil
}

func (t *text) wipe() {
	t.forget()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.channel, t.heard = nil, nil
}

// bucket bounds a rate: so many a second, ten seconds of them at once.
type bucket struct {
	used float64
	at   time.Time
}

func (b *bucket) take(now time.Time, n, perSecond int) bool {
	b.used = max(0, b.used-now.Sub(b.at).Seconds()*float64(perSecond))
	b.at = now
	if b.used+float64(n) > float64(10*perSecond) {
		return false
	}
	b.used += float64(n)
	return true
}
