package config_test

import (
	"bytes"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"guichet/forms"
	"guichet/forms/strictyaml"
	"guichet/kiosk/config"
)

const sample = "../../packaging/etc/kiosk.yaml"

// publicKey is a fresh one: no test keeps a key.
func publicKey(t testing.TB) string {
	t.Helper()
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return id.Recipient().String()
}

// filled is the sample after its reader did the one thing that it asks for.
func filled(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile(sample)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Replace(data, []byte("- age1pq1…"), []byte("- "+publicKey(t)), 1)
}

func TestTheSampleWantsOnlyAKey(t *testing.T) {
	_, err := config.Read(sample)
	var faults strictyaml.Faults
	if !errors.As(err, &faults) || len(faults) != 1 {
		t.Fatalf("the sample as it is: %v, want one fault", err)
	}
	if !strings.Contains(faults[0].What, "the sample's key") || faults[0].Line == 0 {
		t.Errorf("the fault is %v", faults[0])
	}
}

func TestTheSampleWithAKey(t *testing.T) {
	c, err := config.Parse("kiosk.yaml", filled(t))
	if err != nil {
		t.Fatal(err)
	}
	if c.Town.Name != "Mairie de Saint-Éloi" || len(c.Town.Contacts) != 2 {
		t.Errorf("town: %+v", c.Town)
	}
	if c.Printer.Profile != "epson-tm-t20ii" || c.Printer.Baud != 38400 || c.Printer.Flow != "rtscts" {
		t.Errorf("printer: %+v", c.Printer)
	}
	if got := c.Town.Contacts[0].Name.In(forms.EasyFrench); got != "Accueil de la mairie" {
		t.Errorf("the desk in easy French: %q", got)
	}
	if c.Visit != (config.Visit{Idle: 45 * time.Second, Grace: 20 * time.Second, Done: time.Minute}) {
		t.Errorf("visit: %+v", c.Visit)
	}
	if err := c.Check(); err != nil {
		t.Errorf("what was read does not pass Check: %v", err)
	}
}

// TestTheSampleHasEveryKey fails when a field is added to the struct and not
// to the sample.
func TestTheSampleHasEveryKey(t *testing.T) {
	doc, faults := strictyaml.Parse("kiosk.yaml", filled(t))
	if faults != nil {
		t.Fatal(faults)
	}
	for _, path := range keys(reflect.TypeFor[config.Config](), nil) {
		if len(path) > 1 && path[1] == "modem" {
			continue // a kiosk has one telephone: it is shown in a comment
		}
		if doc.At(path...) == doc.At(path[:len(path)-1]...) {
			t.Errorf("the sample has no %v", path)
		}
	}
}

// keys are the paths of every field that is read; the first of a list stands
// for all.
func keys(typ reflect.Type, at []any) [][]any {
	for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
		if typ.Kind() == reflect.Slice {
			at = append(at[:len(at):len(at)], 0)
		}
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct {
		return nil
	}
	var all [][]any
	for f := range typ.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		path := append(at[:len(at):len(at)], name)
		all = append(all, path)
		all = append(all, keys(f.Type, path)...)
	}
	return all
}

// TestEveryKeyOfTheSampleIsExplained wants a comment right above each key;
// the second item of a list needs none, for the first has them.
func TestEveryKeyOfTheSampleIsExplained(t *testing.T) {
	data, _, _ := strings.Cut(string(filled(t)), "    - id: etat-civil")
	rest := string(filled(t))[strings.Index(string(filled(t)), "# The languages"):]
	lines := strings.Split(data+"\n"+rest, "\n")
	pairs := map[string]bool{"height_mm": true} // explained with width_mm
	for i, line := range lines {
		key, _, isKey := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "- "), ":")
		if !isKey || strings.HasPrefix(strings.TrimSpace(line), "#") || pairs[key] {
			continue
		}
		if i == 0 || !strings.HasPrefix(strings.TrimSpace(lines[i-1]), "#") {
			t.Errorf("line %d: no comment above %s", i+1, key)
		}
	}
}
