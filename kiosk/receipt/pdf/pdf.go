package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/go-pdf/fpdf"

	"guichet/drivers/printer"
	"guichet/forms"
)

// Meta is what a PDF says about itself.
type Meta struct {
	Title  string // "Récépissé de dépôt 482 739 156 K"; also at the foot of each page
	Author string // the authority
	Lang   forms.Lang
	At     time.Time // date of the file, as it is shown in its zone
}

// Render draws doc on A4 sheets. The error is a *GlyphError where the typeface
// lacks a letter, or says which block cannot be drawn.
func Render(doc printer.Document, m Meta) ([]byte, error) {
	if m.At.IsZero() || m.Title == "" {
		return nil, errors.New("pdf: a document has a title and a date")
	}
	s := newSheet(m)
	pages, err := s.fit(doc)
	if err != nil {
		return nil, err
	}
	s.draw(pages)
	if s.err != nil {
		return nil, s.err
	}
	var b bytes.Buffer
	if err := s.f.Output(&b); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return b.Bytes(), nil
}

// sizes are the scales to try, the best first. Large print is 18 points: the
// least is 16 ("Creating clear print and large print documents", UKAAF G003,
// 2019). Easy French is set in 14 points, as its rules ask ("L’information pour
// tous", Unapei, 2009).
func sizes(isLarge bool, l forms.Lang) []float64 {
	switch {
	case isLarge:
		return []float64{large}
	case l == forms.EasyFrench:
		return []float64{easy}
	}
	return []float64{1, tight}
}

// fit takes the first size that needs a single sheet; else the best.
func (s *sheet) fit(doc printer.Document) (best [][]item, err error) {
	for _, size := range sizes(doc.Large, s.m.Lang) {
		s.scale, s.pictures = size, 0
		items, err := s.letter(doc.Blocks)
		if err != nil {
			return nil, err
		}
		if s.err != nil {
			return nil, s.err
		}
		if pages := s.paginate(items); best == nil || len(pages) == 1 {
			best = pages
		}
		if len(best) == 1 {
			break
		}
	}
	return best, nil
}

func newDocument(m Meta) *fpdf.Fpdf {
	f := fpdf.New("P", "mm", "A4", "")
	f.SetCatalogSort(true) // reproducible bytes
	f.SetCreationDate(m.At)
	f.SetModificationDate(m.At)
	f.SetTitle(m.Title, true)
	f.SetAuthor(m.Author, true)
	f.SetProducer("Guichet", true)
	f.SetLang(pdfLang(m.Lang))
	f.SetMargins(side, top, side)
	f.SetAutoPageBreak(false, 0)
	return f
}

// pdfLang is a tag that readers know: easy French is French to a voice.
func pdfLang(l forms.Lang) string {
	switch l {
	case forms.French, forms.EasyFrench:
		return "fr-FR"
	case forms.English:
		return "en-GB"
	}
	return string(l)
}
