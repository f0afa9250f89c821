package receipt

import (
	"io/fs"
	"testing"

	"guichet/forms/packs"
	"guichet/forms/trial"
)

// TestThePacksPassTheirOwnTests runs the stories that each pack brings with it,
// down to the words on its paper.
func TestThePacksPassTheirOwnTests(t *testing.T) {
	for _, name := range packs.Names() {
		p, err := packs.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		folder, err := fs.Sub(packs.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		report, err := trial.Run(p, folder, Trial{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := report.Err(); err != nil {
			t.Errorf("%s:\n%v", name, err)
		}
		if len(report.Tests) < 3 {
			t.Errorf("%s brings %d tests, three at least tell how it is used", name, len(report.Tests))
		}
	}
}
