package hub_test

import (
	"bufio"
	"crypto/ed25519"
	"crypto/tls"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
)

// crowd is the kiosks of one process.
type crowd struct {
	address  string
	source   net.IP
	tls      *tls.Config
	open     atomic.Int64
	failed   atomic.Int64
	mostFail atomic.Int64
	jitter   time.Duration

	mu      sync.Mutex
	heard   map[string]int
	reasons map[string]int
	count   int
}

// loadKiosks plays kiosks until its input ends. It says "open N" each second
// while that changes, and "heard NUMBER" when each has heard a notice.
func loadKiosks() error {
	c := &crowd{
		address: os.Getenv("HUB_LOAD_ADDRESS"), source: net.ParseIP(os.Getenv("HUB_LOAD_SOURCE")), heard: map[string]int{}, reasons: map[string]int{},
		tls:   &tls.Config{InsecureSkipVerify: true, ClientSessionCache: tls.NewLRUClientSessionCache(0)},
		count: env("HUB_LOAD_COUNT", 1), jitter: time.Duration(env("HUB_LOAD_JITTER", 60)) * time.Second,
	}
	for i := range c.count {
		k := &crowded{crowd: c, key: loadKey(env("HUB_LOAD_FIRST", 0) + i)}
		k.id = custody.KioskID(k.key.Public().(ed25519.PublicKey))
		go k.live()
	}
	go c.report()
	io.Copy(io.Discard, os.Stdin)
	return nil
}

func (c *crowd) report() {
	last := int64(-1)
	for range time.Tick(200 * time.Millisecond) {
		if n := c.open.Load(); n != last {
			last = n
			fmt.Println("open", n, c.failed.Load(), c.mostFail.Load())
		}
	}
}

// why counts the reasons of failures, without the ports in them, and says a new
// one to whoever watches.
func (c *crowd) why(err error) {
	text := ports.ReplaceAllString(err.Error(), "")
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.reasons[text]++; c.reasons[text] == 1 || c.reasons[text]%500 == 0 {
		fmt.Fprintln(os.Stderr, "load:", c.reasons[text], text)
	}
}

var ports = regexp.MustCompile(`127[.0-9]+:\d+`)

func (c *crowd) hears(number string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.heard[number]++; c.heard[number] == c.count {
		fmt.Println("heard", number)
	}
}

// crowded is one kiosk in a crowd.
type crowded struct {
	*crowd
	id   string
	key  ed25519.PrivateKey
	last string
}

func (k *crowded) live() {
	time.Sleep(rand.N(time.Duration(env("HUB_LOAD_KIOSKS", 100)) * time.Second / 400)) // so many a second in all
	go k.beat()
	fails := int64(0)
	for {
		err := k.listen(&fails)
		if err != nil {
			k.failed.Add(1)
			k.why(err)
			fails++
			for m := k.mostFail.Load(); fails > m && !k.mostFail.CompareAndSwap(m, fails); m = k.mostFail.Load() {
			}
		}
		time.Sleep(2*time.Second + rand.N(k.jitter))
	}
}

func (k *crowded) beat() {
	for {
		time.Sleep(time.Minute*9/10 + rand.N(time.Minute/5))
		k.ask("POST", wire.PathHeartbeat, `{"version":"1.0.0","state":"attract"}`, func(*bufio.Reader) error { return nil })
	}
}

// listen hears until the stream ends: an error where it could not begin.
func (k *crowded) listen(fails *int64) error {
	began := false
	err := k.ask("GET", wire.PathNews, "", func(r *bufio.Reader) error {
		began, *fails = true, 0
		k.open.Add(1)
		defer k.open.Add(-1)
		for {
			line, err := r.ReadSlice('\n')
			if err != nil {
				return err
			}
			if id, ok := strings.CutPrefix(strings.TrimSpace(string(line)), "id: "); ok {
				k.last = id
				k.hears(id)
			}
		}
	})
	if began {
		return nil
	}
	return err
}

// ask sends a signed request over a connection of its own.
func (k *crowded) ask(method, path, body string, read func(*bufio.Reader) error) error {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: k.source}, Timeout: 30 * time.Second}
	raw, err := d.Dial("tcp", k.address)
	if err != nil {
		return err
	}
	defer raw.Close()
	c := tls.Client(raw, k.tls)
	c.SetDeadline(time.Now().Add(30 * time.Second))
	token, err := custody.Authorize(custody.Request{Kiosk: k.id, Method: method, Path: path, SHA256: custody.Sum([]byte(body)), At: time.Now()}, k.key)
	if err != nil {
		return err
	}
	fmt.Fprintf(c, "%s %s HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\nLast-Event-ID: %s\r\n\r\n%s", method, path, token, len(body), k.last, body)
	r := bufio.NewReaderSize(c, 512)
	status, err := r.ReadString('\n')
	if err != nil || !strings.Contains(status, " 200 ") {
		is := c.ConnectionState()
		return fmt.Errorf("%q (handshake done %v, resumed %v): %v", status, is.HandshakeComplete, is.DidResume, err)
	}
	c.SetDeadline(time.Time{})
	return read(r)
}
