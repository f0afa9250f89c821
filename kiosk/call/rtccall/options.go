package rtccall

import (
	"crypto/ed25519"
	"crypto/x509"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"guichet/drivers/audio"
	"guichet/drivers/camera"
)

// Options are those of a Phone.
type Options struct {
	// Request makes a GET of [guichet/kiosk/call/wire.PathKiosk], signed now.
	Request func() (*http.Request, error)
	// Client sends it: through a proxy, trusting certain authorities. Its Timeout
	// is 0, for a WebSocket lasts.
	Client *http.Client
	// Refused is told the hub's answer where it is no WebSocket, for its clock for
	// instance; may be nil.
	Refused func(*http.Response)

	Key    ed25519.PrivateKey // of the kiosk: it signs its certificates
	HubKey ed25519.PublicKey  // vouches for the desk's

	Camera camera.Camera
	Mode   camera.Mode // 0: 640 × 480, 30 a second
	Sound  audio.Sound

	// Authorities are trusted for the hub's relay by TLS; nil: the system's.
	Authorities *x509.CertPool
	// Proxy leads to the relay by TCP and TLS (HTTP CONNECT); nil:
	// http.ProxyFromEnvironment.
	Proxy func(*http.Request) (*url.URL, error)
	// RelayOnly hides this machine's addresses and goes through the relay alone.
	RelayOnly bool

	// Socket carries all UDP where it is set, and Loopback is a call on one
	// machine: for tests.
	Socket   net.PacketConn
	Loopback bool

	Log *slog.Logger // nil: nothing is said
}

func (o *Options) check() error {
	switch {
	case o.Request == nil || o.Client == nil:
		return errors.New("rtccall: no way to the hub")
	case len(o.Key) != ed25519.PrivateKeySize || len(o.HubKey) != ed25519.PublicKeySize:
		return errors.New("rtccall: keys are missing")
	case o.Camera == nil || o.Sound == nil:
		return errors.New("rtccall: camera or sound is missing")
	}
	if o.Proxy == nil {
		o.Proxy = http.ProxyFromEnvironment
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return nil
}

const (
	tick      = 100 * time.Millisecond
	gather    = 2 * time.Second  // how often the addresses of this machine are read
	restart   = 5 * time.Second  // between two ICE restarts while nothing comes
	impatient = 15 * time.Second // an offer unanswered for so long is made anew
	toHub     = 15 * time.Second // how long a call waits for the hub
)
