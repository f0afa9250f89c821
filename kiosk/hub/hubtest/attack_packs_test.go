package hubtest

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/tool"
)

// badPack is an archive that no kiosk may show, signed by the town itself. why is
// what the kiosk tells the hub, says a part of what it writes into its log.
type badPack struct {
	data      []byte
	why, says string
}

func badPacks(t testing.TB) map[string]badPack {
	file := func(name string) string { return string(edited(t, "9.9.9", nil)[name]) }
	of := func(files map[string]string) []byte { return zipped(t, edited(t, "9.9.9", files)) }
	form, texts := file("form.yaml"), file("i18n/fr.yaml")
	page := func(line string) []byte { return of(map[string]string{"form.yaml": form + "\n" + line + "\n"}) }
	value := func(expr string) []byte { return of(withTexts(t, form, expr, 0)) }
	list := func(rows string) []byte {
		return of(map[string]string{"lists/ecoles.csv": "value,fr,fr-x-falc,en\n" + rows})
	}
	return map[string]badPack{
		"nothing":           {[]byte{}, "archive", "not a valid zip file"},
		"text":              {[]byte("id: cantine"), "archive", "not a valid zip file"},
		"a bomb of 100 MB":  {deflated(t, 100<<20), "archive", "not a plain file"},
		"a bomb in a bomb":  {of(map[string]string{"lists/a.csv": string(deflated(t, 10<<20))}), "form", "lists/a.csv"},
		"overlapping files": {overlapping(t), "archive", "too big"},
		"a size that lies":  {lying(t), "archive", "damaged"},

		"a name that goes up":     {of(map[string]string{"../../etc/cron.d/a.yaml": "x"}), "archive", "a name that not every machine can write"},
		"an absolute name":        {of(map[string]string{"/etc/passwd": "x"}), "archive", "a name that not every machine can write"},
		"a backslash":             {of(map[string]string{`lists\..\a.csv`: "x"}), "archive", "a name that not every machine can write"},
		"a zero byte in a name":   {of(map[string]string{"lists/a\x00.csv": "x"}), "archive", "a name that not every machine can write"},
		"an apostrophe in a name": {of(map[string]string{"lists/l’école.csv": "x"}), "archive", "a name that not every machine can write"},
		"a name in capitals too":  {of(map[string]string{"i18n/FR.yaml": texts}), "archive", "stands twice"},
		"a program":               {of(map[string]string{"run.sh": "#!/bin/sh"}), "archive", "not part of a pack"},

		"10,000 questions":            {page(lines(10_000, "  - {id: q%d, section: accord, type: yes_no}")), "form", "at most 500"},
		"two pages that wait":         {page("  - {id: a1, section: accord, type: yes_no, visible_if: {eq: [b1, true]}}\n  - {id: b1, section: accord, type: yes_no, visible_if: {eq: [a1, true]}}"), "form", "comes later"},
		"a page that waits for it":    {page("  - {id: a1, section: accord, type: yes_no, visible_if: {eq: [a1, true]}}"), "form", "comes later"},
		"a repeat in a repeat":        {page("  - id: r1\n    section: accord\n    type: repeat\n    pages:\n      - {id: r2, type: repeat, pages: [{id: r3, type: text}]}"), "form", "a repeat is inside a repeat"},
		"a repeat of itself":          {page("  - id: r1\n    section: accord\n    type: repeat\n    pages: [{id: r1, type: text}]"), "form", "stands twice"},
		"an exit to a page":           {page("  - {id: a1, section: accord, type: yes_no, leave: [{if: {eq: [a1, true]}, to: enfant_nom}]}"), "form", "unknown exit"},
		"an exit to itself":           {page("  - {id: a1, section: accord, type: yes_no, leave: [{if: {eq: [a1, true]}, to: a1}]}"), "form", "unknown exit"},
		"an apostrophe in an id":      {page("  - {id: l'école, section: accord, type: yes_no}"), "form", "is not made of a-z, 0-9 and _"},
		"a curly apostrophe in an id": {page("  - {id: l’ecole, section: accord, type: yes_no}"), "form", "is not made of a-z, 0-9 and _"},
		"an apostrophe in the pack":   {of(map[string]string{"pack.yaml": strings.Replace(file("pack.yaml"), "id: cantine", "id: l'école", 1)}), "form", "an id is made of"},

		"laughs by the billion":   {of(map[string]string{"form.yaml": laughs()}), "form", "anchors and aliases are not read"},
		"deep YAML":               {of(map[string]string{"form.yaml": "pages: " + strings.Repeat("[", 200_000)}), "form", "exceeded max depth"},
		"a list of 1e6 rows":      {list(strings.Repeat("a,b,c,d\n", 1_000_000)), "archive", "too big"},
		"a list of 30,000 rows":   {list(lines(30_000, "autre%d,É,É,S")), "form", "more than 5000 choices"},
		"a quote that never ends": {list("a,\"" + strings.Repeat("x\n", 400_000)), "form", "not a list"},
		"a word of a megabyte":    {of(map[string]string{"lists/a.csv": strings.Repeat("x", 1<<20-10)}), "form", "lists/a.csv"},
		"letters turned round":    {of(map[string]string{"i18n/fr.yaml": strings.Replace(texts, "title: ", "title: \u202e", 1)}), "form", "a sign that nobody sees"},
		"an escape":               {list("autre,\x1b[2J,a,b\n"), "form", "a sign that nobody sees"},
		"words of the kiosk":      {of(map[string]string{"i18n/fr.yaml": texts + "\nbutton:\n  next: \"Payez ici\"\n"}), "form", `unknown text \"button.next\"`},

		"an expression that loops": {value("reduce(1..1000000000, #acc + #)"), "form", "unknown function"},
		"an expression that grows": {value(`repeat("a", 1000000000)`), "form", "unknown function"},
		"an expression that reads": {value(`env("HOME")`), "form", "unknown function"},
		"an expression of powers":  {value("9 ** 9 ** 9 ** 9 ** 9"), "form", "expression"},
		"a range":                  {value("len(1..1000000000)"), "form", "expression"},
		"tests that never end":     {of(withTexts(t, form, "1", 300)), "trial", "too much work"},
		"tests that do not hold":   {of(map[string]string{"tests/parcours.yaml": falseTest}), "trial", "none in the test"},
		"another pack":             {of(map[string]string{"pack.yaml": strings.Replace(file("pack.yaml"), "id: cantine", "id: autre", 1)}), "form", "it holds autre 9.9.9"},
		"another version":          {Cantine(t, "9.9.8"), "form", "it holds cantine 9.9.8"},
	}
}

