package first

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"syscall"
	"time"

	"guichet/kiosk/fleet"
)

// said is what is said of a try: a key of the words, and what it holds.
type said struct {
	key   string
	args  []string
	at    time.Time // the hour of this kiosk, for who compares it with his watch
	field string    // that it is about; "": the page as a whole
}

// The keys of the configuration that some of it is about.
const (
	keyURL = "hub.url"
	keyCA  = "hub.ca"
)

// mishap is what became of a try, in words that say what to do next.
func (p *Page) mishap(err error) said {
	for _, look := range []func(error) said{p.ofCode, p.ofAnswer, p.ofCertificate, p.ofNetwork} {
		if s := look(err); s.key != "" {
			return s
		}
	}
	return said{key: "first.problem.failed"}
}

// ofCode is what has to do with the code, and with this machine.
func (p *Page) ofCode(err error) said {
	var file *fs.PathError
	switch {
	case errors.Is(err, fleet.ErrSpent):
		return said{key: "first.problem.spent"}
	case errors.Is(err, fleet.ErrWrongHub):
		return said{key: "first.problem.wrong_hub"}
	case errors.Is(err, ErrAuthority):
		return said{key: "first.problem.ca_file", args: []string{"file", p.cfg.CA, "key", keyCA}}
	case errors.As(err, &file), errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.EIO):
		return said{key: "first.problem.disk"}
	}
	return said{}
}

// ofAnswer is what the hub, or what stands for it, has answered.
func (p *Page) ofAnswer(err error) said {
	var r *fleet.Refusal
	var plain tls.RecordHeaderError
	switch {
	case errors.Is(err, http.ErrSchemeMismatch), errors.As(err, &plain):
		return said{key: "first.problem.not_hub"}
	case !errors.As(err, &r):
		return said{}
	case r.Type == "":
		return said{key: "first.problem.not_hub"}
	case r.Type == "clock":
		return said{key: "first.problem.clock", at: p.cfg.Now()}
	case r.Status == http.StatusTooManyRequests:
		return said{key: "first.problem.too_many"}
	case r.Status >= http.StatusInternalServerError:
		return said{key: "first.problem.busy"}
	}
	return said{}
}

// ofCertificate is a certificate that this kiosk does not believe.
func (p *Page) ofCertificate(err error) said {
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var why x509.CertificateInvalidError
	switch {
	case errors.As(err, &why) && why.Reason == x509.Expired:
		return said{key: "first.problem.dated", at: p.cfg.Now()}
	case errors.As(err, &name):
		return said{key: "first.problem.other_name", args: []string{"key", keyURL}}
	case !errors.As(err, &unknown) && !errors.As(err, &why):
		return said{}
	case p.cfg.CA == "":
		return said{key: "first.problem.stranger", args: []string{"key", keyCA}}
	}
	return said{key: "first.problem.stranger_ca", args: []string{"file", p.cfg.CA, "key", keyCA}}
}

// ofNetwork is a hub that was not reached.
func (p *Page) ofNetwork(err error) said {
	var name *net.DNSError
	var op *net.OpError
	switch {
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return said{key: "first.problem.proxy"}
	case errors.As(err, &name) && name.IsNotFound:
		return said{key: "first.problem.name", args: []string{"name", name.Name, "key", keyURL}}
	case errors.As(err, &name), errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return said{key: "first.problem.no_network"}
	case errors.Is(err, syscall.ECONNREFUSED):
		return said{key: "first.problem.closed", args: []string{"key", keyURL}}
	case errors.Is(err, fleet.ErrNoHub), errors.Is(err, context.DeadlineExceeded):
		return said{key: "first.problem.silent"}
	}
	return said{}
}
