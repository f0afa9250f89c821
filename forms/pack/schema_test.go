package pack_test

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"guichet/forms/formtest"
	"guichet/forms/pack"
	"guichet/forms/packs"
)

// schemaOf compiles the schema of a file of a pack.
func schemaOf(t *testing.T, file string) *jsonschema.Schema {
	t.Helper()
	name := map[string]string{"tests": "test.json", "lists": "list.json"}[path.Dir(file)]
	if name == "" {
		name = strings.TrimSuffix(file, ".yaml") + ".json"
	}
	data, err := fs.ReadFile(pack.Schemas(), name)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(name, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return s
}

// fileValues are what a schema sees of a file: the document, or the rows of a list.
func fileValues(t *testing.T, file string, data []byte) []any {
	t.Helper()
	if path.Ext(file) == ".csv" {
		return rows(t, data)
	}
	var v any
	if err := yaml.Unmarshal(data, &v); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return []any{plainValue(v)}
}

// plainValue writes a day as the text that it is in the file.
func plainValue(v any) any {
	switch v := v.(type) {
	case time.Time:
		return v.Format(time.DateOnly)
	case []any:
		for i := range v {
			v[i] = plainValue(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = plainValue(v[k])
		}
	}
	return v
}

func rows(t *testing.T, data []byte) []any {
	t.Helper()
	table, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []any
	for _, row := range table[1:] {
		of := map[string]any{}
		for i, cell := range row {
			of[table[0][i]] = cell
		}
		out = append(out, of)
	}
	return out
}

// TestEveryPackFitsTheSchemas: the sample and all that we ship.
func TestEveryPackFitsTheSchemas(t *testing.T) {
	folders := map[string]fs.FS{"sample": formtest.Files(), "base": base(t)}
	for _, name := range packs.Names() {
		folders[name] = shipped(t, name)
	}
	for name, fsys := range folders {
		n := 0
		for _, pattern := range []string{"*.yaml", "tests/*.yaml", "lists/*.csv"} {
			files, _ := fs.Glob(fsys, pattern)
			for _, file := range files {
				n++
				fits(t, name, file, fsys)
			}
		}
		if n < 2 {
			t.Errorf("%s: %d files", name, n)
		}
	}
}

func fits(t *testing.T, name, file string, fsys fs.FS) {
	t.Helper()
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		t.Fatal(err)
	}
	schema := schemaOf(t, file)
	for _, v := range fileValues(t, file, data) {
		if err := schema.Validate(v); err != nil {
			t.Errorf("%s/%s: %v", name, file, err)
		}
	}
}

func TestSchemasRefuseMistakes(t *testing.T) {
	for _, c := range []struct{ file, data string }{
		{"form.yaml", "pages: [{id: a, type: yesno}]"},
		{"form.yaml", "pages: [{id: a}]"},
		{"form.yaml", "pages: [{id: a, type: text, tpye: x}]"},
		{"form.yaml", "pages: [{id: a, type: text, concept: mayor.name}]"},
		{"form.yaml", "pages: [{id: a, type: text, visible_if: {is: [b, 1]}}]"},
		{"form.yaml", "pages: [{id: a, type: text, visible_if: {eq: [b, 1], ne: [b, 2]}}]"},
		{"form.yaml", "pages: [{id: a, type: text, visible_if: {eq: [b]}}]"},
		{"form.yaml", "pages: [{id: a, type: repeat, pages: [{id: b}]}]"},
		{"pack.yaml", "id: a"},
		{"reminders.yaml", "reminders: [{id: a}]"},
		{"outputs.yaml", "outputs: [{kind: fax}]"},
		{"tests/a.yaml", "tests: [{name: a, day: demain, expect: {ends: check}}]"},
		{"lists/a.csv", "value,fr\nÉcole,École\n"},
		{"lists/a.csv", "value,label\na,b\n"},
	} {
		for _, v := range fileValues(t, c.file, []byte(c.data)) {
			if schemaOf(t, c.file).Validate(v) == nil {
				t.Errorf("%s takes %s", c.file, c.data)
			}
		}
	}
}