// falseTest can be run, and does not come true.
const falseTest = `tests:
  - {name: "Une attente qui ne tient pas", day: 2026-11-21, answers: {}, expect: {ends: "exit:autre_ecole"}}
`

// withTexts has one more computed value, and so many pages with a long condition,
// each with its texts; 200 tests look at all of them.
func withTexts(t testing.TB, form, expr string, pages int) map[string]string {
	files := map[string]string{
		"form.yaml": strings.Replace(form, "computed:\n", "computed:\n  - {id: attaque, type: number, expr: '"+expr+"'}\n", 1) + "\n" +
			lines(pages, "  - {id: q%d, section: accord, type: yes_no, optional: true, visible_if: {and: ["+strings.Repeat("{ne: [classe, cp]}, ", 90)+"{ne: [classe, ce1]}]}}"),
	}
	for _, lang := range []string{"fr", "fr-x-falc", "en"} {
		name := "i18n/" + lang + ".yaml"
		files[name] = strings.Replace(string(edited(t, "9.9.9", nil)[name]), "computed:\n", "computed:\n  attaque: A\n", 1) + "\n" + lines(pages, "q%d: {title: T}")
	}
	if pages > 0 { // the answers of a visit that goes all the way, so that each page asks all conditions anew
		_, story, _ := strings.Cut(string(edited(t, "9.9.9", nil)["tests/parcours.yaml"]), "    answers:\n")
		story, _, _ = strings.Cut(story, "    wrong:\n")
		files["tests/parcours.yaml"] = "tests:\n" + lines(150, "  - name: \"t%d\"\n    day: 2026-11-21\n    answers:\n"+story+"    expect: {ends: check}\n")
	}
	return files
}

func lines(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format+"\n", i)
	}
	return b.String()
}

func laughs() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [lol, lol]\n")
	for i := range 30 {
		fmt.Fprintf(&b, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i+1, i+1, i, i, i, i, i, i, i, i, i)
	}
	return b.String() + "pages: *a30\n"
}

