package kiosk

import (
	"errors"
	"log/slog"
	"strings"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/kiosk/config"
	"guichet/kiosk/session"
	"guichet/kiosk/spool"
)

// Options is what a program around the kiosk may want to know or to replace.
type Options struct {
	Log *slog.Logger
	// Now is the hour that the citizen reads on paper; time.Now if nil.
	Now func() time.Time
	// See is given every view that is shown, before it is drawn, on the
	// session's goroutine.
	See func(session.View)

	// wrap stands between the session and the printer, under -sim.
	wrap func(printer.Printer) printer.Printer
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
	session *session.Session
	printer printer.Printer
	spool   *spool.Spool
}

func (p *parts) close() {
	if p.printer != nil {
		p.printer.Close()
	}
	if p.spool != nil {
		p.spool.Close()
	}
}

// open opens all that cfg names. What a kiosk can live without is logged and
// left out, and the screen says so: a printer, a folder for the submissions.
// What makes it senseless is an error: no pack at all.
func open(cfg *config.Config, o Options, show func(session.View)) (*parts, error) {
	procedures, err := loadPacks(cfg.Packs)
	if len(procedures) == 0 {
		return nil, errors.Join(noPack(cfg.Packs), err)
	}
	if err != nil {
		o.log().Error("pack_refused", "error", err)
	}
	p := &parts{printer: openPrinters(cfg, o)}
	if o.wrap != nil && p.printer != nil {
		p.printer = o.wrap(p.printer)
	}
	box := p.openSpool(cfg, o.log())
	zone, err := cfg.Town.Location()
	if err != nil {
		p.close()
		return nil, err
	}
	p.session, err = session.New(session.Config{
		Town: cfg.Town.Name, Contacts: contacts(cfg.Town.Contacts),
		Langs: cfg.Languages, Packs: procedures,
		Size: sizes[cfg.Screen.Size], Theme: themes[cfg.Screen.Theme],
		Outbox: box, ReferenceTaken: spool.ErrReferenceTaken,
		Printer: p.printer, Outlet: outlet(cfg), Show: show,
		Idle: cfg.Visit.Idle, Grace: cfg.Visit.Grace, DonePause: cfg.Visit.Done,
		Now: o.now(zone), Log: o.log(),
	})
	if err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

// openSpool answers with a true nil where it fails: a nil *spool.Spool in an
// interface would look like an outbox.
func (p *parts) openSpool(cfg *config.Config, log *slog.Logger) session.Outbox {
	keys, err := spool.ParseRecipients(strings.Join(cfg.Recipients, "\n"))
	if err == nil {
		p.spool, err = spool.Open(cfg.Data, keys)
	}
	if err != nil {
		log.Error("spool_refused", "error", err)
		return nil
	}
	return p.spool
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
