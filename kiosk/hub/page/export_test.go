package page

// Guarded are the routes that need somebody.
func Guarded() []string {
	var all []string
	for _, r := range routes {
		if r.need != open {
			all = append(all, r.pattern)
		}
	}
	return all
}

// Words is the catalogue: its keys and what Text gives.
func Words() (interface {
	Keys() []string
	Has(string) bool
}, error) {
	w, err := newWords(nil, nil)
	return w.texts, err
}

// ParseForm, ReadFilter and Ours, for fuzzing.
var Ours = ours

// ReadQuery reads a query as the list does, and writes it again.
func ReadQuery(query string) (again string, err error) {
	f, err := parseForm(query)
	if err != nil {
		return "", err
	}
	return readFilter(f).Query(), nil
}

// Line and Share read one field.
func Line(query, name string) string {
	f, err := parseForm(query)
	if err != nil {
		return ""
	}
	return f.line(name)
}

// Share reads a percentage.
func Share(text string) (float64, bool) { return form{"x": {text}}.share("x") }
