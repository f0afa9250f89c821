package pack

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"guichet/forms"
	"guichet/forms/notice"
	"guichet/forms/strictyaml"
)

// readNotifications reads notifications/*.yaml: what the town hall may say to
// one person about his request. One that lacks a mention that the law wants is
// a fault, with the article.
func (l *loader) readNotifications() map[string]notice.Template {
	out := map[string]notice.Template{}
	names, _ := fs.Glob(l.fsys, "notifications/*.yaml")
	l.atMost(strictyaml.Place{File: "notifications"}, "templates", len(names), maxNotices)
	for _, file := range names[:min(len(names), maxNotices)] {
		name := strings.TrimSuffix(path.Base(file), ".yaml")
		if !valueShape.MatchString(name) {
			l.add(forms.Fault{File: file, What: fmt.Sprintf("the name of the template %q is not made of a-z, 0-9, _ and -", name), Mend: "rename the file, like decision.yaml"})
			continue
		}
		data, ok := l.read(file)
		if !ok {
			continue
		}
		t, err := notice.Read(file, data)
		if !l.addAll(file, err) {
			out[name] = t
		}
	}
	return out
}

// addAll adds the faults that an error is; false where there is none.
func (l *loader) addAll(file string, err error) bool {
	var faults forms.Faults
	switch {
	case err == nil:
		return false
	case errors.As(err, &faults):
		l.add(faults...)
	default:
		l.add(forms.Fault{File: file, What: err.Error(), Mend: "kioskctl pack manual notices says what a notice holds"})
	}
	return true
}
