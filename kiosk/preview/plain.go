package preview

import (
	"cmp"
	"fmt"
	"io/fs"
	"strings"

	"guichet/forms"
	"guichet/forms/lint"
	"guichet/kiosk/words"
)

// plain puts on the sheet how plainly the pack is written, and what could be
// plainer: the same as "kioskctl pack check" says.
func (b *builder) plain(folder fs.FS) {
	report, err := lint.Check(b.pack, folder)
	if err != nil {
		return // the folder has changed since: it is drawn again
	}
	says := fact{Name: "Simplicité des textes"}
	for _, s := range report.Scores {
		if s.Page == "" {
			says.Lines = append(says.Lines, score(s))
		}
	}
	b.out.Facts = append(b.out.Facts, says)
	for _, f := range report.Findings {
		at := forms.Fault{File: f.Place.File, Line: f.Place.Line, Column: f.Place.Column}
		what := f.What
		if f.Sentence != "" {
			what = "«\u00a0" + f.Sentence + "\u00a0» " + what
		}
		b.out.Advice = append(b.out.Advice, fault{placeOf(at), what, cmp.Or(f.Better, f.Mend)})
	}
}

// score is "Français : 8,4 mots par phrase, au plus 12, facilité 81 sur 100".
func score(s lint.Score) string {
	mean := strings.Replace(fmt.Sprintf("%.1f", s.Mean), ".", ",", 1)
	line := fmt.Sprintf("%s\u00a0: %s mots par phrase, au plus %d", words.For(s.Lang).Text("session.language"), mean, s.Longest)
	if s.Ease > 0 {
		line += fmt.Sprintf(", facilité %.0f sur 100", s.Ease)
	}
	return line
}
