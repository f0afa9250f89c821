package kiosk

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"filippo.io/age"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/pack"
	"guichet/kiosk/call"
	"guichet/kiosk/config"
	"guichet/kiosk/event"
	"guichet/kiosk/first"
	"guichet/kiosk/fleet"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/session"
	"guichet/kiosk/spool"
)

// Options is what a program around the kiosk may want to know or to replace.
type Options struct {
	Log *slog.Logger
	// Now is the hour that the citizen reads on paper; time.Now if nil.
	Now func() time.Time
	// See is given every view that is shown, before it is drawn, on the goroutine of
	// who made it: the session's, or staff mode's. The page that asks for the front
	// desk's number holds its digits; see [session.Field.Masked].
	See func(session.View)

	// packs are the ones that are built in, under -sim with a hub.
	packs []*pack.Pack
	// devices are those of calls, in place of the configuration's, under -sim.
	devices *devices
	// film is given each video call.
	film func(call.Sight)
	// wrap stands between the session and the printer, under -sim.
	wrap func(printer.Printer) printer.Printer
	// cut is what stands between the kiosk and its hub, under -sim.
	cut func(http.RoundTripper) http.RoundTripper
	// helper does what needs root, in place of the machine's, under -sim.
	helper helper
	// revives: something starts the program again when it ends.
	revives bool
	// named: somebody stands there who has just made the kiosk known.
	named bool
	// namedFor is how long it then says who it is, in tests; 0: the usual time.
	namedFor time.Duration
}

func (o Options) log() *slog.Logger {
	if o.Log == nil {
		return slog.Default()
	}
	return o.Log
}

// now is the hour in the time of the town.
func (o Options) now(zone *time.Location) func() time.Time {
	clock := o.Now
	if clock == nil {
		clock = time.Now
	}
	return func() time.Time { return clock().In(zone) }
}

// parts is a kiosk without its screen.
type parts struct {
	session visits
	first   *first.Page // it stands in the session's place; nil: the kiosk serves
	unknown bool        // nobody has made the kiosk known to its hub
	printer printer.Printer
	spool   *spool.Spool
	known   *census         // of it; nil: nothing can be saved
	link    *link           // nil: there is no hub
	library *fleet.Library  // nil: packs and keys are the configuration's
	calls   *calls          // nil: nobody can be called
	unsaved chan struct{}   // a token: a submission could not be saved
	revives bool            // see Options
	gone    context.Context // ends when nobody answers any more
	leave   context.CancelFunc
	broken  bool // what is had from the town hall could not be read
	staff   *staffing
	claim   io.Closer // of the data folder
	cfg     *config.Config
	local   []*pack.Pack                 // those that no hub brought
	offered atomic.Pointer[[]*pack.Pack] // those that the session was given last
	log     *slog.Logger
}

// offer gives the session an event, and remembers the packs in it: to read them
// again takes verifying them again.
func (p *parts) offer(e session.Event) {
	if c, ok := e.(session.PacksChanged); ok {
		p.offered.Store(&c.Packs)
	}
	p.session.Send(e)
}

// serving are the packs that this kiosk has, verified from the disk.
func (p *parts) serving() []*pack.Pack {
	if p.library == nil {
		return p.local
	}
	return merge(p.local, p.library.Packs())
}

func (p *parts) close() {
	if p.staff != nil {
		p.staff.close()
	}
	p.calls.close()
	if p.printer != nil {
		p.printer.Close()
	}
	p.known.close()
	if p.spool != nil {
		p.spool.Close()
	}
	if p.library != nil {
		p.library.Close()
	}
	if p.link != nil {
		hangUp(p.link.transport)
	}
	if p.claim != nil {
		p.claim.Close()
	}
	p.leave()
}

// open opens all that cfg names. What a kiosk can live without is logged and
// left out, and the screen says so: a printer, a folder for the submissions.
// What makes it senseless is an error: no pack at all.
func open(cfg *config.Config, o Options, show func(session.View)) (_ *parts, err error) {
	kept := &lines{}
	o.Log = kept.tee(o.log())
	p := &parts{cfg: cfg, log: o.log(), unsaved: make(chan struct{}, 1), revives: o.revives}
	p.gone, p.leave = context.WithCancel(context.Background())
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	zone, err := cfg.Town.Location()
	if err != nil {
		return nil, err
	}
	p.staff = openStaffing(cfg, o, kept, o.now(zone))
	if p.claim, err = claim(cfg.Data, o.log()); err != nil {
		return nil, err
	}
	if p.local, err = localPacks(cfg, o); err != nil {
		return nil, err
	}
	p.openTown(cfg, o)
	p.openPrinter(cfg, o)
	p.staff.front = p.newFront(show)
	if err := p.openVisits(cfg, o); err != nil {
		return nil, err
	}
	if p.link != nil {
		p.link.send = p.offer
	}
	p.calls.serve(p.session.Send)
	p.staff.open(p, cfg)
	return p, nil
}

// openVisits opens what a citizen needs; before the kiosk can serve, the page of the
// first start stands in its place.
func (p *parts) openVisits(cfg *config.Config, o Options) error {
	p.offered.Store(&[]*pack.Pack{})
	if p.first = p.openFirst(cfg, o); p.first != nil {
		p.session = p.first
		return nil
	}
	box := p.openSpool(cfg, o.log())
	p.calls = openCalls(cfg, o, p.link)
	s, err := session.New(p.visits(cfg, o, box))
	if err != nil {
		return err
	}
	p.session = s
	return nil
}

