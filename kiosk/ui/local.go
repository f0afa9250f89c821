package ui

import (
	"maps"
	"slices"
	"unicode/utf8"

	"guichet/forms"
	"guichet/kiosk/session"
)

// local is what the screen keeps by itself while one page is shown. A new page
// forgets it.
type local struct {
	page   session.PageID
	below  *local // of the page, while something stands in front of it
	part   int    // which part of a page that does not fit
	over   int    // and of an overlay
	field  string // the field with the caret
	values forms.Input
	past   map[string][]string // what each field held since the page began
	ink    [][]forms.Point     // a signature, with the stroke under the finger
	points int                 // in all its strokes
	caps   caps
	layer  layer
	langs  bool // the choice of a language is open
	focus  string
	stills stills
	shown  string // what an agent showed when the page was last composed
}

// caps is the shift key.
type caps uint8

const (
	small caps = iota
	once       // the next letter is a capital
	lock       // all letters are, until the key is pressed again
)

// layer is what the keys of a small keyboard show.
type layer uint8

const (
	letters layer = iota
	accents
	digits
)

// newLocal starts a view, with all that stands one in front of the other.
func newLocal(v *session.View) *local { return (*local)(nil).goOn(v) }

// goOn is what is kept for a view, where l was kept for the one before: a page
// that is still there is as it was, the caret in its field, the part that was
// read, also below an overlay.
func (l *local) goOn(v *session.View) *local {
	var front *local
	for _, layer := range layers(v) {
		next := l.of(layer.Page)
		if next == nil {
			next = newLayer(layer)
		} else {
			next.accept(layer)
		}
		next.below, front = front, next
	}
	return front
}

// leave wipes the pictures of pages that are gone.
func (l *local) leave(now *local) {
	for ; l != nil; l = l.below {
		if now.of(l.page) != l {
			l.stills.wipe()
		}
	}
}

// of is what is kept for one page, or nil.
func (l *local) of(page session.PageID) *local {
	for ; l != nil && l.page != page; l = l.below {
	}
	return l
}

// newLayer starts a page: its first field that is empty has the caret.
func newLayer(v *session.View) *local {
	l := &local{page: v.Page, values: forms.Input{}, past: map[string][]string{}}
	for _, f := range fieldsOf(v).Items {
		if l.values[f.Name] = f.Value.S; f.Masked {
			l.values[f.Name] = "" // whoever types it is the only one to know it
		}
	}
	if b, ok := signatureOf(v); ok {
		l.readInk(b.Value.S)
	}
	l.field = firstEmpty(fieldsOf(v).Items)
	if v.Problem != nil && v.Problem.Field != "" {
		l.field = v.Problem.Field
	}
	l.begin(v)
	return l
}

func fieldsOf(v *session.View) session.Fields {
	for _, b := range v.Blocks {
		if f, ok := b.(session.Fields); ok {
			return f
		}
	}
	return session.Fields{}
}

// typeable are the fields with a pad; the others are filled by touch.
func typeable(fields []session.Field) []session.Field {
	return slices.DeleteFunc(slices.Clone(fields), func(f session.Field) bool { return f.Pad == forms.PadNone })
}

// firstEmpty is where the caret begins: in the first field, even if it may stay
// empty (the day of an old birth date), else in the first that must be filled.
func firstEmpty(fields []session.Field) string {
	fields = typeable(fields)
	for i, f := range fields {
		if f.Value.Empty() && (i == 0 || !f.Optional) {
			return f.Name
		}
	}
	if len(fields) == 0 {
		return ""
	}
	return fields[0].Name
}

// accept takes a view of the same page. What the citizen typed since it was
// made is newer than what it says, so a value that the field has already held
// changes nothing; any other comes from the session (a town that was picked)
// and counts.
func (l *local) accept(v *session.View) {
	for _, f := range fieldsOf(v).Items {
		said := f.Value.S
		if f.Masked {
			continue
		}
		if old, ok := l.values[f.Name]; ok && (said == old || slices.Contains(l.past[f.Name], said)) {
			continue
		}
		l.set(f.Name, said)
	}
	if b, ok := signatureOf(v); ok && !slices.Contains(append(l.past[forms.Value], l.values[forms.Value]), b.Value.S) {
		l.readInk(b.Value.S)
	}
	if v.Problem == nil {
		return
	}
	l.part = 0 // what is wrong is said on the first part
	if f := v.Problem.Field; f != "" && f != l.field {
		l.field = f
		l.begin(v)
	}
}

// write is what a key does to a field. What a masked one held is not kept: no
// view brings it back.
func (l *local) write(f session.Field, value string) {
	if f.Masked {
		l.values[f.Name] = value
		return
	}
	l.set(f.Name, value)
}

func (l *local) set(name, value string) {
	if old := l.past[name]; len(old) >= 2*mostPast {
		l.past[name] = append(old[:0], old[len(old)-mostPast:]...)
	}
	l.past[name] = append(l.past[name], l.values[name])
	l.values[name] = value
}

// take puts what a tile fills in (a town that was found) into the fields. It
// may be what they held before: the session's answer would then look late.
func (l *local) take(in forms.Input) {
	for name := range l.values {
		if value, ok := in[name]; ok {
			l.set(name, value)
		}
	}
}

// input is all that the page holds, to be sent.
func (l *local) input() forms.Input { return maps.Clone(l.values) }

// begin prepares the keyboard for the field with the caret: a name starts with
// a capital.
func (l *local) begin(v *session.View) {
	l.layer, l.caps = letters, small
	if f, ok := l.active(v); ok && l.values[f.Name] == "" && capital(f.Pad) {
		l.caps = once
	}
}

func capital(p forms.Pad) bool { return p == forms.PadName || p == forms.PadSearch }

func (l *local) active(v *session.View) (session.Field, bool) {
	for _, f := range fieldsOf(v).Items {
		if f.Name == l.field {
			return f, true
		}
	}
	return session.Field{}, false
}

// insert types letters into a field, as many as it may hold.
func (l *local) insert(f session.Field, s string) bool {
	old := l.values[f.Name]
	if f.MaxLength > 0 && utf8.RuneCountInString(old)+utf8.RuneCountInString(s) > f.MaxLength {
		return false
	}
	l.write(f, old+s)
	l.typedInto(f, old+s)
	return true
}

// erase takes the last letter away.
func (l *local) erase(f session.Field) bool {
	old := l.values[f.Name]
	if old == "" {
		return false
	}
	_, n := utf8.DecodeLastRuneInString(old)
	l.write(f, old[:len(old)-n])
	l.typedInto(f, old[:len(old)-n])
	return true
}

// typedInto turns the shift key back after a capital, and up again where a
// name begins or goes on after a space or a hyphen.
func (l *local) typedInto(f session.Field, value string) {
	if l.caps == lock {
		return
	}
	l.caps = small
	if capital(f.Pad) && (value == "" || value[len(value)-1] == ' ' || value[len(value)-1] == '-') {
		l.caps = once
	}
}
