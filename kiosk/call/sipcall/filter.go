package sipcall

import (
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/emiago/sipgo/sip"
)

// What one address may send. A busy queue sends some messages a second; to read
// this many costs about a hundredth of a core.
const (
	messages = 500 // a second
	burst    = 1000
)

// filter drops messages before they are read: those over UDP of who was never
// written to, and of all others what is too much.
type filter struct {
	mu    sync.Mutex
	known map[netip.Addr]*bucket
}

// bucket fills with time and is emptied by messages.
type bucket struct {
	left float64
	at   time.Time
}

func newFilter() *filter { return &filter{known: map[netip.Addr]*bucket{}} }

// allow: we write to a.
func (f *filter) allow(a netip.Addr) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known[a] == nil {
		f.known[a] = &bucket{left: burst, at: time.Now()}
	}
}

func (f *filter) pass(a netip.Addr, now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	b := f.known[a]
	if b == nil {
		return false
	}
	b.left = min(burst, b.left+now.Sub(b.at).Seconds()*messages)
	b.at = now
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}

// read is a sip.TransportReadFilter. A connection was opened by us, and has the
// brakes of TCP.
func (f *filter) read(info sip.TransportReadProps, data []byte) ([]byte, error) {
	if info.Transport != "UDP" {
		return data, nil
	}
	a, ok := info.RemoteAddr.(*net.UDPAddr)
	if !ok || !f.pass(a.AddrPort().Addr().Unmap(), time.Now()) {
		return nil, nil
	}
	return data, nil
}
