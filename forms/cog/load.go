package cog

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strconv"
	"strings"
	"sync"
)

//go:embed communes.gz
var packed []byte

// table is the decoded file.
type table struct {
	regions      map[string]string
	departements map[string]departement
	communes     []Commune
	byCode       map[string]int
}

type departement struct{ name, region string }

var load = sync.OnceValue(func() *table { return decode(unpack(packed)) })

// unpack panics where the embedded file is damaged: the program was built
// wrong.
func unpack(gz []byte) string {
	r, err := gzip.NewReader(bytes.NewReader(gz))
	if err != nil {
		panic("cog: embedded data: " + err.Error())
	}
	text, err := io.ReadAll(r)
	if err != nil {
		panic("cog: embedded data: " + err.Error())
	}
	return string(text)
}

func decode(text string) *table {
	t := &table{
		regions:      map[string]string{},
		departements: map[string]departement{},
		communes:     make([]Commune, 0, 38_000),
		byCode:       make(map[string]int, 38_000),
	}
	for line := range strings.Lines(text) {
		t.add(strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
	}
	t.lendPostcodes()
	return t
}

// add reads one line: see gen for what its columns are.
func (t *table) add(col []string) {
	switch col[0] {
	case "R":
		t.regions[col[1]] = col[2]
	case "D":
		t.departements[col[1]] = departement{name: col[3], region: col[2]}
	case "C":
		t.addCommune(col)
	}
}

func (t *table) addCommune(col []string) {
	people, _ := strconv.Atoi(col[5])
	c := Commune{
		Code: col[1], Name: col[7], Postcodes: strings.Fields(col[6]),
		Departement: col[2], Region: t.departements[col[2]].region,
		Population: people, Former: col[3] == "f", Parent: col[4],
	}
	if _, taken := t.byCode[c.Code]; taken {
		c.Code += "d"
	}
	t.byCode[c.Code] = len(t.communes)
	t.communes = append(t.communes, c)
}

// lendPostcodes gives a former commune the postal codes of the one that it is
// part of: the source has none for it.
func (t *table) lendPostcodes() {
	for i := range t.communes {
		c := &t.communes[i]
		if p, ok := t.byCode[c.Parent]; ok && len(c.Postcodes) == 0 {
			c.Postcodes = t.communes[p].Postcodes
		}
	}
}
