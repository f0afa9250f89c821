package trial

import (
	"bytes"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"time"

	"guichet/forms"
	"guichet/forms/engine"
	"guichet/forms/pack"
)

// Paper is what the program around gives, because forms knows neither the
// kiosk's words nor its printer.
type Paper interface {
	// Words are the kiosk's own texts in a language.
	Words(forms.Lang) forms.Catalog
	// Print is what comes out for a submission, in lines of text. Kind is one
	// of [Kinds].
	Print(kind string, s forms.Submission, p *pack.Pack) ([]string, error)
}

// Kinds are the papers that a test may read: the récépissé, the list of what to
// bring, the filled sheet.
var Kinds = []string{"receipt", "documents", "sheet"}

// ErrEndless: the tests of the pack take more work than [MaxWork].
var ErrEndless = errors.New("trial: the tests take too much work")

// MaxWork is how many pages and conditions are looked at, over all tests of a
// pack. Every step of a visit looks at the whole form: a test of a form of 40
// pages takes about 5,000.
const MaxWork = 20_000_000

// Run runs every test of the folder that p was loaded from. A pack without
// tests has an empty report. The error is a [forms.Faults] for tests that cannot
// be run, or ErrEndless; that a test fails is no error but a [Result].
func Run(p *pack.Pack, folder fs.FS, paper Paper) (Report, error) {
	tests, faults := read(folder)
	if faults == nil {
		faults = check(p, tests)
	}
	faults.Sort()
	if err := faults.Err(); err != nil {
		return Report{}, err
	}
	r := &runner{pack: p, paper: paper, size: sizeOf(p.Form), left: MaxWork, keys: map[forms.Lang][]string{}}
	var report Report
	for i := range tests {
		result, err := r.run(&tests[i])
		if err != nil {
			return Report{}, err
		}
		report.Tests = append(report.Tests, result)
	}
	return report, nil
}

// runner runs the tests of one pack within one allowance of work.
type runner struct {
	pack  *pack.Pack
	paper Paper
	size  int // of the form: pages and conditions
	left  int // work
	keys  map[forms.Lang][]string
}

func (r *runner) run(t *test) (Result, error) {
	day, _ := forms.ParseDay(t.Day.s)
	v := &visit{
		runner: r, test: t, lang: lang(t), used: map[string]bool{},
		j:      engine.New(r.pack.Form, day),
		result: Result{Name: t.Name.s, At: t.at},
	}
	if err := v.walk(); err != nil {
		return Result{}, err
	}
	v.compare(day)
	if r.left < 0 {
		return Result{}, ErrEndless
	}
	v.result.Visited = len(v.path)
	return v.result, nil
}

func lang(t *test) forms.Lang {
	if t.Lang.s == "" {
		return forms.French
	}
	return forms.Lang(t.Lang.s)
}

// spend takes what one step costs: the engine computes the route anew, page by
// page, with as many instances of the repeats as there are.
func (r *runner) spend(route int) error {
	r.left -= r.size + route
	if r.left < 0 {
		return ErrEndless
	}
	return nil
}

// spendText takes what it costs to write a text, or to look through it. A
// condition takes as long as some hundred letters.
func (r *runner) spendText(bytes int) { r.left -= 1 + bytes/128 }

// textKeys are the keys of a language that begin with a prefix.
func (r *runner) textKeys(lang forms.Lang, prefix string) []string {
	if r.keys[lang] == nil {
		r.keys[lang] = r.pack.Catalog(lang).Keys()
	}
	from, _ := slices.BinarySearch(r.keys[lang], prefix)
	keys := r.keys[lang][from:]
	n := slices.IndexFunc(keys, func(key string) bool { return !strings.HasPrefix(key, prefix) })
	if n < 0 {
		return keys
	}
	return keys[:n]
}

// sizeOf counts pages and conditions, those of repeats as often as they may be
// filled.
func sizeOf(f *forms.Form) int {
	n := computedWeight * len(f.Computed)
	for i := range f.Pages {
		p := &f.Pages[i]
		n += weight(p)
		for k := range p.Pages {
			n += forms.MaxInstances * weight(&p.Pages[k])
		}
	}
	return n
}

// computedWeight is what a computed value costs, in conditions.
const computedWeight = 50

func weight(p *forms.Page) int {
	n := 1 + nodes(p.VisibleIf)
	for _, l := range p.Leave {
		n += nodes(l.If)
	}
	return n
}

func nodes(c *forms.Condition) int {
	if c == nil {
		return 0
	}
	n := 1 + len(c.Values)
	for _, k := range c.Of {
		n += nodes(k)
	}
	return n
}

// submission is what the citizen of a test hands in, at ten in the morning. Its
// reference is that of nobody.
func (v *visit) submission(day forms.Day) forms.Submission {
	id, _ := forms.NewID(bytes.NewReader(make([]byte, 64)))
	reference, _ := forms.NewReference(bytes.NewReader(make([]byte, 64)))
	c, words := v.pack.Catalog(v.lang), v.paper.Words(v.lang)
	return forms.Submission{
		ID: id, Reference: reference, Pack: v.pack.ID, Version: v.pack.Version, Lang: v.lang,
		At:      time.Date(day.Year, time.Month(day.Month), day.Day, 10, 0, 0, 0, time.UTC),
		Entries: v.j.Entries(c, words), Computed: v.j.Computed(c, words),
	}
}