// openPrinter opens what puts documents on paper, and counts the paper.
func (p *parts) openPrinter(cfg *config.Config, o Options) {
	p.printer = openPrinters(cfg, o, func(roll printer.Printer) printer.Printer { return p.staff.count(roll, cfg) })
	if o.wrap != nil && p.printer != nil {
		p.printer = o.wrap(p.printer)
	}
}

// visits is what the session is given.
func (p *parts) visits(cfg *config.Config, o Options, box session.Outbox) session.Config {
	now := p.staff.now
	c := session.Config{
		Town: cfg.Town.Name, Contacts: contacts(cfg.Town.Contacts),
		Langs: cfg.Languages, Packs: p.serving(),
		Size: sizes[cfg.Screen.Size], Theme: themes[cfg.Screen.Theme],
		Outbox: box, ReferenceTaken: spool.ErrReferenceTaken,
		Printer: p.printer, Outlet: outlet(cfg), Show: p.seen(p.staff.front.fromVisit),
		Version: wire.Version,
		Idle:    cfg.Visit.Idle, Grace: cfg.Visit.Grace, DonePause: cfg.Visit.Done,
		Sight: o.film, Papers: openPapers(cfg, now),
		Now: now, Log: o.log(),
	}
	p.offered.Store(&c.Packs)
	p.calls.fill(&c)
	return c
}

// newFront is between the screen, and the session and staff mode, which are made
// after it.
func (p *parts) newFront(show func(session.View)) *front {
	return &front{
		show:  show,
		visit: func(e session.Event) { p.session.Send(e) },
		desk:  func(e session.Event) { p.staff.mode.Send(e) },
	}
}

// seen lets the hub know what the home page offers.
func (p *parts) seen(show func(session.View)) func(session.View) {
	if p.link == nil {
		return show
	}
	return func(v session.View) {
		p.link.see(v)
		show(v)
	}
}

// heard lets the hub know how the printer is.
func (p *parts) heard(e session.Event) {
	if c, ok := e.(session.PrinterChanged); ok {
		p.staff.heard(c)
	}
	if p.link != nil {
		p.link.print(e)
	}
	p.session.Send(e)
}

// localPacks are those of the configuration. A kiosk that has a hub can begin
// with none.
func localPacks(cfg *config.Config, o Options) ([]*pack.Pack, error) {
	signed := cfg.Hub != nil || cfg.Trust != nil
	if signed && cfg.Packs == "" {
		return o.packs, nil
	}
	procedures, err := loadPacks(cfg.Packs)
	if len(procedures) == 0 && !signed {
		return nil, errors.Join(noPack(cfg.Packs), err)
	}
	if err != nil {
		o.log().Error(string(event.PackRefused), "error", err)
	}
	return procedures, nil
}

// openTown opens what is had from the town hall. Where the disk does not give it,
// the kiosk is out of order and says so: without it, nobody knows to whom a
// submission is to be sealed. Where nobody has enrolled it, it asks for the code.
func (p *parts) openTown(cfg *config.Config, o Options) {
	if p.unknown = unknown(cfg); p.unknown {
		return
	}
	link, err := openLink(cfg, o, p.local, p.staff.board)
	p.link = link
	if err == nil {
		err = p.openLibrary(cfg, o)
	}
	if err != nil {
		o.log().Error(string(event.TownRefused), "error", err)
		p.link, p.library, p.broken = nil, nil, true
	}
}

// openLibrary opens what the town has signed: the hub's, or a stick's.
func (p *parts) openLibrary(cfg *config.Config, o Options) (err error) {
	if p.link != nil {
		p.library = &p.link.Library
		return nil
	}
	if cfg.Trust != nil {
		p.library, err = fleet.LibraryOf(cfg, o.log())
	}
	return err
}

// openSpool answers with a true nil where it fails: a nil *spool.Spool in an
// interface would look like an outbox.
func (p *parts) openSpool(cfg *config.Config, log *slog.Logger) session.Outbox {
	if p.broken {
		return nil
	}
	keys, err := p.recipients(cfg)
	if err == nil {
		p.spool, err = spool.Open(cfg.Data, keys)
	}
	if err != nil {
		log.Error(string(event.SpoolRefused), "error", err)
		return nil
	}
	p.known = newCensus(p.spool, cfg.Data)
	box := &reporting{p.spool, p.known, p.staff.board, p.unsaved}
	if p.link != nil {
		p.link.spool, p.link.known, box.Outbox = p.spool, p.known, p.link
	}
	return box
}

// recipients are the keys that the town has signed, else those of the
// configuration.
func (p *parts) recipients(cfg *config.Config) ([]age.Recipient, error) {
	if p.library != nil {
		if keys, err := p.library.Recipients(); len(keys) > 0 || err != nil && len(cfg.Recipients) == 0 {
			return keys, err
		}
	}
	return spool.ParseRecipients(strings.Join(cfg.Recipients, "\n"))
}

// contacts are those of the town, in the language of the visit.
func contacts(from []config.Contact) func(forms.Lang) []session.Contact {
	return func(lang forms.Lang) []session.Contact {
		var to []session.Contact
		for _, c := range from {
			to = append(to, session.Contact{
				Name: c.Name.In(lang), Hours: c.Hours.In(lang), Phone: forms.FormatPhone(c.Phone), Email: c.Email,
			})
		}
		return to
	}
}

// Words of the configuration, as the session knows them. A word that is not
// here is the default.
var (
	sizes  = map[string]session.Size{"small": session.Small, "large": session.Large, "huge": session.Huge}
	themes = map[string]session.Theme{"dark": session.Dark, "contrast": session.Contrast}
)
