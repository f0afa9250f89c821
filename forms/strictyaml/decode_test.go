package strictyaml

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

// level reads itself from text, as slog.Level and netip.Addr do.
type level int

func (l *level) UnmarshalText(text []byte) error {
	if string(text) != "high" {
		return errors.New("not a level")
	}
	*l = 3
	return nil
}

// pair reads itself from a node.
type pair struct {
	name string
	at   Place
}

func (p *pair) UnmarshalNode(n *Node) {
	text, _, ok := n.Scalar()
	if !ok || !strings.Contains(text, "=") {
		n.Fault("not a pair", "write a=b")
		return
	}
	*p = pair{text, n.Place()}
}

type common struct {
	Note string `yaml:"note"`
}

type desk struct {
	Name  string `yaml:"name,required"`
	Seats uint8  `yaml:"seats"`
}

type config struct {
	Port    string            `yaml:"port,required"`
	Backend string            `yaml:"backend" oneof:"bugst tarm"`
	Idle    time.Duration     `yaml:"idle"`
	Speed   int               `yaml:"speed"`
	Ratio   float64           `yaml:"ratio"`
	Sound   *bool             `yaml:"sound"`
	Desks   []desk            `yaml:"desks"`
	Names   map[string]string `yaml:"names"`
	Level   level             `yaml:"level"`
	Pair    *pair             `yaml:"pair"`
	Hidden  string
	common
}

