package storm

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"guichet/drivers/printersim"
	"guichet/forms"
)

// paperBook counts the receipts that came out, by reference.
type paperBook struct {
	seen   int            // sheets
	noisy  bool           // letters may be spoilt: a mark cannot be relied on
	plain  map[string]int // receipts that do not say that they are copies
	copies map[string]int
}

func newPaperBook() paperBook { return paperBook{plain: map[string]int{}, copies: map[string]int{}} }

// judge reads the sheets that were cut since the last look.
func (b *paperBook) judge(w *world, what string) {
	w.Helper()
	cuts, sheets := w.sim.State().Cuts, w.sim.Sheets()
	fresh := sheets[max(0, len(sheets)-(cuts-b.seen)):]
	b.seen = cuts
	for _, s := range fresh {
		b.read(s)
	}
	for ref, n := range b.plain {
		if n > 1 {
			w.Errorf("%s: the receipt of %s came out %d times without DUPLICATA\n%s", what, ref, n, w.sim.Text())
		}
	}
}

func (b *paperBook) read(s printersim.Sheet) {
	for _, r := range receiptsOn(s.Text) {
		switch {
		case r.copied || b.noisy:
			b.copies[r.reference]++
		default:
			b.plain[r.reference]++
		}
	}
}

func (b *paperBook) totals() (plain, copies int) {
	for _, n := range b.plain {
		plain += n
	}
	for _, n := range b.copies {
		copies += n
	}
	return plain, copies
}

// receiptOn is a receipt as far as somebody can read it.
type receiptOn struct {
	reference string
	copied    bool
}

var (
	receiptTitle = regexp.MustCompile(`Récépissé de dépôt|Proof of deposit`)
	reference    = regexp.MustCompile(`\b\d{3} \d{3} \d{3} [A-Z]\b`)
)

// headLines is how far above its title a copy says that it is one: the word, why
// it is one on at most three lines, and the letterhead.
const headLines = 8

// receiptsOn are those on a sheet: from each title, the first reference.
func receiptsOn(text string) (all []receiptOn) {
	lines := strings.Split(plainSpaces(text), "\n")
	titled, copied := false, false
	from := 0
	for i, line := range lines {
		if receiptTitle.MatchString(line) {
			head := strings.Join(lines[max(from, i-headLines):i], "\n")
			titled, copied, from = true, strings.Contains(head, "DUPLICATA"), i
		}
		if ref := reference.FindString(line); ref != "" && titled {
			if shown, ok := forms.ValidReference(ref); ok {
				all = append(all, receiptOn{shown, copied})
			}
			titled, from = false, i
		}
	}
	return all
}

// What is on the paper is read as a person reads it.
func TestReceiptsOnASheet(t *testing.T) {
	const one = "Mairie de Saint-Éloi\nRécépissé de dépôt\nVotre référence\n482 739 156 Z\nDonnez-la.\n482 739 156 Z\n"
	for text, want := range map[string]string{
		one:                               "[{482 739 156 Z false}]",
		"DUPLICATA\nUn premier\n" + one:   "[{482 739 156 Z true}]",
		"DUPLICATA\nMairie\nRécé\n" + one: "[{482 739 156 Z true}]", // the half of one above it
		one + "DUPLICATA\n" + one:         "[{482 739 156 Z false} {482 739 156 Z true}]",
		one + one:                         "[{482 739 156 Z false} {482 739 156 Z false}]",
		"Feuille\n482 739 156 Z":          "[]",
		"Proof of deposit\n482 739":       "[]",
	} {
		if got := fmt.Sprint(receiptsOn(text)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
