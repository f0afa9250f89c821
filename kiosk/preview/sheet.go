package preview

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"path/filepath"
	"strings"

	"guichet/forms"
	"guichet/kiosk/font"
)

// sheet is what the HTML file shows. Its words are French: it is for the town
// hall.
type sheet struct {
	Title, Pack, Made string
	Facts             []fact
	Faults            []fault
	Advice            []fault // how a text could be plainer
	Sections          []part  // the pages, by section
	Exits, Papers     []entry

	Stamp   int
	Watched bool

	pictures []*shown
}

// fact is a line of the table at the top.
type fact struct {
	Name  string
	Lines []string
}

// fault is a fault of the pack: where, what, and how to mend it.
type fault struct{ Place, What, Mend string }

// part is a section of the form.
type part struct {
	Title   string
	Entries []entry
}

// entry is a page, an exit or a paper.
type entry struct {
	ID, Number, Title, Kind string
	Only                    string   // "seulement si …"
	Exits                   []string // "si …, sortie « … »"
	Notes                   []string
	Columns                 []column
}

// column is how it looks in one language.
type column struct {
	Lang     string
	Pictures []*shown
}

// shown is a picture on the sheet.
type shown struct {
	File string // beside the sheet
	Alt  string
	Cut  bool // some of it found no room
	of   *picture
}

// Width is the picture's in pixels.
func (s *shown) Width() int { return s.of.w }

// Data holds the picture in the sheet itself.
func (s *shown) Data() template.URL {
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(s.of.data))
}

// Fonts holds the typeface of the screens in the sheet itself.
func (s *sheet) Fonts() template.CSS {
	var b strings.Builder
	for _, f := range []struct {
		weight string
		data   []byte
	}{{"400", font.Regular}, {"700", font.Bold}} {
		fmt.Fprintf(&b, "@font-face { font-family: \"Atkinson Hyperlegible\"; font-weight: %s; src: url(data:font/ttf;base64,%s); }\n",
			f.weight, base64.StdEncoding.EncodeToString(f.data))
	}
	return template.CSS(b.String())
}

// tell puts the faults on the sheet.
func (s *sheet) tell(faults forms.Faults) {
	s.Faults = nil
	for _, f := range faults {
		s.Faults = append(s.Faults, fault{placeOf(f), f.What, f.Mend})
	}
	if s.Title == "" {
		s.Title = "Aperçu impossible"
	}
}

func placeOf(f forms.Fault) string {
	if f.Line == 0 {
		return filepath.ToSlash(f.File)
	}
	return fmt.Sprintf("%s, ligne %d, colonne %d", filepath.ToSlash(f.File), f.Line, f.Column)
}

//go:embed sheet.html
var sheetHTML string

var sheetTemplate = template.Must(template.New("sheet").Parse(sheetHTML))

func (s *sheet) html() ([]byte, error) {
	var b bytes.Buffer
	if err := sheetTemplate.Execute(&b, s); err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	return b.Bytes(), nil
}
