package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"

	"guichet/drivers/all"
	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/kiosk/config"
	"guichet/kiosk/receipt"
	"guichet/kiosk/receipt/pdf"
)

// guideText is where the package guichetctl has the text of the sheet.
const guideText = "/usr/share/guichet/guide-accueil.md"

var guide = command{
	name: "guide", args: "[--config FILE] [--text FILE] [--out FILE]",
	short: "Make the sheet for the front desk: paper, restart, whom to call",
	long: `It is one page of A4 in French, as a PDF, to be hung beside the kiosk. With the
configuration of a kiosk it has the town's contacts and the pictures of its
printer; without, lines to write on, and a printer with a cover.

The text is Markdown: copy it, change it, and name yours with --text. What does
not fit on one page is refused.`,
	setup: setupGuide,
}

func setupGuide(set *flag.FlagSet) action {
	file := set.String("config", "", "the configuration `file` of the kiosk")
	text := set.String("text", guideText, "the `file` with the text of the sheet")
	out := set.String("out", "guide-accueil.pdf", "the `file` to write; - is the standard output")
	return func(_ context.Context, p program, _ []string) error {
		hall, err := p.hall(*file)
		if err != nil {
			return err
		}
		markdown, err := os.ReadFile(*text)
		if errors.Is(err, fs.ErrNotExist) {
			return usagef("there is no text %s: name one with --text", *text)
		}
		if err != nil {
			return err
		}
		sheet, err := pdf.Guide(markdown, hall)
		if err != nil {
			return fmt.Errorf("%s: %w", *text, err)
		}
		return p.writeGuide(*out, sheet)
	}
}

func (p program) writeGuide(out string, sheet []byte) error {
	if out == "-" {
		_, err := p.out.Write(sheet)
		return err
	}
	if err := os.WriteFile(out, sheet, 0o644); err != nil {
		return err
	}
	fmt.Fprintf(p.out, "written: %s\n", out)
	return nil
}

// hall is what the sheet says of the kiosk with that configuration, or of any
// where there is none.
func (p program) hall(file string) (pdf.Hall, error) {
	if file == "" {
		return pdf.Hall{Path: printer.Clamshell, At: p.now()}, nil
	}
	cfg, err := config.Read(file)
	if err != nil {
		return pdf.Hall{}, err
	}
	h := pdf.Hall{Town: cfg.Town.Name, At: p.now()}
	for _, c := range cfg.Town.Contacts {
		h.Contacts = append(h.Contacts, receipt.Contact{
			Name: c.Name.In(forms.French), Hours: c.Hours.In(forms.French), Phone: c.Phone, Email: c.Email,
		})
	}
	h.Path, err = pathOf(cfg)
	return h, err
}

// pathOf is how the paper goes into the kiosk's printer; empty without one.
func pathOf(cfg *config.Config) (string, error) {
	switch {
	case cfg.Printer == nil && cfg.A4 == nil:
		return "", nil
	case cfg.Printer == nil:
		return printer.Sheets, nil
	}
	model, err := all.PrinterProfile(all.Config{Profile: cfg.Printer.Profile})
	if err != nil {
		return "", err
	}
	if model.Path == "" {
		return "", fmt.Errorf("the profile %s does not say how the paper goes in: add a line \"path: clamshell\", front or presenter", cfg.Printer.Profile)
	}
	return model.Path, nil
}
