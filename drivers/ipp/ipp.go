package ipp

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"
)

// Config is a printer and how patient one is with it.
type Config struct {
	// URL is where it is: ipp://host/ipp/print is the printer's own IPP,
	// ipp://localhost:631/printers/accueil a queue of CUPS. ipps, http and https
	// work too. The port of ipp and ipps is 631.
	URL string
	// User is the requesting-user-name: "guichet" where it is empty. Never a
	// person's.
	User string
	// Poll is how often a job is asked about: 500 ms where it is 0.
	Poll time.Duration
	// Patience is how long a printer may stand still (no paper, a cover open)
	// before the job is given up and cancelled: 10 s where it is 0.
	Patience time.Duration
	// HTTP is for a certificate that the system does not know. It must not
	// follow redirects or send a request twice. nil is right otherwise.
	HTTP *http.Client
}

const (
	defaultPoll     = 500 * time.Millisecond
	defaultPatience = 10 * time.Second
	// answer is how long the printer may take to answer a question, and what a
	// wait keeps of its time to cancel the job.
	answer = 3 * time.Second
)

// Printer prints PDF. It holds no connection and needs no Close. One goroutine
// at a time may call Print; Status may be called beside it.
type Printer struct {
	cfg  Config
	uri  string // as IPP names it
	url  string // as HTTP does
	http *http.Client
	last atomic.Uint32 // request-id
}

// New checks the configuration. It does not ask the printer.
func New(cfg Config) (*Printer, error) {
	u, err := url.Parse(cfg.URL)
	if err != nil || u.Hostname() == "" {
		return nil, fmt.Errorf("ipp: %q is no address of a printer", cfg.URL)
	}
	p := &Printer{cfg: cfg, uri: u.String(), http: cfg.HTTP}
	if p.url, err = transport(*u); err != nil {
		return nil, err
	}
	if p.cfg.User == "" {
		p.cfg.User = "guichet"
	}
	if p.cfg.Poll <= 0 {
		p.cfg.Poll = defaultPoll
	}
	if p.cfg.Patience <= 0 {
		p.cfg.Patience = defaultPatience
	}
	if p.http == nil {
		p.http = client()
	}
	return p, nil
}

// transport is the address for HTTP: RFC 8010 §4 for ipp, RFC 7472 for ipps.
func transport(u url.URL) (string, error) {
	scheme, ok := map[string]string{"ipp": "http", "ipps": "https", "http": "http", "https": "https"}[u.Scheme]
	if !ok {
		return "", fmt.Errorf("ipp: an address begins with ipp:// or ipps://, not %q", u.Scheme)
	}
	if u.Port() == "" && scheme != u.Scheme {
		u.Host = net.JoinHostPort(u.Hostname(), "631")
	}
	u.Scheme = scheme
	return u.String(), nil
}

// client uses no proxy and keeps no connection: HTTP may send a request again
// on a kept one, and that would print twice.
func client() *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			DialContext:         (&net.Dialer{Timeout: answer}).DialContext,
			TLSHandshakeTimeout: answer,
			DisableKeepAlives:   true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

var (
	// ErrFormat: the printer takes no PDF. Many small ones take only pictures
	// (image/pwg-raster, image/urf): a queue of CUPS converts for them.
	ErrFormat = errors.New("ipp: the printer takes no PDF; make a queue of CUPS for it and name the queue")
	// ErrRefused: it takes no jobs, or not from here.
	ErrRefused = errors.New("ipp: the printer refuses the job")
	// ErrAborted: the printer or its queue gave the job up.
	ErrAborted = errors.New("ipp: the printer gave the job up")
	// ErrNotCancelled: the job was given up and may still print.
	ErrNotCancelled = errors.New("ipp: the job could not be cancelled and may still print")
)
