package calc

import (
	"strconv"
	"sync"

	"github.com/expr-lang/expr/vm"

	"guichet/forms"
)

// maxText is the longest text that a value may be, in bytes.
const maxText = 2000

// machine runs one program at a time. Making its environment takes longer than
// most programs do, so it is kept, without any answer.
type machine struct {
	reader      *reader
	environment map[string]any
}

var machines = sync.Pool{New: func() any {
	r := &reader{}
	return &machine{r, environment(r)}
}}

// Value works the value out, as an answer of its type holds it; false where
// it is absent.
func (p *Program) Value(v forms.Values) (string, bool) {
	m := machines.Get().(*machine)
	defer machines.Put(m)
	m.reader.v = v
	out, err := vm.Run(p.program, m.environment)
	m.reader.v = forms.Values{}
	if err != nil {
		return "", false // a missing answer, or out of range: the text of it holds answers, so it goes nowhere
	}
	return normal(out)
}

// Day works a date out.
func (p *Program) Day(v forms.Values) (forms.Day, bool) {
	s, ok := p.Value(v)
	if !ok {
		return forms.Day{}, false
	}
	return forms.ParseDay(s)
}

func normal(out any) (string, bool) {
	switch out := out.(type) {
	case int:
		_, err := whole(out)
		return strconv.Itoa(out), err == nil
	case date:
		return forms.Day(out).String(), true
	case bool:
		if out {
			return "yes", true
		}
		return "no", true
	case string:
		return out, len(out) <= maxText
	}
	return "", false
}
