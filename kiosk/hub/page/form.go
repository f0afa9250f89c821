package page

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of a form.
const (
	maxForm   = 16 << 10 // bytes
	maxFields = 40
)

var errForm = errors.New("page: the form cannot be read")

// form is what a request asks: the fields of its body, or of its query. Each
// stands once; what stands twice counts by its first.
type form url.Values

// readForm reads the body of a POST, else the query.
func readForm(w http.ResponseWriter, r *http.Request) (form, error) {
	if r.Method != http.MethodPost {
		return parseForm(r.URL.RawQuery)
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return nil, fmt.Errorf("%w: %w", errForm, err)
	}
	return checkForm(r.PostForm)
}

func parseForm(query string) (form, error) {
	if len(query) > maxForm {
		return nil, errForm
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errForm, err)
	}
	return checkForm(values)
}

func checkForm(values url.Values) (form, error) {
	if len(values) > maxFields {
		return nil, errForm
	}
	for name, all := range values {
		for _, s := range append(all, name) {
			if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
				return nil, errForm
			}
		}
	}
	return form(values), nil
}

// raw is a field as it was sent: passwords.
func (f form) raw(name string) string { return url.Values(f).Get(name) }

// line is a field as one line of text, without white space at its ends and
// without control characters.
func (f form) line(name string) string {
	clean := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, f.raw(name))
	return strings.TrimSpace(clean)
}

// number is a whole number within limits; else is what counts where it is not.
func (f form) number(name string, least, most, otherwise int) int {
	n, err := strconv.Atoi(f.line(name))
	if err != nil || n < least || n > most {
		return otherwise
	}
	return n
}

// has tells whether a box is ticked.
func (f form) has(name string) bool { return f.raw(name) != "" }

// share is a place on the plan from a percentage, "12,5" too.
func (f form) share(name string) (float64, bool) {
	n, err := strconv.ParseFloat(strings.Replace(f.line(name), ",", ".", 1), 64)
	if err != nil || !(n >= 0 && n <= 100) {
		return 0, false
	}
	return n / 100, true
}

// Longest names of what people name.
const (
	maxName  = 60
	maxGroup = 30
)

// named tells whether a name has a length that fits everywhere.
func named(s string, most int) bool {
	n := utf8.RuneCountInString(s)
	return n >= 1 && n <= most
}