// deflated is a small zip of a large file.
func deflated(t testing.TB, size int64) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.Create("form.yaml")
	check(t, err)
	_, err = io.CopyN(f, zeros{}, size)
	check(t, err)
	check(t, w.Close())
	return out.Bytes()
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// overlapping has forty entries in its directory that all name the same megabyte.
func overlapping(t testing.TB) []byte {
	t.Helper()
	data := zipped(t, map[string][]byte{"lists/a00.csv": make([]byte, 1<<20)})
	end := len(data) - 22
	start := int(binary.LittleEndian.Uint32(data[end+16:]))
	out := slices.Clone(data[:start])
	for i := range 40 {
		one := slices.Clone(data[start:end])
		copy(one[46+len("lists/a"):], fmt.Sprintf("%02d", i))
		out = append(out, one...)
	}
	tail := slices.Clone(data[end:])
	binary.LittleEndian.PutUint16(tail[8:], 40)
	binary.LittleEndian.PutUint16(tail[10:], 40)
	binary.LittleEndian.PutUint32(tail[12:], uint32(40*(end-start)))
	return append(out, tail...)
}

// lying says of its only file that it has 4 GB.
func lying(t testing.TB) []byte {
	t.Helper()
	data := zipped(t, map[string][]byte{"form.yaml": []byte("pages: []\n")})
	start := int(binary.LittleEndian.Uint32(data[len(data)-6:]))
	for _, at := range []int{18, 22, start + 20, start + 24} {
		binary.LittleEndian.PutUint32(data[at:], 0xFFFFFFF0)
	}
	return data
}

// Nothing that cannot be shown to a citizen comes into the repository, whoever
// signed it; and where the hub itself is in bad hands, nothing of it is shown by
// a kiosk, which goes on with what it has.
func TestPacksThatMustNotBeShown(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := New(t)
	h.Publish(t, "1.0.0")
	k := newTerminal(t, h, h.URL, h.CA)
	k.wanting.want(wire.Wanted{ID: PackID, Version: "1.0.0"})
	check(t, k.Sync(t.Context()))
	token := h.Token(t, store.RoleTown)
	x := thief{t, h}
	path := trust.PackPath(Town, PackID, "9.9.9")
	for name, c := range badPacks(t) {
		town := x.town("town", func(s *metadata.TargetsType) {
			s.Targets[path] = target(path, c.data, trust.Custom{Kind: trust.KindPack, ID: PackID, Version: "9.9.9"})
		})
		before := revisionOf(t, h)
		status, p := push(t, h, token, town, map[string][]byte{path: c.data})
		switch {
		case c.why == "trial" && status == http.StatusNoContent: // this hub plays no tests; that of cmd/kioskhub does, see hub.Inspect
		case status/100 != 4 || p.Type == "" || revisionOf(t, h) != before:
			t.Errorf("%s: the hub answers %d %+v", name, status, p)
		default:
			x.publish(town, map[string][]byte{stored(path, c.data): c.data})
		}
		k.refuses(t, name, c.why, c.says)
	}
	if k.serves() != "cantine 1.0.0" {
		t.Errorf("in the end it serves %q", k.serves())
	}
}

// refuses lets the kiosk look at revision 9.9.9, which it must refuse in words,
// not in pages, and forget what it remembers of that.
func (k *terminal) refuses(t *testing.T, name, why, says string) {
	t.Helper()
	k.log.Reset()
	k.wanting.want(wire.Wanted{ID: PackID, Version: "9.9.9"})
	if err := k.Sync(t.Context()); err == nil || k.serves() != "cantine 1.0.0" {
		t.Errorf("%s: the kiosk serves %q, %v", name, k.serves(), err)
	}
	log := k.log.String()
	if !strings.Contains(log, "why="+why) || !strings.Contains(log, says) || len(log) > 64<<10 {
		t.Errorf("%s: %d bytes in the log: %.600s", name, len(log), log)
	}
	k.again(t)
}

// push sends an upload as kioskctl does.
func push(t testing.TB, h *Hub, token string, town []byte, files map[string][]byte) (status int, p wire.Problem) {
	t.Helper()
	body := toJSON(t, publish.Upload{Format: "upload 1", Roles: map[string]publish.Change{"c" + Town: {Metadata: town, Keys: []string{}, Need: 1}}, Files: files})
	res := ask(t, h, token, "POST", "uploads", bytes.NewReader(body))
	defer res.Body.Close()
	json.NewDecoder(res.Body).Decode(&p)
	return res.StatusCode, p
}

func ask(t testing.TB, h *Hub, token, method, path string, body io.Reader) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, h.URL+tool.Path+path, body)
	check(t, err)
	r.Header.Set("Authorization", "Bearer "+token)
	res, err := h.Client().Do(r)
	check(t, err)
	return res
}

