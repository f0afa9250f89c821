package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"strings"
	"time"

	"guichet/kiosk/hub/users"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

// views draws the pages.
type views struct {
	words
	pages  map[string]*template.Template
	static string // tag of the static files: it is in their addresses
}

// shared are the templates that every page has beside its own.
var shared = []string{"layout.html", "parts.html"}

func newViews(place *time.Location, now func() time.Time) (*views, error) {
	w, err := newWords(place, now)
	if err != nil {
		return nil, err
	}
	v := &views{words: w, pages: map[string]*template.Template{}, static: staticTag()}
	base, err := template.New("").Funcs(v.functions()).ParseFS(templateFiles, "templates/layout.html", "templates/parts.html")
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	names, err := fs.Glob(templateFiles, "templates/*.html")
	for _, name := range names {
		short := strings.TrimPrefix(name, "templates/")
		if err == nil && short != shared[0] && short != shared[1] {
			v.pages[strings.TrimSuffix(short, ".html")], err = template.Must(base.Clone()).ParseFS(templateFiles, name)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	return v, nil
}

// functions are what templates may call.
func (v *views) functions() template.FuncMap {
	return template.FuncMap{
		"t": v.text, "n": v.count, "day": v.day, "moment": v.moment, "ago": v.ago, "iso": iso,
		"state": v.state, "has": v.has, "pack": v.step, "alert": v.alert, "who": v.whoMends,
		"act": v.act, "town": townName, "share": v.share, "printer": v.printer, "paper": v.paper,
		"static": func(name string) string { return "/static/" + v.static + "/" + name },
		"t_why":  v.why, "far": far, "fours": func(s string) []string { return strings.Split(s, "-") },
		"add": func(a, b int) int { return a + b },
	}
}

func iso(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// view is what every page's template gets.
type view struct {
	Title  string
	Here   string // which entry of the menu
	Path   string
	Done   string // what was just done, in words
	Fault  string // what the person must mend, in words
	Field  string // id of the field that it is about
	Signed bool
	Name   string
	May    map[string]bool // actions, by name
	Desk   bool            // he may answer calls here
	Urge   bool            // a person with wide rights has no second factor
	Data   any
}

// show draws a page.
func (v *visit) show(status int, name string, w view) error {
	var out bytes.Buffer
	if err := v.views.pages[name].ExecuteTemplate(&out, "layout", v.fill(w)); err != nil {
		return fmt.Errorf("page: draw %s: %w", name, err)
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.WriteHeader(status)
	_, _ = v.w.Write(out.Bytes()) // whoever does not read it has gone
	return nil
}

// fill puts in what is the same on every page.
func (v *visit) fill(w view) view {
	w.Path = v.r.URL.Path
	if w.Done == "" {
		w.Done = v.views.done(v.form.line("fait"))
	}
	if w.Signed = v.s.User.Login != "" && v.s.Step == users.SignedIn; !w.Signed {
		return w
	}
	w.Name = v.user().Name
	w.May = map[string]bool{}
	for _, a := range []users.Action{users.SeeFleet, users.SeeInbox, users.EditKiosks, users.RollOut, users.SeeHistory, users.ManageUsers} {
		w.May[string(a)] = v.mayAnywhere(a)
	}
	w.Desk = v.Desk && v.mayAnywhere(users.ReadInbox) // as the desk asks
	w.Urge = w.May[string(users.RollOut)] && v.user().TOTP == nil && v.user().OIDC == ""
	return w
}

// fragment draws a part of a page, for who has it open.
func (v *views) fragment(page, part string, data any) (string, error) {
	var out bytes.Buffer
	err := v.pages[page].ExecuteTemplate(&out, part, data)
	return out.String(), err
}

// staticTag is a hash of the static files, so that browsers may keep them.
func staticTag() string {
	h := sha256.New()
	_ = fs.WalkDir(staticFiles, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			data, _ := staticFiles.ReadFile(path)
			h.Write(data)
		}
		return err
	})
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:9])
}

// files serves the style sheet and the script under their tag.
func (p *Page) files() http.Handler {
	sub, err := fs.Sub(staticFiles, "static")
	if err != nil {
		panic(err) // the folder is compiled in
	}
	prefix := "/static/" + p.views.static + "/"
	serve := http.StripPrefix(prefix, http.FileServerFS(sub))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, prefix) || strings.HasSuffix(r.URL.Path, "/") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		serve.ServeHTTP(w, r)
	})
}
