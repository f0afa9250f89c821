package pack

import (
	"fmt"
	"regexp"

	"guichet/forms/strictyaml"
)

var valueShape = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)

// checkValue checks the value of a choice: it is kept, compared and exported,
// never read by a citizen.
func (l *loader) checkValue(at strictyaml.Place, v string) {
	if !valueShape.MatchString(v) {
		l.fault(at, fmt.Sprintf("value %q is not made of a-z, 0-9, _ and -", v), "write a short name; the label is what is read")
	}
}

func (l *loader) checkManifest() {}
func (l *loader) checkForm()     { l.add(l.form.CheckConditions()...) }
func (l *loader) checkTexts()    {}