// counted counts what is read of an endless upload.
type counted struct{ n int64 }

func (c *counted) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'A'
	}
	c.n += int64(len(b))
	return len(b), nil
}

// A pack of a gigabyte is refused by what it says of itself, or after the limit,
// and is nowhere held whole.
func TestAPackOfAGigabyte(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := New(t)
	h.Publish(t, "1.0.0")
	token, before := h.Token(t, store.RoleTown), revisionOf(t, h)
	for name, sized := range map[string]bool{"says its size": true, "says nothing": false} {
		from := &counted{}
		body := io.MultiReader(strings.NewReader(`{"guichet":"upload 1","files":{"a":"`), io.LimitReader(from, 1<<30))
		r, err := http.NewRequestWithContext(t.Context(), "POST", h.URL+tool.Path+"uploads", body)
		check(t, err)
		if sized {
			r.ContentLength = 1<<30 + 36
		}
		r.Header.Set("Authorization", "Bearer "+token)
		used := allocated(func() {
			res, err := h.Client().Do(r)
			if err == nil { // the hub may also hang up on whoever goes on talking
				defer res.Body.Close()
				if res.StatusCode != http.StatusRequestEntityTooLarge {
					t.Errorf("%s: %d", name, res.StatusCode)
				}
			}
		})
		if from.n > 2*publish.MaxUpload || used > 8*publish.MaxUpload || sized && from.n > 16<<20 {
			t.Errorf("%s: %d MB were read, %d MB allocated", name, from.n>>20, used>>20)
		}
	}
	if revisionOf(t, h) != before {
		t.Error("something changed")
	}

	// The kiosk: a target of a gigabyte is refused by its description.
	k := newTerminal(t, h, h.URL, h.CA)
	k.wanting.want(wire.Wanted{ID: PackID, Version: "1.0.0"})
	check(t, k.Sync(t.Context()))
	x, path := thief{t, h}, trust.PackPath(Town, PackID, "9.9.9")
	x.publish(x.town("town", func(s *metadata.TargetsType) {
		one := target(path, []byte("small"), trust.Custom{Kind: trust.KindPack, ID: PackID, Version: "9.9.9"})
		one.Length = 1 << 30
		s.Targets[path] = one
	}), nil)
	k.wanting.want(wire.Wanted{ID: PackID, Version: "9.9.9"})
	used := allocated(func() {
		if err := k.Sync(t.Context()); err == nil || !strings.Contains(err.Error(), "too large") {
			t.Errorf("the kiosk says %v", err)
		}
	})
	if k.serves() != "cantine 1.0.0" || used > 64<<20 {
		t.Errorf("it serves %q, %d MB allocated", k.serves(), used>>20)
	}
}

// badSignatures are lists that a town, or somebody with a key, signs.
var badSignatures = map[string]struct {
	key    string
	change func(t testing.TB, s *metadata.TargetsType, data []byte)
	why    string // the kiosk's word
}{
	"expired":                  {"town", func(_ testing.TB, s *metadata.TargetsType, _ []byte) { s.Expires = time.Now().Add(-time.Hour) }, "expired"},
	"another town's key":       {"c06088", nothing, "not_trusted"},
	"the publisher's key":      {"targets", nothing, "not_trusted"},
	"the hub's key":            {"timestamp", nothing, "not_trusted"},
	"a path of another town":   {"town", also("06/06088/cantine-9.9.9.guichet", trust.Custom{Kind: trust.KindPack, ID: PackID, Version: "9.9.9"}), "wrong_town"},
	"a path that goes up":      {"town", also("04/04999/../06088/cantine-9.9.9.guichet", trust.Custom{Kind: trust.KindPack, ID: PackID, Version: "9.9.9"}), "malformed"},
	"a backslash":              {"town", also(`04/04999/..\a-1.0.0.guichet`, trust.Custom{Kind: trust.KindPack, ID: `..\a`, Version: "1.0.0"}), "malformed"},
	"an absolute path":         {"town", also("/etc/passwd", trust.Custom{Kind: trust.KindPack, ID: PackID, Version: "9.9.9"}), "wrong_town"},
	"the same revision twice":  {"town", also("04/04999/cantine-9.9.9-b.guichet", trust.Custom{Kind: trust.KindPack, ID: PackID, Version: "9.9.9"}), "malformed"},
	"a name that says less":    {"town", also("04/04999/a-b-1.0.0.guichet", trust.Custom{Kind: "program", ID: "a", Version: "b-1.0.0"}), "malformed"},
	"a version that goes back": {"town", func(_ testing.TB, s *metadata.TargetsType, _ []byte) { s.Version = 1 }, ""},
}

