package main

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sort"
	"strconv"
	"strings"
)

// data is what is read of the package: the names are those of its JSON.
type data struct {
	regions, departements []area
	communes              []commune
}

type area struct {
	Code   string `json:"code"`
	Nom    string `json:"nom"`
	Region string `json:"region"`
}

type commune struct {
	Code         string   `json:"code"`
	Nom          string   `json:"nom"`
	Type         string   `json:"type"`
	Departement  string   `json:"departement"`
	ChefLieu     string   `json:"chefLieu"` // of a commune-deleguee or -associee
	Commune      string   `json:"commune"`  // of an arrondissement-municipal
	CodesPostaux []string `json:"codesPostaux"`
	Population   int      `json:"population"`
}

// kinds shortens the types of the package to one letter.
var kinds = map[string]string{
	"commune-actuelle":         "",
	"arrondissement-municipal": "a",
	"commune-deleguee":         "f",
	"commune-associee":         "f",
}

func communeLines(fetch func(string) (string, error)) ([]string, error) {
	d := &data{}
	err := read(fetch, "@etalab/decoupage-administratif", map[string]any{
		"package/data/regions.json":      &d.regions,
		"package/data/departements.json": &d.departements,
		"package/data/communes.json":     &d.communes,
	})
	return d.lines(), err
}

// read decodes JSON files of a package, by their path in its archive.
func read(fetch func(string) (string, error), name string, files map[string]any) error {
	tgz, err := fetch(name)
	if err != nil {
		return err
	}
	f, err := os.Open(tgz)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	if err := readFiles(tar.NewReader(z), files); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func readFiles(r *tar.Reader, files map[string]any) error {
	for {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		into, wanted := files[h.Name]
		if !wanted {
			continue
		}
		if err := json.NewDecoder(r).Decode(into); err != nil {
			return fmt.Errorf("%s: %w", h.Name, err)
		}
		delete(files, h.Name)
	}
	if len(files) > 0 {
		return fmt.Errorf("the package lacks %d of the files that are read", len(files))
	}
	return nil
}

// lines is the embedded file: "R code name", "D code region name", and
// "C code departement kind parent population postcodes name", tabs between.
func (d *data) lines() []string {
	var out []string
	for _, r := range d.regions {
		out = append(out, strings.Join([]string{"R", r.Code, r.Nom}, "\t"))
	}
	for _, r := range d.departements {
		out = append(out, strings.Join([]string{"D", r.Code, r.Region, r.Nom}, "\t"))
	}
	sort.SliceStable(d.communes, func(i, j int) bool { return d.communes[i].less(d.communes[j]) })
	for _, c := range d.communes {
		out = append(out, c.line())
	}
	return out
}

// less orders by code, and a commune of today before a former one that had
// the same code.
func (c commune) less(e commune) bool {
	if c.Code != e.Code {
		return c.Code < e.Code
	}
	return kinds[c.Type] < kinds[e.Type]
}

func (c commune) line() string {
	return strings.Join([]string{
		"C", c.Code, c.Departement, kinds[c.Type], c.ChefLieu + c.Commune,
		strconv.Itoa(c.Population), strings.Join(c.CodesPostaux, " "), c.Nom,
	}, "\t")
}
