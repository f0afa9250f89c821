package detect

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"guichet/drivers/printer"
	"guichet/drivers/profiles"
)

// Sure is how sure it is that a profile is the right one. There is no
// "certain": see the package comment.
type Sure int

const (
	Unlikely Sure = iota // the language fits, something else does not
	Possible             // the language fits, and nothing contradicts
	Likely               // it knows a question that only this family knows
	Named                // it says that it is this model
)

func (s Sure) String() string {
	return [...]string{"unlikely", "possible", "likely", "named"}[s]
}

// Candidate is a profile that fits.
type Candidate struct {
	Profile string
	Model   string
	Sure    Sure
	Why     string
}

// judge compares what was said with the profiles, and with itself.
func (r *Report) judge() {
	for _, name := range profiles.Names() {
		p, err := profiles.Get(name)
		if err != nil || p.Driver != r.Driver || p.Status == "esc_v" {
			continue // esc_v: it would not have answered
		}
		sure, why := r.compare(p)
		r.Candidates = append(r.Candidates, Candidate{p.Name, p.Model, sure, why})
	}
	slices.SortStableFunc(r.Candidates, func(a, b Candidate) int { return cmp.Compare(b.Sure, a.Sure) })
	r.warn()
}

func (r *Report) compare(p printer.Profile) (Sure, string) {
	custom := p.Status == "full_status"
	switch {
	case sameModel(r.Maker, r.Model, p.Model):
		return Named, fmt.Sprintf("it says %q", r.Model)
	case custom && !r.FullStatus:
		return Unlikely, "it does not know DLE EOT 20"
	case r.Cutter == "no" && p.Cutter():
		return Unlikely, "it says that it has no cutter"
	case custom:
		return Likely, "it knows DLE EOT 20"
	case r.FullStatus:
		return Unlikely, "it knows DLE EOT 20"
	case r.Cutter == "yes" && !p.Cutter():
		return Possible, "if what it says of a cutter is a lie"
	}
	return Possible, "it speaks the language"
}

// sameModel: "TM-T20II" of "EPSON" is "Epson TM-T20II". Part of a name is
// another model: a TM-T20 is no TM-T20II.
func sameModel(maker, model, ours string) bool {
	said, full, want := letters(model), letters(maker+model), letters(ours)
	return said != "" && (said == want || full == want || len(said) >= 4 && strings.HasSuffix(want, said))
}

// letters is s in capitals, without what makers put between.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(s))
}

func (r *Report) warn() {
	maker := letters(r.Maker)
	switch epson := strings.HasPrefix(letters(r.Model), "TM"); {
	case epson && maker != "" && maker != "EPSON":
		r.Warnings = append(r.Warnings, fmt.Sprintf("the model %q is Epson's and the maker %q is not: a clone", r.Model, r.Maker))
	case maker == "EPSON" && r.FullStatus:
		r.Warnings = append(r.Warnings, "it says EPSON and knows a question of Custom's: a clone")
	}
	if r.Driver == "escpos" && !r.Online {
		r.Warnings = append(r.Warnings, "it is off-line, so it was not asked for its name: close its cover and load paper")
	}
}
