package kiosk

import (
	"context"
	"errors"
	"time"

	"guichet/drivers/profiles"
	"guichet/forms"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/config"
	"guichet/kiosk/papers"
	"guichet/kiosk/session"
)

// paperwork is what an agent can have printed here.
type paperwork struct {
	roll papers.Roll // zero: A4
	now  func() time.Time
}

var _ session.Papers = paperwork{}

// openPapers is for a kiosk that can print; a true nil where it cannot.
func openPapers(cfg *config.Config, now func() time.Time) session.Papers {
	switch {
	case cfg.A4 != nil && cfg.Printer == nil:
		return paperwork{now: now}
	case cfg.Printer == nil:
		return nil
	}
	p, err := profiles.Load(cfg.Printer.Profile)
	if err != nil {
		return nil // the printer is refused for the same reason, and that is logged
	}
	return paperwork{roll: papers.Roll{Dots: p.Dots, DPI: p.DPI}, now: now}
}

func (p paperwork) request(pack session.Procedure, lang forms.Lang) papers.Request {
	return papers.Request{Pack: pack, Lang: lang, Now: p.now()}
}

func (p paperwork) List(pack session.Procedure, lang forms.Lang) []wire.Paper {
	return papers.List(p.request(pack, lang))
}

func (p paperwork) Fill(ctx context.Context, pack session.Procedure, lang forms.Lang, id string, values map[string]string) (session.Paper, error) {
	r := p.request(pack, lang)
	doc, err := papers.Notification(r, id, values)
	if err != nil {
		return session.Paper{}, err
	}
	return shown(papers.OfDocument(ctx, doc, lang, r.Now))
}

func (p paperwork) Read(ctx context.Context, pdf []byte) (session.Paper, error) {
	return shown(papers.OfPDF(ctx, pdf, "", forms.French, p.roll))
}

func shown(p papers.Paper, err error) (session.Paper, error) {
	for is, fault := range paperFaults {
		if errors.Is(err, is) {
			err = fault
		}
	}
	return session.Paper{Title: p.Title, Pages: p.Pages, Document: p.Print}, err
}

var paperFaults = map[error]session.PaperFault{
	papers.ErrLong: session.PaperLong, papers.ErrWide: session.PaperWide,
	papers.ErrEmpty: session.PaperEmpty, papers.ErrLocked: session.PaperLocked,
}