func TestEverythingThatCanBeRead(t *testing.T) {
	got := config{Backend: "bugst", Speed: 9600, Hidden: "kept"}
	faults := Decode("c.yaml", []byte(`
port: /dev/ttyUSB0
idle: 45s
ratio: 1.5
sound: true
desks: [{name: one, seats: 2}, {name: "04"}]
names: {fr: Accueil, en: Desk}
level: high
pair: a=b
`), &got)
	if faults != nil {
		t.Fatal(faults)
	}
	yes := true
	want := config{
		Port: "/dev/ttyUSB0", Backend: "bugst", Idle: 45 * time.Second, Speed: 9600, Ratio: 1.5,
		Sound: &yes, Desks: []desk{{"one", 2}, {"04", 0}},
		Names: map[string]string{"fr": "Accueil", "en": "Desk"}, Level: 3,
		Pair: &pair{"a=b", Place{"c.yaml", 9, 7}}, Hidden: "kept",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestEveryFaultComesAtOnceWithItsMend(t *testing.T) {
	var c config
	faults := Decode("c.yaml", []byte(`bakend: tarm
backend: trm
idle: 45
speed: 010
ratio: .inf
sound: maybe
desks:
  - {seats: 300}
  - {name: 04, seats: -1}
names: [a]
level: low
pair: ab
speed: 3
note:
hidden: x
`), &c)
	want := `c.yaml:1:1: key "port" is missing (add port: …)
c.yaml:1:1: unknown key "bakend" (did you mean "backend"?)
c.yaml:2:10: "trm" is not known here (did you mean "tarm"?)
c.yaml:3:7: want a duration, got 45 (write it with its unit: 45s, 20m, 12h)
c.yaml:4:8: want a whole number, got 010 (write it in digits: 12)
c.yaml:5:8: want a number, got .inf (write it in digits: 12 or 12.5)
c.yaml:6:8: want true or false, got the text "maybe" (write true or false)
c.yaml:8:5: key "name" is missing (add name: …)
c.yaml:8:13: 300 is out of range (write a number that fits)
c.yaml:9:12: want a text, got 04 (put it between quotes: "04")
c.yaml:9:23: -1 is out of range (write a number that fits)
c.yaml:10:8: want a map, got a list (write key: value, one a line)
c.yaml:11:8: not a level (see what the documentation of the key takes)
c.yaml:12:7: not a pair (write a=b)
c.yaml:13:1: key "speed" stands twice (remove one; the first is at line 4)
c.yaml:14:6: nothing is written here (write a value, or remove the key)
c.yaml:15:1: unknown key "hidden" (known here: backend, desks, idle, level, names, note, pair, port, ratio, sound, speed)`
	if got := faults.Error(); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestWhatIsRefusedOfYAML(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"alias", "port: &a x\nnote: *a\n", "c.yaml:1:7: anchors and aliases are not read (write the value out in full)\nc.yaml:2:7: anchors and aliases are not read (write the value out in full)"},
		{"merge", "port: x\n<<: {note: y}\n", "c.yaml:2:1: anchors and aliases are not read (write the value out in full)"},
		{"two documents", "port: x\n---\nport: y\n", "c.yaml:2:1: a second document in the file (remove the line --- and what follows)"},
		{"empty", "", "c.yaml:1:1: key \"port\" is missing (add port: …)"},
		{"a list", "- a\n", "c.yaml:1:1: want a map, got a list (write key: value, one a line)"},
		{"a word", "port\n", "c.yaml:1:1: want a map, got the text \"port\" (write key: value, one a line)"},
		{"a key that is a list", "port: x\n? [a]\n: b\n", "c.yaml:2:3: a key must be a word (write key: value)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var into config
			if got := Decode("c.yaml", []byte(c.text), &into).Error(); got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}

// TestWhatIsNotYAML finds the line that must be mended, which the parser does
// not name, and says how.
func TestWhatIsNotYAML(t *testing.T) {
	long := strings.Repeat("  - {name: a}\n", 300)
	folded := "desks:\n  - {name: a,\n     seats: 2,\n     cost: 3}\n"
	for _, c := range []struct{ name, text, want string }{
		{"a list that does not close", "port: [a\nb: c\n", "1:1: not YAML: did not find expected ',' or ']' (" + mendQuotes + ")"},
		{"a tab", "port: a\n\tb: c\n", "2:1: not YAML: found a tab character that violates indentation (write spaces instead of the tab)"},
		{"a tab after spaces", "desks:\n  - {name: a}\n \t- {name: b}\n", "3:2: not YAML: found character that cannot start any token (write spaces instead of the tab)"},
		{"a space too many", "port: a\n note: b\n", "2:2: not YAML: mapping values are not allowed in this context (1 space before it; the lines above have 0: line it up with those that it belongs to)"},
		{"a space too few", "desks:\n" + long + " - {name: b}\n" + long, "302:2: not YAML: did not find expected key (1 space before it; the lines above have 2 or 0: line it up with those that it belongs to)"},
		{"after what goes over lines", folded + " port: b\n", "5:2: not YAML: did not find expected key (1 space before it; the lines above have 5 or 2 or 0: line it up with those that it belongs to)"},
		{"within what goes over lines", "desks:\n  - {name: a,\n     seats: \"2,\n     cost: 3}\nport: x\n", "2:3: not YAML: found unexpected end of stream (" + mendQuotes + ")"},
		{"a quote that does not close", "port: x\nnote: \"a\nlevel: \"low\"\n", "2:1: not YAML: did not find expected key (" + mendQuotes + ")"},
		{"an apostrophe", "port: x\nnote: 'l'école'\n", "2:1: not YAML: did not find expected key (" + mendQuotes + ")"},
		{"a colon", "port: x\nnote: la loi : oui\n", `2:1: not YAML: mapping values are not allowed in this context (a text with ": " in it stands between quotes: "…")`},
		{"Windows", "port: x\r\n\r\ndesks:\r\n  - {name: a}\r\n - {name: b}\r\n", "5:2: not YAML: did not find expected key (1 space before it; the lines above have 2 or 0: line it up with those that it belongs to)"},
		{"Latin 1", "port: x\nnote: \"Saint-\xc9loi\"\n", "2:14: a letter that is not UTF-8 (" + MendUTF8 + ")"},
		{"UTF-16", "\xff\xfep\x00", "1:1: a letter that is not UTF-8 (" + MendUTF8 + ")"},
		{"too long to search", strings.Repeat("note: x\n", 20_000) + "note: 'l'école'\n", "20000:1: not YAML: did not find expected key (" + mendQuotes + ")"}, // the parser's word
	} {
		t.Run(c.name, func(t *testing.T) {
			_, faults := Parse("c.yaml", []byte(c.text))
			if got := faults.Error(); got != "c.yaml:"+c.want {
				t.Errorf("got:\n%s\nwant:\nc.yaml:%s", got, c.want)
			}
		})
	}
}

func TestPlacesOfPaths(t *testing.T) {
	doc, faults := Parse("c.yaml", []byte("port: x\ndesks:\n  - {name: a}\n  - {name: b, seats: 2}\n"))
	if faults != nil {
		t.Fatal(faults)
	}
	for _, c := range []struct {
		path []any
		want string
		has  bool
	}{
		{nil, "c.yaml:1:1", true},
		{[]any{"desks", 1, "seats"}, "c.yaml:4:22", true},
		{[]any{"desks", 0, "seats"}, "c.yaml:3:5", false},
		{[]any{"desks", 5}, "c.yaml:3:3", false},
		{[]any{"chairs"}, "c.yaml:1:1", false},
	} {
		if got := doc.At(c.path...).String(); got != c.want || doc.Has(c.path...) != c.has {
			t.Errorf("At(%v) = %s, Has %v; want %s, %v", c.path, got, doc.Has(c.path...), c.want, c.has)
		}
	}
}

func TestTexts(t *testing.T) {
	texts, faults := Texts("fr.yaml", []byte("a: {b: un, 1: deux}\na.b: trois\nc:\nd: [x]\n"))
	want := "fr.yaml:2:6: the text a.b stands twice (remove one)\n" +
		"fr.yaml:3:3: the text c is empty (write it, or remove the key)\n" +
		"fr.yaml:4:4: want a text, got a list (write it on one line)"
	if got := faults.Error(); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if got := fmt.Sprint(texts["a.1"], len(texts)); got != "{deux fr.yaml:1:15} 2" {
		t.Errorf("got %s", got)
	}
}

func TestNoFaultIsNoError(t *testing.T) {
	if err := (Faults)(nil).Err(); err != nil {
		t.Errorf("got %v", err)
	}
	var faults Faults
	if err := (Faults{{File: "a", What: "b"}}).Err(); !errors.As(err, &faults) || err.Error() != "a: b" {
		t.Errorf("got %v", err)
	}
}

func TestNearest(t *testing.T) {
	known := []string{"title", "help", "visible_if", "min_date"}
	for name, want := range map[string]string{
		"titel": "title", "titles": "title", "Title": "title", "hlep": "help", "hel": "help",
		"visibleif": "visible_if", "mindate": "min_date", "zzz": "",
	} {
		if got, _ := Nearest(name, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", name, got, want)
		}
	}
}

// A fault that quotes what a stranger wrote is a line, not a book.
func TestALongFaultIsCut(t *testing.T) {
	f := Fault{File: "form.yaml", Line: 1, Column: 2, What: "unknown key " + strings.Repeat("é", 1<<20), Mend: strings.Repeat("x", 1<<20)}
	if s := f.String(); len(s) > 2000 || !strings.HasPrefix(s, "form.yaml:1:2: unknown key éé") || !strings.HasSuffix(s, "x…)") {
		t.Errorf("%d bytes: %.100s", len(s), s)
	}
	short := Fault{File: "form.yaml", What: strings.Repeat("é", 600)}
	if s := short.String(); s != "form.yaml: "+short.What {
		t.Errorf("cut without need: %d bytes", len(s))
	}
}
