package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"strings"

	"guichet/forms"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

//go:embed texts/fr.yaml
var frenchFile []byte

// views draws the page and has what it loads.
type views struct {
	texts  forms.Catalog
	script []byte // texts.js: every word as a JavaScript module
	tag    string // of the files: it is in their addresses, so that browsers may keep them
	pages  *template.Template
}

// view is what the template gets.
type view struct {
	Login, Name       string
	Idle, Ring        int // seconds
	Calls             string
	MaxFile, MaxChunk int
}

func newViews() (*views, error) {
	texts, err := forms.ReadCatalog(forms.French, "texts/fr.yaml", frenchFile)
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	all := map[string]string{}
	for _, key := range texts.Keys() {
		all[key] = texts.Text(key)
	}
	words, err := json.Marshal(all)
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	v := &views{texts: texts, script: fmt.Appendf(nil, "export default %s;\n", words)}
	v.tag = v.hash()
	v.pages, err = template.New("").Funcs(template.FuncMap{
		"t":      func(key string) string { return v.texts.Text(key) },
		"static": func(name string) string { return v.prefix() + name },
	}).ParseFS(templateFiles, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	return v, nil
}

func (v *views) prefix() string { return "/desk/static/" + v.tag + "/" }

// hash is one of everything that is served under the tag.
func (v *views) hash() string {
	h := sha256.New()
	h.Write(v.script)
	_ = fs.WalkDir(staticFiles, ".", func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			data, _ := staticFiles.ReadFile(path)
			h.Write(data)
		}
		return err
	})
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:9])
}

// files serves what the page loads, under its tag.
func (v *views) files() http.Handler {
	sub, err := fs.Sub(staticFiles, "static")
	if err != nil {
		panic(err) // the folder is compiled in
	}
	serve := http.StripPrefix(v.prefix(), http.FileServerFS(sub))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, v.prefix()) || strings.HasSuffix(r.URL.Path, "/") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		if r.URL.Path == v.prefix()+"texts.js" {
			w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
			_, _ = w.Write(v.script) // whoever does not read it has gone
			return
		}
		serve.ServeHTTP(w, r)
	})
}

// show draws a page.
func (d *desk) show(w http.ResponseWriter, status int, name string, data view) {
	var out bytes.Buffer
	if err := d.views.pages.ExecuteTemplate(&out, name+".html", data); err != nil {
		d.fail(w, name, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes()) // whoever does not read it has gone
}
