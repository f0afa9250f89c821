package hub

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"guichet/kiosk/fleet/wire"
)

// gate lets so many through a minute, from everywhere and from each address.
type gate struct {
	address int
	now     func() time.Time

	mu    sync.Mutex
	all   *rate.Limiter
	seen  map[netip.Prefix]*rate.Limiter
	swept time.Time
}

func newGate(all, address int, now func() time.Time) *gate {
	return &gate{address: address, now: now, all: perMinute(all), seen: map[netip.Prefix]*rate.Limiter{}}
}

func perMinute(n int) *rate.Limiter { return rate.NewLimiter(rate.Limit(float64(n)/60), n) }

// pass counts a try.
func (g *gate) pass(from netip.Addr) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	g.sweep(now)
	block := Neighbours(from)
	if g.seen[block] == nil {
		g.seen[block] = perMinute(g.address)
	}
	return g.seen[block].AllowN(now, 1) && g.all.AllowN(now, 1)
}

// sweep forgets addresses each minute but those that are short of tries.
func (g *gate) sweep(now time.Time) {
	if now.Sub(g.swept) < time.Minute {
		return
	}
	g.swept = now
	for block, l := range g.seen {
		if l.TokensAt(now) >= float64(g.address) {
			delete(g.seen, block)
		}
	}
}

// Neighbours is an IPv4 address, or the /64 that an IPv6 address is in: whoever
// has one address there has all of them (RFC 6177).
func Neighbours(a netip.Addr) netip.Prefix {
	a = a.Unmap()
	bits := 32
	if a.Is6() {
		bits = 64
	}
	p, _ := a.WithZone("").Prefix(bits)
	return p
}

// clientAddress is where a request comes from: what the proxies that we know
// say, or else the other end of the connection.
func (h *Hub) clientAddress(r *http.Request) netip.Addr { return ClientAddress(r, h.Proxies) }

// ClientAddress reads X-Forwarded-For from its end, as far as it was written by
// proxies that are known: what comes before is anybody's invention.
func ClientAddress(r *http.Request, proxies []netip.Prefix) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	at, _ := netip.ParseAddr(host)
	at = at.Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && within(at, proxies); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		at = hop.Unmap()
	}
	return at
}

func within(a netip.Addr, all []netip.Prefix) bool {
	for _, p := range all {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// budget is an amount of bytes that can be taken and given back. Each who takes has
// a share of it and no more: who sends drop by drop would keep all others out.
type budget struct {
	share int64

	mu   sync.Mutex
	left int64
	has  map[string]int64 // by whom
}

// shareOfOne is what a kiosk may have of the room for submissions.
func shareOfOne(room int64) int64 { return max(room/8, wire.MaxSubmission) }

func newBudget(n, share int64) *budget {
	return &budget{share: share, left: n, has: map[string]int64{}}
}

// take takes n bytes for somebody if there are so many.
func (b *budget) take(who string, n int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.left < n || b.has[who]+n > b.share {
		return false
	}
	b.left -= n
	b.has[who] += n
	return true
}

func (b *budget) give(who string, n int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left += n
	if b.has[who] -= n; b.has[who] == 0 {
		delete(b.has, who)
	}
}
