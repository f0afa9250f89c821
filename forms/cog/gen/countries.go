package main

import (
	"slices"
	"strings"

	"guichet/forms/cog"
)

// territories is main/<lang>/territories.json of CLDR: names by code, with
// "-alt-short" and "-alt-variant" behind the code for other names.
type territories struct {
	Main map[string]struct {
		Names struct {
			Territories map[string]string `json:"territories"`
		} `json:"localeDisplayNames"`
	} `json:"main"`
}

// world is what the three packages say, each of its own.
type world struct {
	codes  [][]string        // ISO 3166-1: alpha-2 first
	french map[string]string // CLDR
	engl   map[string]string // CLDR
	iso    struct {          // other French names, one or several a code
		Countries map[string]any `json:"countries"`
	}
	insee map[string]string // French name by the last three digits of the INSEE code
}

func countryLines(fetch func(string) (string, error)) ([]string, error) {
	var w world
	var fr, en territories
	err := read(fetch, "cldr-localenames-full", map[string]any{
		"package/main/fr/territories.json": &fr,
		"package/main/en/territories.json": &en,
	})
	if err != nil {
		return nil, err
	}
	w.french, w.engl = fr.Main["fr"].Names.Territories, en.Main["en"].Names.Territories
	err = read(fetch, "i18n-iso-countries", map[string]any{
		"package/codes.json":    &w.codes,
		"package/langs/fr.json": &w.iso,
	})
	if err != nil {
		return nil, err
	}
	err = read(fetch, "french-ssn", map[string]any{"package/dist/data/countries.json": &w.insee})
	return w.lines(), err
}

// lines is the embedded file, by ISO code: code, INSEE code, French name,
// English name, then other names that people look for; tabs between.
func (w *world) lines() []string {
	codes := w.inseeCodes()
	var out []string
	for _, c := range w.codes {
		code := c[0]
		fr, en := short(w.french, code), short(w.engl, code)
		row := append([]string{code, codes[code], fr, en}, w.otherNames(code, fr, en)...)
		out = append(out, strings.Join(row, "\t"))
	}
	slices.Sort(out)
	return out
}

// short is a name as people say it: CLDR writes "R.A.S. chinoise de Hong Kong"
// and keeps "Hong Kong" as the short one. Of the others the short name is worse
// ("R.-U.", "Bosnia").
func short(names map[string]string, code string) string {
	switch code {
	case "HK", "MO", "PS":
		return names[code+"-alt-short"]
	}
	return names[code]
}

func (w *world) otherNames(code string, known ...string) []string {
	var out []string
	for _, name := range append(w.frenchNames(code), w.engl[code+"-alt-variant"]) {
		is := func(k string) bool { return cog.Fold(k) == cog.Fold(name) }
		if name != "" && !slices.ContainsFunc(append(known, out...), is) {
			out = append(out, name)
		}
	}
	return out
}

// frenchNames are all French names of a country in the sources.
func (w *world) frenchNames(code string) []string {
	out := []string{w.french[code], w.french[code+"-alt-variant"], short(w.french, code)}
	switch names := w.iso.Countries[code].(type) {
	case string:
		out = append(out, names)
	case []any:
		for _, n := range names {
			out = append(out, n.(string))
		}
	}
	return out
}

// inseeCodes joins the ISO codes and the INSEE codes by the French names, and
// by [inseeOf] where the names differ.
func (w *world) inseeCodes() map[string]string {
	byName := map[string]string{}
	for digits, name := range w.insee {
		byName[cog.Fold(name)] = "99" + digits
	}
	out := map[string]string{}
	for _, c := range w.codes {
		for _, name := range w.frenchNames(c[0]) {
			if code := byName[cog.Fold(name)]; code != "" {
				out[c[0]] = code
			}
		}
	}
	for digits, codes := range inseeOf {
		for code := range strings.FieldsSeq(codes) {
			out[code] = "99" + digits
		}
	}
	return out
}
