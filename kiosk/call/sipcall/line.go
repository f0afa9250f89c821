package sipcall

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"sync"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// sipgo logs whole messages, with who calls whom.
var silent = slog.New(slog.DiscardHandler)

// sipgo refuses to send over UDP what may not fit a packet, and RFC 3261, section
// 18.1.1, asks for TCP then. An INVITE with SRTP, three codecs and a digest comes
// near it; exchanges on UDP alone take fragments, and a call that goes nowhere
// helps nobody.
const longest = 4096

func init() {
	sip.SetDefaultLogger(silent)
	sip.UDPMTUSize = longest
}

// line is a socket, or a connection, to one address of the exchange.
type line struct {
	cfg    Config
	server netip.AddrPort
	local  netip.Addr
	ua     *sipgo.UserAgent
	client *sipgo.Client
	socket *net.UDPConn // of udp
	filter *filter
	done   sync.WaitGroup
}

// openLine opens one. handle gets each request on a goroutine of its own, stray
// each response that nobody waits for any more.
func openLine(cfg Config, server netip.AddrPort, handle sipgo.RequestHandler, stray func(*sip.Response)) (*line, error) {
	local, err := facing(server)
	if err != nil {
		return nil, err
	}
	l := &line{cfg: cfg, server: server, local: local, filter: newFilter()}
	security, err := l.security()
	if err != nil {
		return nil, err
	}
	l.ua, err = sipgo.NewUA(
		sipgo.WithUserAgent("Guichet"),
		sipgo.WithUserAgenTLSConfig(security),
		sipgo.WithUserAgentTransportLayerOptions(sip.WithTransportLayerLogger(silent), sip.WithTransportLayerReadFilter(l.filter.read)),
		sipgo.WithUserAgentTransactionLayerOptions(sip.WithTransactionLayerLogger(silent), sip.WithTransactionLayerUnhandledResponseHandler(stray)),
	)
	if err != nil {
		return nil, fmt.Errorf("sipcall: %w", err)
	}
	return l, l.listen(handle)
}

func (l *line) listen(handle sipgo.RequestHandler) (err error) {
	l.client, err = sipgo.NewClient(l.ua, sipgo.WithClientNAT(), sipgo.WithClientLogger(silent))
	if err != nil {
		return fmt.Errorf("sipcall: %w", err)
	}
	server, err := sipgo.NewServer(l.ua, sipgo.WithServerLogger(silent))
	if err != nil {
		return fmt.Errorf("sipcall: %w", err)
	}
	server.OnNoRoute(handle)
	if l.cfg.Transport != "udp" {
		return nil
	}
	l.socket, err = net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(l.local, 0)))
	if err != nil {
		_ = l.ua.Close()
		return fmt.Errorf("sipcall: %w", err)
	}
	// sipgo knows of the socket once its goroutine runs; a request before that
	// would open another.
	at := l.socket.LocalAddr().String()
	l.ua.TransportLayer().Pool("udp").Add(at, &sip.UDPConnection{PacketConn: l.socket, PacketAddr: at, Listener: true})
	l.done.Go(func() { _ = server.ServeUDP(l.socket) })
	return nil
}

// security checks the certificate for the name that is configured, whatever
// address it has, and whatever a Contact says later.
func (l *line) security() (*tls.Config, error) {
	roots, err := l.cfg.authorities()
	if err != nil {
		return nil, err
	}
	u, err := l.cfg.proxy()
	if err != nil {
		return nil, err
	}
	return &tls.Config{RootCAs: roots, ServerName: strings.Trim(u.Host, "[]"), MinVersion: tls.VersionTLS12}, nil
}

func (l *line) close() {
	_ = l.ua.Close()
	if l.socket != nil {
		_ = l.socket.Close()
	}
	l.done.Wait()
}

// start begins a transaction.
func (l *line) start(ctx context.Context, req *sip.Request) (sip.ClientTransaction, error) {
	if err := l.address(ctx, req); err != nil {
		return nil, err
	}
	return l.client.TransactionRequest(ctx, req, asItIs)
}

// post sends a request that has no transaction, an ACK.
func (l *line) post(ctx context.Context, req *sip.Request) error {
	if err := l.address(ctx, req); err != nil {
		return err
	}
	return l.client.WriteRequest(req, asItIs)
}

// asItIs keeps sipgo from completing a request.
func asItIs(*sipgo.Client, *sip.Request) error { return nil }

// address says on a request how it goes, and where answers come back to.
func (l *line) address(ctx context.Context, req *sip.Request) error {
	hop := l.hop(ctx, req)
	l.filter.allow(hop.Addr())
	req.SetTransport(strings.ToUpper(l.cfg.Transport))
	req.SetDestination(hop.String())
	if l.socket != nil {
		at := l.socket.LocalAddr().(*net.UDPAddr)
		req.Laddr = sip.Addr{IP: at.IP, Port: at.Port}
	}
	if req.Via() == nil {
		if err := sipgo.ClientRequestAddVia(l.client, req); err != nil {
			return err
		}
	}
	conn, err := l.ua.TransportLayer().ClientRequestConnection(ctx, req)
	if err != nil {
		return fmt.Errorf("sipcall: %w", err)
	}
	defer func() { _, _ = conn.TryClose() }()
	return l.contact(req, conn.LocalAddr().String())
}

// hop is where a request goes next. On a connection everything goes back the way
// that is open, whatever address the other side writes in its Contact, which is
// often one that only the exchange reaches.
func (l *line) hop(ctx context.Context, req *sip.Request) netip.AddrPort {
	if l.cfg.Transport != "udp" {
		return l.server
	}
	u := &req.Recipient
	if r := req.Route(); r != nil {
		u = &r.Address
	} else if to := req.To(); to == nil || !to.Params.Has("tag") {
		return l.server
	}
	all, err := resolve(ctx, u.Host, u.Port, "udp")
	if err != nil {
		return l.server
	}
	return all[0]
}

// contact is where the exchange finds us: at the near end of the connection.
func (l *line) contact(req *sip.Request, at string) error {
	switch req.Method {
	case sip.CANCEL, sip.ACK, sip.BYE:
		return nil
	}
	host, port, err := sip.ParseAddr(at)
	if err != nil {
		return fmt.Errorf("sipcall: %w", err)
	}
	c := req.Contact()
	if c == nil {
		c = &sip.ContactHeader{}
		req.AppendHeader(c)
	}
	c.Address = sip.Uri{Scheme: "sip", User: l.cfg.User, Host: host, Port: port}
	if strings.HasPrefix(l.cfg.Server, "sips:") {
		c.Address.Scheme = "sips" // RFC 3261, section 8.1.1.8
	} else if l.cfg.Transport != "udp" {
		c.Address.UriParams = sip.HeaderParams{{K: "transport", V: l.cfg.Transport}}
	}
	return nil
}
