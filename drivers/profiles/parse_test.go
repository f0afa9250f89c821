package profiles_test

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"guichet/drivers/profiles"
)

func source(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile("models/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestParseRefuses(t *testing.T) {
	good := source(t, "generic-80mm")
	for name, c := range map[string]struct{ text, says string }{
		"empty":           {"", "the file is empty"},
		"comment only":    {"# nothing\n", "the file is empty"},
		"no YAML":         {"\tx", "yaml"},
		"unknown key":     {good + "colour: red\n", "field colour not found"},
		"unknown subkey":  {strings.Replace(good, "{qr: ", "{aztec: epson, qr: ", 1), "field aztec not found"},
		"twice":           {good + "baud: 9600\n", `"baud" already defined`},
		"wrong type":      {strings.Replace(good, "columns: 48", "columns: many", 1), "cannot unmarshal"},
		"number too big":  {strings.Replace(good, "number: 16", "number: 1252", 1), "cannot unmarshal"},
		"two in one file": {good + "---\n" + good, "one profile a file"},
		"almost nothing":  {"name: x\n", "model is missing"},
		"list":            {"- name: x\n", "cannot unmarshal"},
	} {
		_, err := profiles.Parse([]byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.says) || !strings.HasPrefix(err.Error(), "profiles: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestDocumented: the profile in the package comment is one.
func TestDocumented(t *testing.T) {
	data, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for line := range strings.Lines(string(data)) {
		if code, ok := strings.CutPrefix(line, "//\t"); ok {
			text.WriteString(code)
		}
	}
	p, err := profiles.Parse([]byte(text.String()))
	if err != nil || p.Name != "hall" {
		t.Errorf("%+v, %v", p, err)
	}
}

// FuzzParse: what is taken can be followed, and is the same when written and
// read again.
func FuzzParse(f *testing.F) {
	for _, name := range ours {
		f.Add([]byte(source(f, name)))
	}
	f.Add([]byte("presenter: {command: fs_p, step: .nan, out: 1e9}\ncode_pages: [{name: cp1252}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := profiles.Parse(data)
		if err != nil {
			return
		}
		again, err := yaml.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if q, err := profiles.Parse(again); err != nil || !reflect.DeepEqual(p, q) {
			t.Errorf("%+v became %+v, %v", p, q, err)
		}
	})
}

// An installer learns everything that is wrong at once.
func ExampleParse() {
	_, err := profiles.Parse([]byte(`
name: hall
model: Acme T80
driver: escpos
columns: 480
dots: 576
dpi: 203
code_pages:
  - {name: cp857, number: 13}
symbols: {qr: epson, code128: raster, pdf417: raster, datamatrix: raster}
cut: esc_i
presenter: {command: none}
status: dle_eot
confirm: fence
clear: none
flow: dtr
baud: 19200
buffer: 4096
speed: 150
`))
	fmt.Println(err)
	// Output:
	// profiles: hall: columns 480: must be 16 to 255
	// profiles: hall: dots 576: must be 8 for each column, at most 4096
	// profiles: hall: feed_lines 0: cut "esc_i" does not feed, and would cut through the last lines
	// profiles: hall: code page "cp857": one of cp1252, cp858, cp850
	// profiles: hall: flow "dtr": one of none, xonxoff, rtscts
}
