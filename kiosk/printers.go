package kiosk

import (
	"cmp"
	"log/slog"

	"guichet/drivers/all"
	"guichet/drivers/ipp"
	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/kiosk/config"
	"guichet/kiosk/event"
	"guichet/kiosk/receipt/pdf"
)

// openPrinters returns what puts documents on paper: the receipt printer, the
// A4 printer, or the first with the second behind it. A true nil where there is
// none: one that is configured wrongly is logged and left out.
// count is given the receipt printer, and what it returns is used.
func openPrinters(cfg *config.Config, o Options, count func(printer.Printer) printer.Printer) printer.Printer {
	roll, sheets := count(openPrinter(cfg.Printer, o.log())), openA4(cfg, o)
	switch {
	case sheets == nil:
		return roll
	case roll == nil:
		return sheets
	}
	return &pair{
		roll: roll, sheets: sheets, log: o.log(),
		rollOutlet: cmp.Or(cfg.Printer.Outlet, defaultOutlet), sheetsOutlet: cmp.Or(cfg.A4.Outlet, deskOutlet),
	}
}

func openPrinter(cfg *config.Printer, log *slog.Logger) printer.Printer {
	if cfg == nil {
		return nil
	}
	dev, err := all.OpenPrinter(all.Config{
		Driver: cfg.Driver, Profile: cfg.Profile, Port: cfg.Port,
		Baud: cfg.Baud, Flow: cfg.Flow, Backend: cfg.Backend,
	})
	if err != nil {
		log.Error(string(event.PrinterRefused), "error", err)
		return nil
	}
	return dev
}

func openA4(cfg *config.Config, o Options) printer.Printer {
	if cfg.A4 == nil {
		return nil
	}
	to, err := ipp.New(ipp.Config{URL: cfg.A4.URL})
	if err != nil {
		o.log().Error(string(event.PrinterRefused), "error", err)
		return nil
	}
	zone, err := cfg.Town.Location()
	if err != nil {
		o.log().Error(string(event.PrinterRefused), "error", err)
		return nil
	}
	now := o.now(zone)
	return pdf.NewPrinter(to, func(doc printer.Document) pdf.Meta {
		return pdf.Meta{
			Title: cmp.Or(doc.Title, doc.Name), Author: cfg.Town.Name, Lang: forms.Lang(doc.Lang), At: now(),
		}
	})
}

// The outlets that are meant where the configuration says none.
const (
	defaultOutlet = "bottom_right"
	deskOutlet    = "desk"
)

// outlet is where the paper of the only printer comes out. A pair says it
// itself.
func outlet(cfg *config.Config) string {
	switch {
	case cfg.Printer != nil:
		return cfg.Printer.Outlet
	case cfg.A4 != nil:
		return cmp.Or(cfg.A4.Outlet, deskOutlet)
	}
	return ""
}
