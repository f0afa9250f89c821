package forms

import (
	"strings"
	"unicode/utf8"
)

// lineLimit is the length of a line of a French postal address (NF Z10-011).
const lineLimit = 38

func addressFields(*Page) []Field {
	return []Field{
		{Name: "street", Pad: PadText, MaxLength: lineLimit, Secret: true},
		{Name: "extra", Pad: PadText, MaxLength: lineLimit, Optional: true, Secret: true},
		{Name: "postcode", Pad: PadNumber, MaxLength: 5},
		{Name: "city", Pad: PadSearch, MaxLength: lineLimit},
	}
}

func parseAddress(p *Page, in Input, _ Day) (map[string]string, *Problem) {
	out := map[string]string{}
	for _, f := range addressFields(p) {
		v := oneLine(in[f.Name])
		switch {
		case v == "" && !f.Optional:
			return nil, problem(f.Name, "address.no_"+f.Name)
		case f.Name != "postcode" && utf8.RuneCountInString(v) > f.MaxLength:
			return nil, tooLong(f.Name, f.MaxLength)
		case v != "":
			out[f.Name] = v
		}
	}
	code, pr := parsePostcode(out["postcode"])
	out["postcode"] = code
	return out, pr
}

// parsePostcode reads the five digits of a French postal code.
func parsePostcode(s string) (string, *Problem) {
	s = strings.ReplaceAll(s, " ", "")
	switch {
	case !digitsOnly(s):
		return "", problem("postcode", "postcode.digits")
	case len(s) != 5:
		return "", problem("postcode", "postcode.length")
	}
	return s, nil
}

func formatAddress(_ *Page, a Answer, _, _ Catalog) []string {
	lines := []string{a.Fields["street"]}
	if extra := a.Fields["extra"]; extra != "" {
		lines = append(lines, extra)
	}
	return append(lines, a.Fields["postcode"]+" "+a.Fields["city"])
}
