package kiosk

import (
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"guichet/drivers/audio"
	"guichet/drivers/audio/miniaudio"
	"guichet/drivers/audio/pulse"
	"guichet/drivers/camera"
	"guichet/drivers/camera/v4l"
	"guichet/drivers/hook"
	"guichet/drivers/modem"
	"guichet/drivers/serial"
	"guichet/kiosk/call"
	"guichet/kiosk/call/modemcall"
	"guichet/kiosk/call/rtccall"
	"guichet/kiosk/call/sipcall"
	callwire "guichet/kiosk/call/wire"
	"guichet/kiosk/config"
	"guichet/kiosk/event"
	"guichet/kiosk/loop"
	"guichet/kiosk/session"
	"guichet/kiosk/tend"
)

// calls are the ways to reach a person through this kiosk. A way that cannot be
// opened is logged and left out: the others, and the contacts, are there.
type calls struct {
	log     *slog.Logger
	video   *rtccall.Phone // nil: there is none
	phones  []call.Phone
	scanner session.Scanner
	hook    hook.Hook // nil: there is no handset
	handset *handset  // nil: it has no sound of its own
	voice   *attentive
	sound   *loud
	camera  camera.Camera // the citizen's; nil: there is none
	// simulated devices are no files of this machine.
	simulated bool
	ctx       context.Context
	stop      context.CancelFunc
	over      sync.Once
}

// devices are what calls are made with; a simulated kiosk brings its own.
type devices struct {
	camera, document camera.Camera // nil: there is none
	sound            audio.Sound
	loopback         bool // agents are on this machine
}

// openCalls opens what cfg names; nil where it names nothing.
func openCalls(cfg *config.Config, o Options, l *link) *calls {
	if cfg.Calls == nil {
		return nil
	}
	d := o.devices
	if d == nil {
		d = realDevices(cfg.Calls, o.log())
	}
	ctx, stop := context.WithCancel(context.Background())
	hall := newLoud(d.sound, cfg.Calls.Sound.Volume)
	d.sound = hall
	own := d.withHandset(cfg.Calls.Handset)
	voice := &attentive{Sound: d.sound, spoke: func() {}}
	d.sound = voice
	c := &calls{handset: own, voice: voice, sound: hall, camera: d.camera, simulated: o.devices != nil, log: o.log(), ctx: ctx, stop: stop}
	if d.document != nil {
		c.scanner = openScanner(ctx, d.document, c.log)
	}
	if cfg.Calls.Video != nil && l != nil {
		c.keep("video", c.openVideo(cfg, d, l))
	}
	if cfg.Calls.SIP != nil {
		c.keep("sip", c.openSIP(cfg.Calls.SIP, d))
	}
	if cfg.Calls.Modem != nil {
		c.keep("modem", c.openModem(cfg.Calls.Modem, d))
	}
	if cfg.Calls.Handset != nil {
		c.keep("handset", c.openHook(cfg.Calls.Handset.Hook))
	}
	return c
}

func (c *calls) keep(way string, err error) {
	if err != nil {
		c.log.Error(string(event.CallRefused), "way", way, "error", err)
	}
}

func realDevices(k *config.Calls, log *slog.Logger) *devices {
	d := &devices{sound: soundOf(k.Sound, log)}
	if k.Video != nil {
		d.camera = v4l.New(k.Video.Camera)
		if k.Video.Document != "" {
			d.document = v4l.New(k.Video.Document)
		}
	}
	return d
}

// withHandset puts a handset that has a sound of its own beside the hall's.
func (d *devices) withHandset(h *config.Handset) *handset {
	if h == nil || h.Microphone == "" || h.Speaker == "" {
		return nil
	}
	own := &handset{hall: d.sound, ear: audio.Lasting(miniaudio.New(miniaudio.Config{Microphone: h.Microphone, Speaker: h.Speaker}))}
	d.sound = own
	return own
}

// soundOf is the machine's, with its echo taken out.
func soundOf(s config.Sound, log *slog.Logger) audio.Sound {
	via := func(now pulse.Setup) audio.Sound {
		return miniaudio.New(miniaudio.Config{Microphone: now.Microphone, Speaker: now.Speaker})
	}
	ready := pulse.New(pulse.Config{Microphone: s.Microphone, Speaker: s.Speaker, Echo: s.Echo}, via,
		func(step string) { log.Info("sound", "did", step) })
	return audio.Lasting(ready)
}

// loud begins each call at a volume.
type loud struct {
	audio.Sound
	percent atomic.Int64
}

// newLoud is at its own volume where percent says none.
func newLoud(s audio.Sound, percent int) *loud {
	l := &loud{Sound: s}
	l.percent.Store(int64(cmp.Or(percent, 100)))
	return l
}

func (l *loud) Open(ctx context.Context) (audio.Stream, error) {
	s, err := l.Sound.Open(ctx)
	if err == nil {
		s.Volume(int(l.percent.Load()))
	}
	return s, err
}

