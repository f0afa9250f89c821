package all_test

import (
	"errors"
	"testing"

	"guichet/drivers/all"
	"guichet/drivers/printer"
	"guichet/drivers/profiles"
)

// What can be opened can be encoded, for every profile.
func TestEncode(t *testing.T) {
	doc := printer.Document{Name: "receipt", Blocks: []printer.Block{printer.Text{S: "Reçu"}}}
	known := map[string]bool{}
	for _, name := range profiles.Names() {
		p, err := profiles.Get(name)
		if err != nil {
			t.Fatal(err)
		}
		known[p.Driver] = true
		job, err := all.Encode(doc, p)
		var word *all.ConfigError
		if opens := opensAs(p); errors.As(err, &word) == opens || opens && len(job) == 0 {
			t.Errorf("%s: driver %s: % x, %v", name, p.Driver, job, err)
		}
	}
	for _, driver := range all.Printers() {
		if !known[driver] {
			t.Errorf("no profile is of driver %s", driver)
		}
	}
	if _, err := all.Encode(doc, printer.Profile{Driver: "pcl"}); err == nil {
		t.Error("an unknown driver: no error")
	}
}

func opensAs(p printer.Profile) bool {
	dev, err := all.OpenPrinter(all.Config{Driver: p.Driver, Profile: p.Name, Port: "/dev/no-such-printer"})
	if err == nil {
		dev.Close()
	}
	return err == nil
}
