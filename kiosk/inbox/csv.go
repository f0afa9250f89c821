package inbox

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"guichet/forms"
)

// fixed are the columns that every submission has.
var fixed = []string{"reference", "date", "pack", "version", "lang"}

// CSV writes submissions as a table for a spreadsheet: a line each, a column a
// page ("enfant_nom", "personnes[1].nom" inside a repeat), in the order in which
// pages first come. RFC 4180, UTF-8 with a byte order mark, which is what makes
// a spreadsheet show é; semicolons, as French ones expect.
//
// A cell that a spreadsheet would take for a formula begins with an apostrophe:
// whoever types "=HYPERLINK(…)" at a kiosk must not run it in the town hall.
func CSV(to io.Writer, all []forms.Submission, zone *time.Location) error {
	columns := columnsOf(all)
	if _, err := io.WriteString(to, "\ufeff"); err != nil {
		return fmt.Errorf("inbox: %w", err)
	}
	w := csv.NewWriter(to)
	w.Comma, w.UseCRLF = ';', true
	w.Write(harmlessAll(slices.Concat(fixed, columns)))
	for _, s := range all {
		w.Write(rowOf(s, columns, zone))
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return fmt.Errorf("inbox: %w", err)
	}
	return nil
}

func columnsOf(all []forms.Submission) []string {
	var columns []string
	for _, s := range all {
		for _, e := range s.Entries {
			if name := Column(e); !slices.Contains(columns, name) {
				columns = append(columns, name)
			}
		}
	}
	return columns
}

// Column names an answer: its page, with the number of the instance from 1
// where it stands in a repeat.
func Column(e forms.Entry) string {
	if len(e.Instance) == 0 {
		return e.Page
	}
	return fmt.Sprintf("%s[%d]", e.Page, e.Instance[0]+1)
}

func rowOf(s forms.Submission, columns []string, zone *time.Location) []string {
	row := []string{s.Reference, s.At.In(zone).Format("2006-01-02 15:04:05"), s.Pack, s.Version, string(s.Lang)}
	cells := map[string]string{}
	for _, e := range s.Entries {
		cells[Column(e)] = strings.Join(e.Shown, "\n")
	}
	for _, c := range columns {
		row = append(row, cells[c])
	}
	return harmlessAll(row)
}

func harmlessAll(row []string) []string {
	for i := range row {
		row[i] = harmless(row[i])
	}
	return row
}

// harmless follows OWASP's advice on CSV injection; a full-width sign passes
// for the plain one in some spreadsheets.
func harmless(cell string) string {
	if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n") || strings.ContainsAny(firstRune(cell), "＝＋－＠") {
		return "'" + cell
	}
	return cell
}

func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}