func (c *calls) openVideo(cfg *config.Config, d *devices, l *link) error {
	line := l.Line()
	o := rtccall.Options{
		Request: func() (*http.Request, error) { return line.Request(callwire.PathKiosk) },
		Client:  line.Client, Refused: line.Refused,
		Key: line.Identity.Key, HubKey: line.Identity.Hub,
		Camera: d.camera, Sound: d.sound, Loopback: d.loopback, Log: c.log,
	}
	if cfg.Hub.CA != "" {
		var err error
		if o.Authorities, err = authorities(cfg.Hub.CA); err != nil {
			return err
		}
	}
	p, err := rtccall.New(o)
	if err != nil {
		return err
	}
	c.video, c.phones = p, append(c.phones, p)
	return nil
}

func authorities(file string) (*x509.CertPool, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(data) {
		return nil, errors.New("kiosk: " + file + " holds no certificate")
	}
	return pool, nil
}

func (c *calls) openSIP(s *config.SIP, d *devices) error {
	low, high := s.PortRange()
	p, err := sipcall.New(sipcall.Config{
		Server: s.Server, Proxy: s.Proxy, User: s.User, AuthUser: s.AuthUser, PasswordFile: s.Password,
		Unregistered: s.Unregistered, Expires: s.Expires, Display: s.Display,
		Transport: s.Transport, CAFile: s.CA, Encrypt: sipcall.Encrypt(s.Encrypt),
		Codecs: s.Codecs, MinPort: low, MaxPort: high, Sound: d.sound, Log: c.log,
		Numbers: sipcall.Numbers{Country: "33", National: "0", International: "00", Outside: s.Outside},
	})
	if err == nil {
		c.phones = append(c.phones, p)
	}
	return err
}

// openModem speaks through the modem's own sound card, where it has one.
func (c *calls) openModem(m *config.Modem, d *devices) error {
	profile, err := modem.Get(m.Profile)
	if err != nil {
		return err
	}
	var card audio.Sound
	if m.Microphone != "" && m.Speaker != "" {
		card = miniaudio.New(miniaudio.Config{Microphone: m.Microphone, Speaker: m.Speaker})
	}
	c.phones = append(c.phones, modemcall.New(modemcall.Config{
		Modem: modem.Config{Port: serial.Config{Path: m.Port, Backend: m.Backend}, Profile: profile},
		Sound: d.sound, Card: card, Log: c.log,
	}))
	return nil
}

func (c *calls) openHook(spec string) (err error) {
	c.hook, err = hook.Open(spec)
	return err
}

// fill gives the session its phones.
func (c *calls) fill(to *session.Config) {
	if c == nil {
		return
	}
	to.Phones, to.Scanner = c.phones, c.scanner
	if c.video != nil {
		to.CallBack = c.video.CallBack
		to.Outcome = func(o session.CallOutcome) {
			if o.Way == call.Video && o.How == "answered" {
				c.video.Answered()
			} else {
				c.video.Outcome(o.How, o.Service, o.Waited)
			}
		}
	}
}

// serve tells the session who is there, whether the handset is lifted, and that
// somebody spoke.
func (c *calls) serve(send func(session.Event)) {
	if c == nil {
		return
	}
	c.voice.spoke = func() { send(session.Spoke{}) }
	if c.hook != nil {
		go tend.Part(c.ctx, c.log, "hook", func(ctx context.Context) { c.listenToHook(ctx, send) })
	}
	if c.video != nil {
		c.video.WatchServices(func(all []callwire.Service) { send(session.ServicesChanged{Services: all}) })
	}
}

func (c *calls) listenToHook(ctx context.Context, send func(session.Event)) {
	c.hook.Watch(ctx, func(lifted bool) {
		if c.handset != nil {
			c.handset.lifted.Store(lifted)
		}
		send(session.HookChanged{Lifted: lifted})
	})
}

// lastWords is how long the phones may take to say that we are gone: two seconds of
// their own, and what a busy machine takes. SIGTERM leaves three for everything.
const lastWords = 2500 * time.Millisecond

// close lets go of all phones side by side. One that does not end is left behind.
func (c *calls) close() {
	if c != nil {
		c.over.Do(c.leave)
	}
}

func (c *calls) leave() {
	ctx, cancel := context.WithTimeout(context.Background(), lastWords)
	defer cancel()
	var all sync.WaitGroup
	for _, p := range c.phones {
		all.Go(func() {
			_, _ = loop.Within(ctx, 0, func() (bool, error) {
				return tend.Once(c.log, string(p.Way()), func() { p.Close() }), nil
			})
		})
	}
	all.Wait()
	c.stop()
}

// film lets a call's pictures go straight to the screen.
func (t *terminal) film(s call.Sight) {
	s.Watch(t.screen.Watch)
	s.Self(t.screen.Self)
}