func nothing(testing.TB, *metadata.TargetsType, []byte) {}

func also(path string, custom trust.Custom) func(testing.TB, *metadata.TargetsType, []byte) {
	return func(_ testing.TB, s *metadata.TargetsType, data []byte) { s.Targets[path] = target(path, data, custom) }
}

func TestSignaturesThatAreNotRight(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	for name, c := range badSignatures {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := New(t)
			h.Publish(t, "1.0.0")
			h.Publish(t, "1.1.0") // the town's list is at its second version
			k := newTerminal(t, h, h.URL, h.CA)
			k.wanting.want(wire.Wanted{ID: PackID, Version: "1.0.0"})
			check(t, k.Sync(t.Context()))
			x, data, path := thief{t, h}, Cantine(t, "9.9.9"), trust.PackPath(Town, PackID, "9.9.9")
			town := x.town(c.key, func(s *metadata.TargetsType) {
				s.Targets[path] = target(path, data, trust.Custom{Kind: trust.KindPack, ID: PackID, Version: "9.9.9"})
				c.change(t, s, data)
			})
			before := revisionOf(t, h)
			if status, p := push(t, h, h.Token(t, store.RoleTown), town, map[string][]byte{path: data}); status/100 != 4 || p.Type == "" {
				t.Errorf("the hub answers %d %+v", status, p)
			}
			if revisionOf(t, h) != before {
				t.Error("refused, and something changed")
			}
			x.publish(town, map[string][]byte{stored(path, data): data})
			k.wanting.want(wire.Wanted{ID: PackID, Version: "9.9.9"})
			if err := k.Sync(t.Context()); err == nil || k.serves() != "cantine 1.0.0" {
				t.Errorf("the kiosk serves %q, %v", k.serves(), err)
			}
			if !strings.Contains(k.log.String(), "why="+c.why) {
				t.Errorf("the kiosk says\n%s", k.log)
			}
			if k.again(t); k.serves() != "cantine 1.0.0" {
				t.Errorf("after a restart it serves %q", k.serves())
			}
		})
	}
}

// An upload is taken from who may, for the town that he may, in the form that it
// has: whatever else comes changes nothing.
func TestUploadsOfStrangers(t *testing.T) {
	h := New(t)
	h.Publish(t, "1.0.0")
	before := revisionOf(t, h)
	good, err := h.Upload(t, "1.1.0").Bytes()
	check(t, err)
	other := h.Who(t, store.RoleTown, "06088")
	for name, c := range map[string]struct {
		token string
		body  string
		want  int
	}{
		"nobody":               {"", string(good), 401},
		"a made-up token":      {strings.Repeat("a", 43), string(good), 401},
		"an agent":             {h.Token(t, store.RoleAgent), string(good), 403},
		"a reader":             {h.Token(t, store.RoleReader), string(good), 403},
		"no JSON":              {h.Token(t, store.RoleTown), "PK\x03\x04", 400},
		"deep JSON":            {h.Token(t, store.RoleTown), strings.Repeat("[", 1<<20), 400},
		"a role of the system": {h.Token(t, store.RoleTown), strings.Replace(string(good), `"c04999"`, `"../../c04999"`, 1), 403},
		"the root":             {h.Token(t, store.RoleTown), strings.Replace(string(good), `"c04999"`, `"root"`, 1), 403},
		"a file that nobody signed": {h.Token(t, store.RoleTown), strings.Replace(string(good), `"files": {`,
			`"files": {"metadata/timestamp.json": "`+base64.StdEncoding.EncodeToString([]byte("{}"))+`",`, 1), 400},
		"two answers": {h.Token(t, store.RoleTown), string(good) + string(good), 400},
	} {
		res := ask(t, h, c.token, "POST", "uploads", strings.NewReader(c.body))
		var p wire.Problem
		if err := json.NewDecoder(res.Body).Decode(&p); err != nil || res.StatusCode != c.want || p.Type == "" {
			t.Errorf("%s: %d %+v, want %d", name, res.StatusCode, p, c.want)
		}
		res.Body.Close()
	}
	u, err := publish.ReadUpload(good)
	check(t, err)
	if err := h.Push(t.Context(), other, u); err == nil {
		t.Error("another town publishes here")
	}
	if revisionOf(t, h) != before {
		t.Error("something changed")
	}
}
