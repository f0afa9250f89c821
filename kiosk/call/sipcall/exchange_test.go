package sipcall

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
	"github.com/icholy/digest"

	"guichet/drivers/audio/audiosim"
	"guichet/kiosk/call"
)

// long is how long anything may take on a machine that does other work too.
const long = 20 * time.Second

// exchange is a town's exchange and the phones at it, in this process. Who is
// called is told by the left part of the address.
type exchange struct {
	t      testing.TB
	at     *net.UDPAddr
	client *sipgo.Client
	ua     *sipgo.UserAgent
	socket *net.UDPConn
	back   sync.WaitGroup
	word   string // password; "": nobody is asked

	mu       sync.Mutex
	asked    map[sip.RequestMethod]int
	contact  sip.Uri // of the kiosk, as it registered
	expires  string
	scripts  map[string]func(*peer)
	peers    chan *peer
	requests []*sip.Request
}

// openExchange is one with phones "answers", "rings" and "busy".
func openExchange(t testing.TB, word string) *exchange {
	t.Helper()
	x := &exchange{t: t, word: word, asked: map[sip.RequestMethod]int{}, scripts: map[string]func(*peer){}, peers: make(chan *peer, 4096)}
	x.when("answers", func(p *peer) { p.ring(); p.accept() })
	x.when("rings", func(p *peer) { p.ring() })
	x.when("busy", func(p *peer) { p.respond(486, "Busy Here") })
	var err error
	x.ua, err = sipgo.NewUA(
		sipgo.WithUserAgentTransportLayerOptions(sip.WithTransportLayerLogger(silent)),
		sipgo.WithUserAgentTransactionLayerOptions(sip.WithTransactionLayerLogger(silent)))
	must(t, err)
	x.client, err = sipgo.NewClient(x.ua, sipgo.WithClientLogger(silent))
	must(t, err)
	server, err := sipgo.NewServer(x.ua, sipgo.WithServerLogger(silent))
	must(t, err)
	server.OnNoRoute(x.handle)
	x.socket, err = net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	must(t, err)
	x.at = x.socket.LocalAddr().(*net.UDPAddr)
	x.back.Go(func() { _ = server.ServeUDP(x.socket) })
	t.Cleanup(x.close)
	return x
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (x *exchange) close() {
	for len(x.peers) > 0 {
		(<-x.peers).silence()
	}
	_ = x.ua.Close()
	_ = x.socket.Close()
	x.back.Wait()
}

func (x *exchange) when(user string, script func(*peer)) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.scripts[user] = script
}

func (x *exchange) count(m sip.RequestMethod) int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.asked[m]
}

// heard are the requests of a method, oldest first.
func (x *exchange) heard(m sip.RequestMethod) (all []*sip.Request) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, r := range x.requests {
		if r.Method == m {
			all = append(all, r)
		}
	}
	return all
}

// config is that of a kiosk at this exchange.
func (x *exchange) config() Config {
	file := filepath.Join(x.t.TempDir(), "password")
	must(x.t, os.WriteFile(file, []byte("sésame\n"), 0o600))
	return Config{
		Server: "sip:" + x.at.String(), User: "borne", PasswordFile: file, Encrypt: Never,
		Display: "Borne de l'hôtel de ville", Sound: audiosim.New(audiosim.Tone(440, 0.5)),
	}
}

func (x *exchange) target(user string) call.Target {
	return call.Target{Address: "sip:" + user + "@" + x.at.String()}
}

// phone is a kiosk's that is registered.
func (x *exchange) phone(cfg Config) *Phone {
	x.t.Helper()
	p, err := New(cfg)
	must(x.t, err)
	x.t.Cleanup(func() { must(x.t, p.Close()) })
	until(x.t, "the exchange knows the kiosk", func() bool { return p.Ready() == nil })
	return p
}

func until(t testing.TB, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(long); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not in time: %s", what)
		}
	}
}

func (x *exchange) handle(req *sip.Request, tx sip.ServerTransaction) {
	x.mu.Lock()
	x.asked[req.Method]++
	x.requests = append(x.requests, req)
	script := x.scripts[req.Recipient.User]
	x.mu.Unlock()
	tag, inside := req.To().Params.Get("tag")
	switch {
	case req.IsAck():
	case req.Method == sip.REGISTER:
		x.register(req, tx)
	case inside:
		x.inDialog(tag, req, tx)
	case req.IsInvite() && script != nil:
		if x.known(req, tx, 407) {
			x.invited(req, tx, script)
		}
	default:
		_ = tx.Respond(sip.NewResponseFromRequest(req, 404, "Not Found", nil))
	}
}

func (x *exchange) known(req *sip.Request, tx sip.ServerTransaction, code int) bool {
	ask, give := "WWW-Authenticate", "Authorization"
	if code == 407 {
		ask, give = "Proxy-Authenticate", "Proxy-Authorization"
	}
	challenge := digest.Challenge{Realm: "saint-eloi", Nonce: "n1", Algorithm: "SHA-256", QOP: []string{"auth"}}
	if h := req.GetHeader(give); x.word == "" || h != nil && x.proved(req, h, challenge) {
		return true
	}
	res := sip.NewResponseFromRequest(req, code, "Who are you", nil)
	res.AppendHeader(sip.NewHeader(ask, challenge.String()))
	_ = tx.Respond(res)
	return false
}

func (x *exchange) proved(req *sip.Request, h sip.Header, c digest.Challenge) bool {
	given, err := digest.ParseCredentials(h.Value())
	if err != nil {
		return false
	}
	want, err := digest.Digest(&c, digest.Options{
		Method: string(req.Method), URI: req.Recipient.String(), Username: "borne", Password: x.word, Cnonce: given.Cnonce, Count: given.Nc,
	})
	return err == nil && want.Response == given.Response
}

func (x *exchange) register(req *sip.Request, tx sip.ServerTransaction) {
	if !x.known(req, tx, 401) {
		return
	}
	x.mu.Lock()
	x.contact = req.Contact().Address
	x.expires = req.GetHeader("Expires").Value()
	x.mu.Unlock()
	res := sip.NewResponseFromRequest(req, 200, "OK", nil)
	res.AppendHeader(sip.NewHeader("Expires", x.expires))
	_ = tx.Respond(res)
}

// called is the next phone that is called, which stays in the list.
func (x *exchange) called() *peer {
	x.t.Helper()
	select {
	case p := <-x.peers:
		x.peers <- p
		return p
	case <-time.After(long):
		x.t.Fatal("nobody is called")
		return nil
	}
}

func (x *exchange) String() string { return fmt.Sprint(x.at) }
