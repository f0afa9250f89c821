package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"guichet/forms"
	"guichet/kiosk/receipt"
)

// Hall is what a guide says of one kiosk.
type Hall struct {
	Town     string // "Mairie de Saint-Éloi"; empty: a guide for any
	Path     string // how its paper goes in, as in printer.Profile; empty: it has no printer
	Contacts []receipt.Contact
	At       time.Time // date of the file
}

// Guide draws the sheet that hangs beside the kiosk, for the front desk: one
// page of A4, in French. The text is Markdown, of which this is known:
//
//	# title            the first line of the sheet, once
//	## heading         a part, numbered
//	### heading        what is below holds for one kind of printer: the part is
//	                   shown where its pictures are of the kiosk's, without the
//	                   heading
//	paragraphs, **bold**, lists
//	1. ![alt](x.svg) text   a list of pictures: they stand side by side
//
// A picture is one of [Figures], by the name of its file; it is drawn by the
// program, the file is for those who read the Markdown. {mairie} is the town,
// {ligne} a line to write on, up to the edge, and the paragraph {contacts}
// whom to call; without any there are lines to write on.
//
// What is not known here, and what does not fit on one page, is an error. The
// same text and Hall give the same bytes. A structure for readers of screens
// (PDF/UA) is not in it, because fpdf cannot; the language is.
func Guide(markdown []byte, h Hall) ([]byte, error) {
	if h.At.IsZero() {
		return nil, errors.New("pdf: a guide has a date")
	}
	text, err := parseGuide(markdown, h)
	if err != nil {
		return nil, fmt.Errorf("pdf: guide: %w", err)
	}
	s := newSheet(Meta{Title: text.title, Author: h.Town, Lang: forms.French, At: h.At})
	s.f.AddPage()
	draw, err := s.layGuide(text, h)
	if err != nil {
		return nil, err
	}
	for _, d := range draw {
		d()
	}
	if s.err != nil {
		return nil, s.err
	}
	var b bytes.Buffer
	if err := s.f.Output(&b); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return b.Bytes(), nil
}

// guideScales are tried one after the other: a sheet on a wall is read standing.
var guideScales = []float64{1.06, 1, 0.94, 0.88}

// layGuide lays the guide out as large as one page holds.
func (s *sheet) layGuide(text guideText, h Hall) ([]func(), error) {
	over := 0.0
	for _, scale := range guideScales {
		g := &guide{s: s, hall: h, k: scale, y: guideTop}
		g.lay(text)
		if s.err != nil {
			return nil, s.err
		}
		if over = g.y - (paperHeight - guideBottom); over <= 0 {
			return g.spread(-over), nil
		}
	}
	return nil, fmt.Errorf("pdf: guide: it is %.0f mm longer than one page: shorten the text", over)
}
