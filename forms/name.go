package forms

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameLimit is the longest family or given name, in characters; the civil
// registers hold longer ones on several lines, and so do we.
const nameLimit = 80

func nameFields(*Page) []Field {
	return []Field{
		{Name: "family", Pad: PadName, MaxLength: nameLimit, Secret: true},
		{Name: "given", Pad: PadName, MaxLength: nameLimit, Secret: true},
	}
}

func parseName(_ *Page, in Input, _ Day) (map[string]string, *Problem) {
	out := map[string]string{}
	for _, f := range []string{"family", "given"} {
		v := oneLine(strings.ReplaceAll(in[f], "’", "'"))
		if pr := checkName(f, v); pr != nil {
			return nil, pr
		}
		out[f] = v
	}
	return out, nil
}

func checkName(field, v string) *Problem {
	switch {
	case v == "":
		return problem(field, "name.no_"+field)
	case strings.ContainsFunc(v, unicode.IsDigit):
		return problem(field, "name.digit")
	case strings.ContainsFunc(v, notInName) || !strings.ContainsFunc(v, unicode.IsLetter):
		return problem(field, "name.sign")
	case utf8.RuneCountInString(v) > nameLimit:
		return tooLong(field, nameLimit)
	}
	return nil
}

// notInName lets through the letters of every script, their accents, and the
// marks of the circular of 23 July 2014 on civil status: apostrophe, hyphen,
// space; and the comma and full stop that people put between given names.
func notInName(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune("'- ,.", r)
}

func formatName(_ *Page, a Answer, _, _ Catalog) []string {
	return []string{a.Fields["given"] + " " + a.Fields["family"]}
}
