package kiosk

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"guichet/forms/pack"
	"guichet/forms/packs"
	"guichet/forms/strictyaml"
)

// noPack is for whoever starts a kiosk that has nothing to offer.
func noPack(dir string) error {
	if dir == "" {
		return errors.New("kiosk: there is no pack to offer")
	}
	return fmt.Errorf("kiosk: there is no pack to offer in %s: put a folder for each procedure there, "+
		"or leave packs out of the configuration for those that are built in", dir)
}

// loadPacks reads every folder of dir, or the packs built into the program. A
// pack with a fault is left out; the others serve.
func loadPacks(dir string) ([]*pack.Pack, error) {
	if dir == "" {
		return packs.All()
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("kiosk: %w", err)
	}
	var good []*pack.Pack
	var bad []error
	from := map[string]string{} // id of a pack → its folder
	for _, e := range entries {
		folder := filepath.Join(dir, e.Name())
		if !isPack(folder) {
			continue
		}
		p, err := loadPack(folder)
		switch {
		case err != nil:
			bad = append(bad, err)
		case from[p.ID] != "":
			bad = append(bad, twice(folder, p.ID, from[p.ID]))
		default:
			good, from[p.ID] = append(good, p), folder
		}
	}
	return good, errors.Join(bad...)
}

// isPack tells folders, and links to folders, from what else lies there.
func isPack(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir() && !strings.HasPrefix(filepath.Base(path), ".")
}

// loadPack names the files in its faults by their whole path.
func loadPack(folder string) (*pack.Pack, error) {
	p, err := pack.Load(os.DirFS(folder))
	var faults strictyaml.Faults
	if !errors.As(err, &faults) {
		return p, err
	}
	for i := range faults {
		faults[i].File = filepath.Join(folder, faults[i].File)
	}
	return nil, faults
}

// twice: the menu, the spool and the town hall know a procedure by its id.
func twice(folder, id, other string) error {
	at := strictyaml.Place{File: filepath.Join(folder, "pack.yaml")}
	return strictyaml.Faults{at.Fault(fmt.Sprintf("the id %q is that of %s", id, other), "give this one another id, or take one of the folders away")}
}
